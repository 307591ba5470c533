//! The difference of a language and the union of others.

use std::collections::HashMap;

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::language::{BoxedLanguage, DEAD, Language, LanguageState};
use crate::analysis::automata::paths::PathDfa;

/// The words of one language that are in none of some others: A \ (B₁ ∪ … ∪ Bₙ).
///
/// A state is a tuple of a state of each automaton, as in the product construction for the
/// difference of two regular languages (Hopcroft, Motwani and Ullman, §4.2). Tuples are created
/// when they are first reached; there are finitely many.
pub(crate) struct Difference<'d> {
    minuend: BoxedLanguage<'d>,
    subtrahends: Vec<PathDfa<'d>>,
    tuples: Vec<Vec<LanguageState>>,
    state_of: HashMap<Vec<LanguageState>, LanguageState>,
}

impl<'d> Difference<'d> {
    /// Creates the language `minuend` without the words of `subtrahends`.
    pub(crate) fn new(minuend: BoxedLanguage<'d>, subtrahends: Vec<PathDfa<'d>>) -> Self {
        Difference { minuend, subtrahends, tuples: Vec::new(), state_of: HashMap::new() }
    }

    /// Returns the state of a tuple whose first element is that of the minuend.
    #[expect(clippy::expect_used, reason = "an impossible state")]
    fn intern(&mut self, tuple: Vec<LanguageState>) -> LanguageState {
        if tuple.first() == Some(&DEAD) {
            return DEAD;
        }
        let new = LanguageState::try_from(self.tuples.len());
        let new = new.expect("invariant: the budget bounds the number of states");
        let state = *self.state_of.entry(tuple.clone()).or_insert(new);
        if state == new {
            self.tuples.push(tuple);
        }
        state
    }
}

impl Language for Difference<'_> {
    fn refine(&self, partition: &mut Partition) {
        self.minuend.refine(partition);
        self.subtrahends.iter().for_each(|language| language.refine(partition));
    }

    fn start(&mut self) -> LanguageState {
        let minuend = self.minuend.start();
        let subtrahends = self.subtrahends.iter_mut().map(Language::start);
        let tuple = std::iter::once(minuend).chain(subtrahends).collect();
        self.intern(tuple)
    }

    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState {
        let Some([minuend, subtrahends @ ..]) = self.tuples.get(state as usize).map(Vec::as_slice)
        else {
            return DEAD;
        };
        let minuend = self.minuend.next(*minuend, symbol);
        let subtrahends = self.subtrahends.iter_mut().zip(subtrahends);
        let subtrahends = subtrahends.map(|(language, &state)| language.next(state, symbol));
        let tuple = std::iter::once(minuend).chain(subtrahends).collect();
        self.intern(tuple)
    }

    fn accepts(&mut self, state: LanguageState) -> bool {
        let Some([minuend, subtrahends @ ..]) = self.tuples.get(state as usize).map(Vec::as_slice)
        else {
            return false;
        };
        let mut subtrahends = self.subtrahends.iter_mut().zip(subtrahends);
        self.minuend.accepts(*minuend)
            && !subtrahends.any(|(language, &state)| language.accepts(state))
    }

    fn steps(&self) -> u64 {
        self.minuend.steps() + self.subtrahends.iter().map(Language::steps).sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::Difference;
    use crate::analysis::automata::alphabet::path_text;
    use crate::analysis::automata::emptiness::{Budget, Emptiness};
    use crate::analysis::automata::language::shortest_word;
    use crate::analysis::automata::paths::tests::{contains, paths};

    fn difference(minuend: &str, subtrahends: &[&str]) -> Difference<'static> {
        let subtrahends = subtrahends.iter().map(|source| paths(source)).collect();
        Difference::new(Box::new(paths(minuend)), subtrahends)
    }

    #[test]
    fn a_difference_is_empty_or_has_a_witness() {
        for (minuend, subtrahends, witness) in [
            ("/a/{x}", &[][..], Some("/a/x")),
            ("/a/{x}", &["/a/x", "/a/y"], Some("/a/z")),
            ("/a/{x}", &["/{y}/{x}"], None),
            ("/{*rest}", &["/", "/{x}", "/{x}/"], Some("/x/x")),
            ("/a", &["/b", "/a"], None),
        ] {
            let mut languages: [Box<dyn super::Language>; 1] =
                [Box::new(difference(minuend, subtrahends))];
            let word = shortest_word(&mut languages, &mut [], &mut Budget::new(10_000));
            let expected = witness.map_or(Emptiness::Empty, |it| Emptiness::Witness(it.into()));
            assert_eq!(word.map(|word| path_text(&word)), expected, "{minuend}");
        }
    }

    #[test]
    fn a_word_is_in_the_difference_if_no_subtrahend_contains_it() {
        let mut language = difference("/a/{x}", &["/a/x", "/{y}/b"]);
        for (path, is_inside) in [("/a/y", true), ("/a/x", false), ("/a/b", false), ("/b", false)] {
            assert_eq!(contains(&mut language, path), is_inside, "{path}");
        }
    }
}
