//! Regular languages, and the search for a shortest word in a product of them.

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::product::Product;
use crate::analysis::automata::state_table::StateTable;

/// A state of a deterministic automaton. Each automaton numbers its own states.
pub(crate) type LanguageState = u32;

/// The state from which no word is accepted.
pub(crate) const DEAD: LanguageState = LanguageState::MAX;

/// A deterministic finite automaton that creates its states lazily.
///
/// [`DEAD`] is a valid argument to each method.
pub(crate) trait Language {
    /// Refines a partition to the symbol classes that the automaton distinguishes.
    fn refine(&self, partition: &mut Partition);
    /// Returns the start state.
    fn start(&mut self) -> LanguageState;
    /// Returns the state after one more symbol.
    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState;
    /// Returns whether a state is accepting: whether the words that lead to it belong to the
    /// language.
    fn accepts(&mut self, state: LanguageState) -> bool;
    /// Returns the number of steps spent so far on creating states.
    fn steps(&self) -> u64;
}

/// An owned language, which may borrow from rules.
pub(crate) type BoxedLanguage<'d> = Box<dyn Language + 'd>;

/// Returns the state after reading a word.
pub(crate) fn run(
    language: &mut dyn Language,
    start: LanguageState,
    word: &[Symbol],
) -> LanguageState {
    let mut state = start;
    for &symbol in word {
        state = language.next(state, symbol);
    }
    state
}

/// Returns a shortest word that all `included` languages contain and no `excluded` language does.
///
/// This is the emptiness test for the product automaton (Hopcroft, Motwani and Ullman,
/// *Introduction to Automata Theory*, §4.3): a breadth-first search over tuples of states, one for
/// each language. It starts at the tuple of start states, and ends at the first tuple in which all
/// included languages and no excluded ones accept. Because it is breadth-first, this tuple is the
/// end of a shortest word. There are finitely many tuples, and each is visited once, so the search
/// ends. The budget bounds the number of tuples times their width, plus the steps spent on creating
/// states.
pub(crate) fn shortest_word<'d>(
    mut included: Vec<BoxedLanguage<'d>>,
    mut excluded: Vec<BoxedLanguage<'d>>,
    budget: &mut Budget,
) -> Emptiness<Vec<Symbol>> {
    let inside = included.len();
    included.append(&mut excluded);
    let selected = vec![true; included.len()];
    shortest_word_of(&mut Product::new(included), inside, &selected, budget)
}

/// Returns the [`shortest_word`] of a product, whose first `inside` languages are included and
/// whose other languages are excluded if they are selected. States that an earlier search in the
/// product has created are not created again, and take no steps.
pub(crate) fn shortest_word_of(
    product: &mut Product<'_>,
    inside: usize,
    selected: &[bool],
    budget: &mut Budget,
) -> Emptiness<Vec<Symbol>> {
    let mut partition = Partition::new();
    product.refine_selected(selected, &mut partition);
    let symbols = partition.representatives();
    let width = selected.iter().filter(|&&is_selected| is_selected).count();
    let steps_per_tuple = symbols.len() * width;
    let mut steps_before = product.steps();
    // The tuples are numbered in the order of visits.
    let mut tuples = StateTable::default();
    tuples.intern(product.start_selected(selected));
    let mut arrivals = vec![Arrival { predecessor: 0, symbol: 0 }];
    let mut at = 0;
    while let Some(tuple) = tuples.get(at) {
        let tuple = tuple.to_vec();
        let accepts = product.accepts(&tuple);
        if !accepts[..inside].contains(&false) && !accepts[inside..].contains(&true) {
            return Emptiness::Witness(word_to(&arrivals, at));
        }
        let steps = product.steps();
        if !budget.spend(steps_per_tuple as u64 + steps - steps_before) {
            return Emptiness::Undecided;
        }
        steps_before = steps;
        for &symbol in &symbols {
            let next = product.next(&tuple, symbol);
            let is_alive = !next[..inside].contains(&DEAD);
            if is_alive && tuples.intern(next).is_new {
                arrivals.push(Arrival { predecessor: at, symbol });
            }
        }
        at += 1;
    }
    Emptiness::Empty
}

/// The transition that first led to a tuple.
struct Arrival {
    /// The number of the tuple from which it led.
    predecessor: u32,
    symbol: Symbol,
}

/// Returns the word that leads from the first tuple to another one.
fn word_to(arrivals: &[Arrival], mut at: u32) -> Vec<Symbol> {
    let mut word = Vec::new();
    while at > 0 {
        let arrival = &arrivals[at as usize];
        word.push(arrival.symbol);
        at = arrival.predecessor;
    }
    word.reverse();
    word
}

#[cfg(test)]
mod tests {
    use super::{BoxedLanguage, shortest_word};
    use crate::analysis::automata::alphabet::path_text;
    use crate::analysis::automata::emptiness::{Budget, Emptiness};
    use crate::analysis::automata::paths::tests::paths;

    /// Searches for a shortest path that all sources in `included` and no source in `excluded`
    /// match.
    fn shortest(included: &[&str], excluded: &[&str], steps: u64) -> Emptiness<String> {
        let sources = |sources: &[&str]| -> Vec<BoxedLanguage<'static>> {
            sources.iter().map(|source| Box::new(paths(source)) as BoxedLanguage<'_>).collect()
        };
        let mut budget = Budget::new(steps);
        let word = shortest_word(sources(included), sources(excluded), &mut budget);
        word.map(|word| path_text(&word))
    }

    #[test]
    fn a_shortest_word_is_in_all_included_languages_and_no_excluded_one() {
        for (included, excluded, word) in [
            (&["/a"][..], &[][..], Some("/a")),
            (&["/a/{x}"], &[], Some("/a/x")),
            (&["/{x}/b", "/a/{y}"], &[], Some("/a/b")),
            (&["/{x}"], &["/x"], Some("/y")),
            (&["/{*rest}"], &["/", "/{x}"], Some("/x/")),
            (&["/a/{x}"], &["/{y}/{z}"], None),
            (&["/a"], &["/a"], None),
            (&["/a", "/b"], &[], None),
        ] {
            let expected = word.map_or(Emptiness::Empty, |word| Emptiness::Witness(word.into()));
            assert_eq!(shortest(included, excluded, 10_000), expected, "{included:?}");
        }
    }

    #[test]
    fn a_small_budget_leaves_the_question_undecided() {
        assert_eq!(shortest(&["/long/path"], &[], 20), Emptiness::Undecided);
        assert_eq!(shortest(&["/long/path"], &["/{x}/path"], 60), Emptiness::Undecided);
    }
}
