//! The deterministic automata of the paths that a source matches, and of the paths whose targets
//! are in a language.

mod subset;
mod without_path;

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::language::{BoxedLanguage, DEAD, Language, LanguageState, run};
use crate::analysis::automata::path_nfa::{NfaState, PathNfa};
use crate::analysis::automata::paths::subset::{Pair, Subset};
use crate::analysis::automata::paths::without_path::WithoutPath;
use crate::analysis::automata::state_table::StateTable;
use crate::analysis::automata::target_path::{RemovableSlash, TargetTransducer};

/// The language of a [`PathNfa`], or its subset of the paths whose targets are in another language.
///
/// The subset construction determinizes the NFA lazily (Hopcroft, Motwani and Ullman, §2.3.5, with
/// the ε-closures of §2.5). The paths whose targets are in a regular language are the preimage of
/// that language under a finite-state transducer, which is regular too. For a preimage, each
/// element of a subset is a pair: a state of the NFA, and the state of the language after the
/// output of the transducer so far. A path belongs to the preimage if *any* split into captures
/// leads to such a target. There are finitely many pairs, and thus finitely many subsets, each of
/// which is created once.
pub(crate) struct PathDfa<'d> {
    nfa: PathNfa<'d>,
    preimage: Option<Preimage<'d>>,
    subsets: Vec<Subset>,
    /// The numbers of the subsets, by [`Subset::key`].
    numbers: StateTable,
    steps: u64,
}

/// A transducer, and the language that must contain its output.
struct Preimage<'d> {
    transducer: TargetTransducer,
    language: BoxedLanguage<'d>,
}

impl<'d> PathDfa<'d> {
    /// Creates the language of the paths that an NFA accepts.
    pub(crate) fn new(nfa: PathNfa<'d>) -> PathDfa<'d> {
        let (subsets, numbers) = (Vec::new(), StateTable::default());
        PathDfa { nfa, preimage: None, subsets, numbers, steps: 0 }
    }

    /// Creates the language of the paths that a transducer rewrites to a word of `language`.
    pub(crate) fn preimage(
        nfa: PathNfa<'d>,
        transducer: TargetTransducer,
        language: BoxedLanguage<'d>,
    ) -> PathDfa<'d> {
        let language = if transducer.may_write_nothing() {
            Box::new(WithoutPath::new(language))
        } else {
            language
        };
        PathDfa { preimage: Some(Preimage { transducer, language }), ..PathDfa::new(nfa) }
    }

    /// Adds a pair and its ε-closure to a sorted list.
    fn add(&mut self, state: NfaState, target: LanguageState, pairs: &mut Vec<Pair>) {
        if target == DEAD {
            return;
        }
        let Err(at) = pairs.binary_search(&(state, target)) else { return };
        pairs.insert(at, (state, target));
        // Inserting a pair takes time linear in the number of pairs.
        self.steps += 1 + pairs.len() as u64 / 8;
        if let Some(next) = self.nfa.after_atom(state) {
            let target = self.target_after_atom(state, target);
            self.add(next, target, pairs);
        }
    }

    /// Returns the state of the target after the transducer has reached the end of an atom.
    fn target_after_atom(&mut self, state: NfaState, target: LanguageState) -> LanguageState {
        let capture = self.nfa.capture(state);
        let (Some(preimage), Some(capture)) = (&mut self.preimage, capture) else { return target };
        let Preimage { transducer, language } = preimage;
        let Some(suffix) = transducer.suffix(capture) else { return target };
        let is_kept = match transducer.slash(capture) {
            Some(RemovableSlash::KeptIfEmpty) => true,
            Some(RemovableSlash::KeptIfPresent) => !self.nfa.is_missing(state),
            Some(RemovableSlash::Removed) | None => false,
        };
        let keeps_slash = state.is_before_atom() && is_kept;
        let target = if keeps_slash { language.next(target, b'/'.into()) } else { target };
        run(&mut **language, target, suffix)
    }

    /// Returns the state of the target after the transducer has read a symbol within an atom.
    fn target_after_symbol(
        &mut self,
        state: NfaState,
        target: LanguageState,
        symbol: Symbol,
    ) -> LanguageState {
        let capture = self.nfa.capture(state);
        let (Some(preimage), Some(capture)) = (&mut self.preimage, capture) else { return target };
        let Preimage { transducer, language } = preimage;
        if transducer.suffix(capture).is_none() {
            return target;
        }
        let starts_segment = state.is_before_atom() && transducer.slash(capture).is_some();
        let target = if starts_segment { language.next(target, b'/'.into()) } else { target };
        language.next(target, symbol)
    }

    /// Returns whether both the NFA and the language of targets accept in one of the pairs.
    fn has_accepting_pair(&mut self, pairs: &[Pair]) -> bool {
        for &(state, target) in pairs {
            let is_accepted = self.nfa.accepts(state)
                && match &mut self.preimage {
                    Some(preimage) => preimage.language.accepts(target),
                    None => true,
                };
            if is_accepted {
                return true;
            }
        }
        false
    }

    fn intern(&mut self, subset: Subset) -> LanguageState {
        if subset.pairs.is_empty() && subset.accepted_before_slash != Some(true) {
            return DEAD;
        }
        let interned = self.numbers.intern(subset.key());
        if interned.is_new {
            self.subsets.push(subset);
        }
        interned.number
    }
}

