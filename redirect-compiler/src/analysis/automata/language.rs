//! Regular languages of paths, and the search for a shortest word of a product of them.

use std::collections::HashSet;

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::emptiness::{Budget, Emptiness};

/// A state of a deterministic automaton. Each automaton numbers its own.
pub(crate) type LanguageState = u32;

/// The state from which no word is accepted.
pub(crate) const DEAD: LanguageState = LanguageState::MAX;

/// A deterministic finite automaton that creates its states while it is walked.
///
/// [`DEAD`] is a valid argument of each method.
pub(crate) trait Language {
    /// Splits the symbol classes that the automaton distinguishes.
    fn refine(&self, partition: &mut Partition);
    /// Returns the start state.
    fn start(&mut self) -> LanguageState;
    /// Returns the state after one more symbol.
    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState;
    /// Returns whether a word that leads to a state belongs to the language.
    fn accepts(&mut self, state: LanguageState) -> bool;
    /// Returns the number of steps made so far to create states.
    fn steps(&self) -> u64;
}

/// A language, owned, of rules that outlive it.
pub(crate) type BoxedLanguage<'d> = Box<dyn Language + 'd>;

/// Returns the state after a word.
pub(crate) fn run(
    language: &mut dyn Language,
    start: LanguageState,
    word: &[Symbol],
) -> LanguageState {
    word.iter().fold(start, |state, &symbol| language.next(state, symbol))
}

/// Returns a shortest word that all `included` languages contain and no `excluded` language does.
///
/// This is the emptiness test for the product automaton (Hopcroft, Motwani and Ullman,
/// *Introduction to Automata Theory*, §4.3): a breadth-first search over tuples of states, one per
/// language, from the tuple of start states to one that is accepting for the included languages
/// alone. Breadth first, the first such tuple is the end of a shortest word. Each tuple is visited
/// once and there are finitely many, so the search ends; the budget bounds the number of tuples
/// times their width, and the steps made to create states.
pub(crate) fn shortest_word<'d>(
    included: &mut [BoxedLanguage<'d>],
    excluded: &mut [BoxedLanguage<'d>],
    budget: &mut Budget,
) -> Emptiness<Vec<Symbol>> {
    let mut partition = Partition::new();
    included.iter().chain(&*excluded).for_each(|language| language.refine(&mut partition));
    let symbols = partition.representatives();
    let steps_per_tuple = symbols.len() * (included.len() + excluded.len());
    let start: Vec<LanguageState> =
        included.iter_mut().chain(&mut *excluded).map(|language| language.start()).collect();
    let mut visited: HashSet<Vec<LanguageState>> = HashSet::from([start.clone()]);
    let mut queue = vec![Visit { states: start, predecessor: 0, symbol: 0 }];
    let (mut at, mut steps_before) = (0, 0);
    while let Some(visit) = queue.get(at) {
        let states = visit.states.clone();
        let (inside, outside) = states.split_at(included.len());
        let is_included = included.iter_mut().zip(inside).all(|(l, &state)| l.accepts(state));
        if is_included && !excluded.iter_mut().zip(outside).any(|(l, &state)| l.accepts(state)) {
            return Emptiness::Witness(word_to(&queue, at));
        }
        let steps = included.iter().chain(&*excluded).map(|language| language.steps()).sum();
        if !budget.spend(steps_per_tuple as u64 + steps - steps_before) {
            return Emptiness::Undecided;
        }
        steps_before = steps;
        for &symbol in &symbols {
            let languages = included.iter_mut().chain(&mut *excluded);
            let next: Vec<LanguageState> =
                languages.zip(&states).map(|(l, &state)| l.next(state, symbol)).collect();
            let is_alive = next.iter().take(included.len()).all(|&state| state != DEAD);
            if is_alive && visited.insert(next.clone()) {
                queue.push(Visit { states: next, predecessor: at, symbol });
            }
        }
        at += 1;
    }
    Emptiness::Empty
}

/// A visited state of the product automaton, and the transition that first led to it.
struct Visit {
    states: Vec<LanguageState>,
    /// The index in the queue of the state before.
    predecessor: usize,
    symbol: Symbol,
}

/// Returns the word that leads from the first visit in a queue to the one at an index.
fn word_to(queue: &[Visit], mut at: usize) -> Vec<Symbol> {
    let mut word = Vec::new();
    while at > 0 {
        word.push(queue[at].symbol);
        at = queue[at].predecessor;
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

    /// Returns a shortest path of all sources in `included` and no source in `excluded`.
    fn shortest(included: &[&str], excluded: &[&str], steps: u64) -> Emptiness<String> {
        let sources = |sources: &[&str]| -> Vec<BoxedLanguage<'static>> {
            sources.iter().map(|source| Box::new(paths(source)) as BoxedLanguage<'_>).collect()
        };
        let mut budget = Budget::new(steps);
        let word = shortest_word(&mut sources(included), &mut sources(excluded), &mut budget);
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
