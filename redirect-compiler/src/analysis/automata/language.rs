//! Languages of paths, and the search for a word of them.

use std::collections::HashSet;

use crate::analysis::automata::alphabet::{Partition, Symbol};

/// A state of an automaton; each has its own.
pub(crate) type State = u32;

/// From here nothing is accepted.
pub(crate) const DEAD: State = State::MAX;

/// A deterministic automaton, whose states are made while it is walked.
pub(crate) trait Language {
    /// The symbols that it tells apart.
    fn part(&self, classes: &mut Partition);
    fn start(&mut self) -> State;
    fn next(&mut self, state: State, symbol: Symbol) -> State;
    fn accepts(&mut self, state: State) -> bool;
    /// The steps that were taken so far.
    fn steps(&self) -> u64;
}

/// What is left of the work that a proof may take, in steps of automata.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work(pub(crate) u64);

/// What one proof may take.
pub(crate) const WORK: Work = Work(50_000);

impl Work {
    /// Whether there was some left, which is now done.
    pub(crate) fn take(&mut self, steps: usize) -> bool {
        let steps = steps as u64;
        let is_left = self.0 >= steps;
        self.0 = self.0.saturating_sub(steps);
        is_left
    }
}

/// What a search comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Search {
    Word(Vec<Symbol>),
    /// There is no such word.
    Nothing,
    /// The work was not enough to tell.
    Undecided,
}

/// A shortest word that all of the one and none of the other languages have.
pub(crate) fn shortest<'d>(
    all: &mut [Box<dyn Language + 'd>],
    none: &mut [Box<dyn Language + 'd>],
    work: &mut Work,
) -> Search {
    let mut classes = Partition::new();
    all.iter().chain(none.iter()).for_each(|language| language.part(&mut classes));
    let symbols = classes.representatives();
    let width = all.len() + none.len();
    let start: Vec<State> = all.iter_mut().chain(none.iter_mut()).map(|l| l.start()).collect();
    let mut seen: HashSet<Vec<State>> = HashSet::from([start.clone()]);
    // Each with the place of the one before it, and the symbol between them.
    let mut queue = vec![(start, 0, 0)];
    let (mut at, mut taken) = (0, 0);
    while let Some((states, ..)) = queue.get(at).cloned() {
        let (wanted, unwanted) = states.split_at(all.len());
        let is_in = all.iter_mut().zip(wanted).all(|(language, &state)| language.accepts(state));
        if is_in && !none.iter_mut().zip(unwanted).any(|(l, &state)| l.accepts(state)) {
            return Search::Word(read_back(&queue, at));
        }
        let steps = all.iter().chain(none.iter()).map(|language| language.steps()).sum();
        if !work.take(symbols.len() * width + usize::try_from(steps - taken).unwrap_or(usize::MAX))
        {
            return Search::Undecided;
        }
        taken = steps;
        for &symbol in &symbols {
            let languages = all.iter_mut().chain(none.iter_mut());
            let next: Vec<State> =
                languages.zip(&states).map(|(l, &state)| step(&mut **l, state, symbol)).collect();
            let is_alive = next.iter().take(all.len()).all(|&state| state != DEAD);
            if is_alive && seen.insert(next.clone()) {
                queue.push((next, at, symbol));
            }
        }
        at += 1;
    }
    Search::Nothing
}

fn step(language: &mut dyn Language, state: State, symbol: Symbol) -> State {
    if state == DEAD { DEAD } else { language.next(state, symbol) }
}

fn read_back(queue: &[(Vec<State>, usize, Symbol)], mut at: usize) -> Vec<Symbol> {
    let mut word = Vec::new();
    while at > 0 {
        let (_, before, symbol) = &queue[at];
        word.push(*symbol);
        at = *before;
    }
    word.reverse();
    word
}