impl Language for PathDfa<'_> {
    fn refine(&self, partition: &mut Partition) {
        self.nfa.refine(partition);
        if let Some(preimage) = &self.preimage {
            preimage.language.refine(partition);
        }
    }

    fn start(&mut self) -> LanguageState {
        let target = match &mut self.preimage {
            Some(Preimage { transducer, language }) => {
                let start = language.start();
                run(&mut **language, start, transducer.prefix())
            }
            None => 0,
        };
        let mut pairs = Vec::new();
        for state in self.nfa.starts() {
            self.add(state, target, &mut pairs);
        }
        self.intern(Subset::new(pairs, None))
    }

    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState {
        let Some(subset) = self.subsets.get(state as usize) else { return DEAD };
        let at = match subset.transition(symbol) {
            Ok(next) => return next,
            Err(at) => at,
        };
        let before = subset.pairs.clone();
        let mut pairs = Vec::new();
        for &(nfa_state, target) in &before {
            if let Some(next) = self.nfa.next(nfa_state, symbol) {
                let target = self.target_after_symbol(nfa_state, target, symbol);
                self.add(next, target, &mut pairs);
            }
        }
        let is_ignored = self.nfa.ignores_final_slash() && symbol == Symbol::from(b'/');
        let accepted_before_slash = is_ignored.then(|| self.has_accepting_pair(&before));
        let next = self.intern(Subset::new(pairs, accepted_before_slash));
        self.subsets[state as usize].transitions.insert(at, (symbol, next));
        next
    }

    fn accepts(&mut self, state: LanguageState) -> bool {
        let Some(subset) = self.subsets.get(state as usize) else { return false };
        if let Some(is_accepted) = subset.accepted_before_slash {
            return is_accepted;
        }
        let pairs = subset.pairs.clone();
        self.has_accepting_pair(&pairs)
    }

    fn steps(&self) -> u64 {
        self.steps + self.preimage.as_ref().map_or(0, |preimage| preimage.language.steps())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::PathDfa;
    use crate::analysis::automata::alphabet::word;
    use crate::analysis::automata::language::{Language, run};
    use crate::analysis::automata::path_nfa::PathNfa;
    use crate::analysis::automata::target_path::TargetTransducer;
    use crate::analysis::automata::value_constraints::ValueConstraints;
    use crate::analysis::test_rules::with_rules;
    use crate::lower::source::Source;
    use redirect_core::internals::text::MatchMode;

    /// Returns the paths that a source matches.
    pub(crate) fn paths(source: &str) -> PathDfa<'static> {
        paths_in(source, MatchMode::default())
    }

    /// Returns the paths that a source matches in a mode.
    pub(crate) fn paths_in(source: &str, match_mode: MatchMode) -> PathDfa<'static> {
        let source = Source::parse(source, match_mode.ignore_case, &mut Vec::new()).unwrap();
        let source = source.with_mode(match_mode);
        let source = Box::leak(Box::new(source));
        PathDfa::new(PathNfa::new(source, &|_| ValueConstraints::default()))
    }

    /// Returns whether a language contains a path.
    pub(crate) fn contains(language: &mut dyn Language, path: &str) -> bool {
        let start = language.start();
        let end = run(language, start, &word(path.as_bytes()));
        language.accepts(end)
    }

    #[test]
    fn a_preimage_contains_the_paths_whose_targets_are_in_the_language() {
        for (source, target, language, cases) in [
            ("/a/{x}", "/b/{x}", "/b/{n}", &[("/a/1", true), ("/b/1", false)][..]),
            ("/a/{x}", "/b/{x}", "/b/c", &[("/a/c", true), ("/a/d", false)]),
            ("/a/{x}/{y}", "/{y}", "/{n}", &[("/a/c/d", true), ("/a/c", false)]),
            ("/a/{x}/{y}", "/c-{x}-{y}", "/c-1-2", &[("/a/1/2", true), ("/a/2/1", false)]),
            ("/a/{*rest}", "/{rest}/z", "/b/c/{x}", &[("/a/b/c", true), ("/a/b", false)]),
            ("/a", "https://example.com", "/", &[("/a", true)]),
            ("/a/{*rest}", "/{rest}/z", "/z", &[("/a/", true), ("/a/b", false)]),
            ("/a/{*rest}", "/b/{rest}/z", "/b/{x}/z", &[("/a/", false), ("/a/b", true)]),
            ("/a/{*rest}.x", "/{rest}", "/", &[("/a/.x", true), ("/a/b.x", false)]),
            ("/a/{*rest}/", "/b/{rest}", "/b/", &[("/a//", true), ("/a/b/", false)]),
            ("/a/{*rest}.x", "/b/{rest}", "/b", &[("/a/.x", true), ("/a/b.x", false)]),
        ] {
            with_rules(&[(source, target)], |rules| {
                let source = &rules[0].source;
                let constraints = |_| ValueConstraints::default();
                let nfa = PathNfa::new(source, &constraints);
                let transducer = TargetTransducer::new(&rules[0]).unwrap();
                let mut preimage = PathDfa::preimage(nfa, transducer, Box::new(paths(language)));
                for &(path, is_inside) in cases {
                    assert_eq!(contains(&mut preimage, path), is_inside, "{path} to {language}");
                }
            });
        }
    }

    #[test]
    fn a_target_has_a_transducer_if_its_captures_are_in_the_order_of_the_source() {
        for (source, target, has_transducer) in [
            ("/{x}/{y}", "/{x}/{y}", true),
            ("/{x}/{y}", "/{y}", true),
            ("/{x}/{y}", "/{y}/{x}", false),
            ("/{x}", "/{x}/{x}", false),
        ] {
            with_rules(&[(source, target)], |rules| {
                assert_eq!(TargetTransducer::new(&rules[0]).is_some(), has_transducer, "{target}");
            });
        }
    }
}
