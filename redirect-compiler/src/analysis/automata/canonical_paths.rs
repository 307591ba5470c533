//! The language of canonical paths, and the rules whose targets may be written in another form.

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::approximation::over_approximation;
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::language::{
    BoxedLanguage, DEAD, Language, LanguageState, shortest_word,
};
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::target_path::TargetTransducer;
use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::canonical::{CanonicalForm, FinalSlash};

/// The prefix of paths that are always canonical.
const EXEMPT_PREFIX: &[u8] = b"/.well-known/";

/// The states after the number of symbols of [`EXEMPT_PREFIX`] that were read, up to this one.
const EXEMPT: LanguageState = 13;
const _: () = assert!(EXEMPT as usize == EXEMPT_PREFIX.len());

/// The path is canonical so far, and does not end with a slash.
const AFTER_OTHER: LanguageState = EXEMPT + 1;

/// The path is canonical so far, and ends with a slash.
const AFTER_SLASH: LanguageState = EXEMPT + 2;

/// The path is not canonical.
const FOLDED: LanguageState = EXEMPT + 3;

/// The language of the canonical paths, or of all others.
///
/// A slash that is missing at the end of a path does not count, because rules ignore it. Rules see
/// the canonical path of each request, so a question about all requests is one about these paths.
pub(crate) struct CanonicalPaths {
    form: CanonicalForm,
    is_complement: bool,
}

impl CanonicalPaths {
    /// Creates the language of the canonical paths that a rule sees. Returns `None` if these are
    /// all paths.
    pub(crate) fn of_rule(rule: &CheckedRule<'_>) -> Option<CanonicalPaths> {
        let form = rule.options.canonical_form();
        let folds =
            form.is_lowercase || form.merges_slashes || form.final_slash == FinalSlash::Strip;
        folds.then_some(CanonicalPaths { form, is_complement: false })
    }

    /// Returns the language of all other paths.
    fn complement(self) -> CanonicalPaths {
        CanonicalPaths { is_complement: !self.is_complement, ..self }
    }

    /// Returns the state after a symbol of a path that does not have the exempt prefix.
    fn after(&self, is_after_slash: bool, symbol: Symbol) -> LanguageState {
        let is_slash = symbol == Symbol::from(b'/');
        let is_upper = (Symbol::from(b'A')..=Symbol::from(b'Z')).contains(&symbol);
        if self.form.is_lowercase && is_upper
            || self.form.merges_slashes && is_after_slash && is_slash
        {
            FOLDED
        } else if is_slash {
            AFTER_SLASH
        } else {
            AFTER_OTHER
        }
    }
}

impl Language for CanonicalPaths {
    fn refine(&self, partition: &mut Partition) {
        for &byte in EXEMPT_PREFIX {
            partition.isolate(byte.into());
        }
        partition.split_at(b'A'.into(), b'Z'.into());
    }

    fn start(&mut self) -> LanguageState {
        0
    }

    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState {
        let next = match state {
            DEAD | EXEMPT | FOLDED => state,
            AFTER_OTHER | AFTER_SLASH => self.after(state == AFTER_SLASH, symbol),
            read if Symbol::from(EXEMPT_PREFIX[read as usize]) == symbol => read + 1,
            read => self.after(read == 1, symbol),
        };
        let is_decided = if self.is_complement { next == EXEMPT } else { next == FOLDED };
        if is_decided { DEAD } else { next }
    }

    fn accepts(&mut self, state: LanguageState) -> bool {
        let is_canonical = match state {
            DEAD => return false,
            FOLDED => false,
            AFTER_SLASH => self.form.final_slash != FinalSlash::Strip,
            _ => true,
        };
        is_canonical != self.is_complement
    }

    fn steps(&self) -> u64 {
        0
    }
}

/// Returns whether a rule may write a target in another than the canonical form for a request with
/// a canonical path. The response has the canonical form, which its automata do not.
pub(crate) fn may_fold_target(rule: &CheckedRule<'_>, budget: &mut Budget) -> bool {
    let paths = || CanonicalPaths::of_rule(rule);
    let (Some(read), Some(written)) = (paths(), paths()) else { return false };
    let Some(transducer) = TargetTransducer::new(rule) else { return true };
    let written: BoxedLanguage<'_> = Box::new(written.complement());
    let folded = PathDfa::preimage(over_approximation(rule), transducer, written);
    let included: Vec<BoxedLanguage<'_>> = vec![Box::new(folded), Box::new(read)];
    !matches!(shortest_word(included, Vec::new(), budget), Emptiness::Empty)
}

#[cfg(test)]
mod tests {
    use super::CanonicalPaths;
    use crate::analysis::automata::paths::tests::contains;
    use redirect_core::internals::canonical::{CanonicalForm, FinalSlash};

    #[test]
    fn each_path_is_canonical_or_not() {
        let form = CanonicalForm {
            final_slash: FinalSlash::Strip,
            is_lowercase: true,
            merges_slashes: true,
        };
        for (path, is_canonical) in [
            ("/", true),
            ("/a", true),
            ("/a/", false),
            ("//", false),
            ("/a//b", false),
            ("/A", false),
            ("/%41", false),
            ("/a%2F%2Fb", true),
            ("/.well-known", true),
            ("/.well-known/", true),
            ("/.well-known/A//b/", true),
            ("/.well-kNown/a", false),
            ("/.w/", false),
        ] {
            let mut paths = CanonicalPaths { form, is_complement: false };
            assert_eq!(contains(&mut paths, path), is_canonical, "{path}");
            assert_eq!(contains(&mut paths.complement(), path), !is_canonical, "{path}");
        }
    }
}
