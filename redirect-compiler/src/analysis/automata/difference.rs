//! The words of one language that others do not have.

use std::collections::HashMap;

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::language::{DEAD, Language, State};
use crate::analysis::automata::paths::Paths;

/// A language without the words of others.
pub(crate) struct Difference<'d> {
    all: Box<dyn Language + 'd>,
    none: Vec<Paths<'d>>,
    states: Vec<Vec<State>>,
    known: HashMap<Vec<State>, State>,
}

impl<'d> Difference<'d> {
    pub(crate) fn new(all: Box<dyn Language + 'd>, none: Vec<Paths<'d>>) -> Difference<'d> {
        Difference { all, none, states: Vec::new(), known: HashMap::new() }
    }

    fn intern(&mut self, states: Vec<State>) -> State {
        if states.first() == Some(&DEAD) {
            return DEAD;
        }
        let next = State::try_from(self.states.len()).unwrap_or(DEAD);
        let state = *self.known.entry(states.clone()).or_insert(next);
        if state == next {
            self.states.push(states);
        }
        state
    }
}

impl Language for Difference<'_> {
    fn part(&self, classes: &mut Partition) {
        self.all.part(classes);
        self.none.iter().for_each(|language| language.part(classes));
    }

    fn start(&mut self) -> State {
        let all = self.all.start();
        let states =
            std::iter::once(all).chain(self.none.iter_mut().map(Language::start)).collect();
        self.intern(states)
    }

    fn next(&mut self, state: State, symbol: Symbol) -> State {
        let Some(states) = self.states.get(state as usize).cloned() else { return DEAD };
        let (&all, others) = states.split_first().unwrap_or((&DEAD, &[]));
        let step = |language: &mut dyn Language, state| {
            if state == DEAD { DEAD } else { language.next(state, symbol) }
        };
        let all = step(&mut *self.all, all);
        let others = self.none.iter_mut().zip(others).map(|(l, &state)| step(l, state));
        let states = std::iter::once(all).chain(others).collect();
        self.intern(states)
    }

    fn steps(&self) -> u64 {
        self.all.steps() + self.none.iter().map(Language::steps).sum::<u64>()
    }

    fn accepts(&mut self, state: State) -> bool {
        let Some(states) = self.states.get(state as usize).cloned() else { return false };
        let (&all, others) = states.split_first().unwrap_or((&DEAD, &[]));
        let mut others = self.none.iter_mut().zip(others);
        self.all.accepts(all) && !others.any(|(l, &state)| state != DEAD && l.accepts(state))
    }
}
