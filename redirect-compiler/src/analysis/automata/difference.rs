//! The difference of a language and a union of languages.

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::language::{BoxedLanguage, DEAD, Language, LanguageState};
use crate::analysis::automata::product::Product;
use crate::analysis::automata::state_table::StateTable;

/// The words of one language that are in none of the others: A \ (B₁ ∪ … ∪ Bₙ).
///
/// A state is a tuple with a state of each automaton, as in the product construction for the
/// difference of two regular languages (Hopcroft, Motwani and Ullman, §4.2). There are finitely
/// many tuples, and each is created when it is first reached.
pub(crate) struct Difference<'d> {
    /// The language A, and then the languages B₁ to Bₙ.
    product: Product<'d>,
    tuples: StateTable,
}

impl<'d> Difference<'d> {
    /// Creates the language `minuend` without the words of `subtrahends`.
    pub(crate) fn new(
        minuend: BoxedLanguage<'d>,
        mut subtrahends: Vec<BoxedLanguage<'d>>,
    ) -> Difference<'d> {
        let mut languages = vec![minuend];
        languages.append(&mut subtrahends);
        Difference { product: Product::new(languages), tuples: StateTable::default() }
    }

    /// Returns the number of a tuple, or [`DEAD`] if A accepts no word from it.
    fn intern(&mut self, tuple: Vec<LanguageState>) -> LanguageState {
        if tuple.first() == Some(&DEAD) { DEAD } else { self.tuples.intern(tuple).number }
    }
}

impl Language for Difference<'_> {
    fn refine(&self, partition: &mut Partition) {
        self.product.refine(partition);
    }

    fn start(&mut self) -> LanguageState {
        let tuple = self.product.start();
        self.intern(tuple)
    }

    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState {
        let Some(tuple) = self.tuples.get(state) else { return DEAD };
        let next = self.product.next(tuple, symbol);
        self.intern(next)
    }

    fn accepts(&mut self, state: LanguageState) -> bool {
        let Some(tuple) = self.tuples.get(state) else { return false };
        match &self.product.accepts(tuple)[..] {
            [minuend, subtrahends @ ..] => *minuend && !subtrahends.contains(&true),
            [] => false,
        }
    }

    fn steps(&self) -> u64 {
        self.product.steps()
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
        let boxed = |source: &&str| Box::new(paths(source)) as super::BoxedLanguage<'_>;
        Difference::new(boxed(&minuend), subtrahends.iter().map(boxed).collect())
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
            let language = Box::new(difference(minuend, subtrahends));
            let word = shortest_word(vec![language], Vec::new(), &mut Budget::new(10_000));
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
