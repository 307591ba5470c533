//! The smallest automaton that accepts what another does, and its bytes.

use std::ops::RangeInclusive;

use crate::regex::machine::Machine;
use crate::regex::partition::Partition;
use redirect_core::internals::dfa::{MAX_LEN, ROWS, TRANSITION};

/// An automaton without equal states: those that accept come last.
pub(crate) struct Minimal {
    start: usize,
    accepting: usize,
    states: Vec<Vec<Run>>,
}

/// Bytes, and the state that they lead to.
struct Run {
    bytes: RangeInclusive<u8>,
    to: usize,
}

impl Machine {
    /// `None` where it accepts nothing.
    pub(crate) fn minimal(mut self) -> Option<Minimal> {
        let live = self.live();
        self.steps.retain(|step| live[step.to]);
        self.steps.sort_by_key(|step| step.column);
        let sets = self.equal_states();
        let order = self.order(&sets);
        let mut numbers = vec![0; sets.len()];
        order.iter().enumerate().for_each(|(number, &set)| numbers[set] = number);
        let number = |state| numbers[sets.set_of(state)];
        let accepting = self.accepting_states().map(number).min()?;
        let mut states: Vec<Vec<Run>> = order.iter().map(|_| Vec::new()).collect();
        for step in self.steps.iter().filter(|step| sets.is_first(step.from)) {
            let run = Run { bytes: self.columns[step.column].clone(), to: number(step.to) };
            run.append_to(&mut states[number(step.from)]);
        }
        Some(Minimal { start: number(0), accepting, states })
    }

    fn accepting_states(&self) -> impl Iterator<Item = usize> {
        (0..self.accepting.len()).filter(|&state| self.accepting[state])
    }

    /// Which states lead to one that accepts.
    fn live(&self) -> Vec<bool> {
        let into = self.steps_into();
        let mut live = self.accepting.clone();
        let mut left: Vec<usize> = self.accepting_states().collect();
        while let Some(state) = left.pop() {
            for &step in &into[state] {
                let from = self.steps[step].from;
                if !live[from] {
                    live[from] = true;
                    left.push(from);
                }
            }
        }
        live
    }

    fn steps_into(&self) -> Vec<Vec<usize>> {
        let mut into = vec![Vec::new(); self.accepting.len()];
        for (index, step) in self.steps.iter().enumerate() {
            into[step.to].push(index);
        }
        into
    }

    /// The sets of states from which the same is accepted. Its steps are sorted by column.
    fn equal_states(&self) -> Partition {
        let into = self.steps_into();
        let mut states = Partition::new(self.accepting.len());
        self.accepting_states().for_each(|state| states.mark(state));
        states.split();
        let mut steps = self.steps_by_column();
        let (mut state_sets, mut step_sets) = (1, 0);
        while step_sets < steps.len() {
            for place in steps.places(step_sets) {
                states.mark(self.steps[steps.member(place)].from);
            }
            states.split();
            step_sets += 1;
            while state_sets < states.len() {
                for place in states.places(state_sets) {
                    into[states.member(place)].iter().for_each(|&step| steps.mark(step));
                }
                steps.split();
                state_sets += 1;
            }
        }
        states
    }

    fn steps_by_column(&self) -> Partition {
        let mut partition = Partition::new(self.steps.len());
        let mut index = 0;
        for column in self.steps.chunk_by(|a, b| a.column == b.column) {
            for _ in column {
                partition.mark(index);
                index += 1;
            }
            partition.split();
        }
        partition
    }

    /// The sets of states that the start leads to, those that accept behind all others.
    fn order(&self, sets: &Partition) -> Vec<usize> {
        let mut order = self.reached(sets);
        order.sort_by_key(|&set| self.accepting[sets.first(set)]);
        order
    }

    /// The sets of states that the start leads to, in an order that only what it accepts tells.
    fn reached(&self, sets: &Partition) -> Vec<usize> {
        let mut next = vec![Vec::new(); sets.len()];
        for step in &self.steps {
            next[sets.set_of(step.from)].push(sets.set_of(step.to));
        }
        let mut reached = vec![sets.set_of(0)];
        let mut is_reached = vec![false; sets.len()];
        is_reached[sets.set_of(0)] = true;
        let mut at = 0;
        while let Some(&set) = reached.get(at) {
            for &to in &next[set] {
                if !std::mem::replace(&mut is_reached[to], true) {
                    reached.push(to);
                }
            }
            at += 1;
        }
        reached
    }
}

impl Run {
    /// Runs of neighbours that lead to the same state are one.
    fn append_to(self, runs: &mut Vec<Run>) {
        match runs.last_mut() {
            Some(last) if last.to == self.to && last.bytes.end() + 1 == *self.bytes.start() => {
                last.bytes = *last.bytes.start()..=*self.bytes.end();
            }
            _ => runs.push(self),
        }
    }
}

impl Minimal {
    /// The bytes of the shape; `None` where they are too many.
    pub(crate) fn to_bytes(&self) -> Option<Vec<u8>> {
        let (offsets, len) = self.offsets();
        let offset = |state: usize| u16::try_from(offsets[state]).ok();
        let mut bytes = Vec::new();
        bytes.extend(offset(self.start)?.to_le_bytes());
        bytes.extend(offset(self.accepting)?.to_le_bytes());
        for runs in &self.states {
            bytes.push(u8::try_from(runs.len()).ok()?);
            for Run { bytes: run, to } in runs {
                bytes.extend([*run.start(), *run.end()]);
                bytes.extend(offset(*to)?.to_le_bytes());
            }
        }
        (len <= MAX_LEN).then_some(bytes)
    }

    /// Where the row of each state starts, and where the last one ends.
    fn offsets(&self) -> (Vec<usize>, usize) {
        let mut end = ROWS;
        let mut offsets = Vec::new();
        for runs in &self.states {
            offsets.push(end);
            end += 1 + TRANSITION * runs.len();
        }
        (offsets, end)
    }
}
