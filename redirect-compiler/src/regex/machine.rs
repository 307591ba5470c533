//! An automaton while it is being built.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use regex_automata::Anchored;
use regex_automata::dfa::Automaton;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use crate::regex::expression::Dfa;

/// More states than fit into a shape, as some of them turn out to be equal.
const MAX_STATES: usize = 1 << 15;

/// An automaton that starts in state 0. What has no step leads nowhere.
pub(crate) struct Machine {
    /// Runs of bytes that no state tells apart.
    pub(crate) columns: Vec<RangeInclusive<u8>>,
    /// Which states accept.
    pub(crate) accepting: Vec<bool>,
    pub(crate) steps: Vec<Step>,
}

/// Where the bytes of a column lead from a state.
pub(crate) struct Step {
    pub(crate) from: usize,
    pub(crate) column: usize,
    pub(crate) to: usize,
}

impl Machine {
    /// What both automata match from start to end; `None` where that is too large.
    pub(crate) fn of_both(left: &Dfa, right: &Dfa) -> Option<Machine> {
        let columns = columns(left, right);
        let mut pairs = Pairs { numbers: HashMap::new(), pairs: Vec::new() };
        pairs.number((start(left)?, start(right)?));
        let (mut accepting, mut steps) = (Vec::new(), Vec::new());
        while let Some(&(a, b)) = pairs.pairs.get(accepting.len()) {
            let from = accepting.len();
            accepting.push(accepts(left, a) && accepts(right, b));
            for (column, bytes) in columns.iter().enumerate() {
                let byte = *bytes.start();
                let next = (left.next_state(a, byte), right.next_state(b, byte));
                if !left.is_dead_state(next.0) && !right.is_dead_state(next.1) {
                    steps.push(Step { from, column, to: pairs.number(next) });
                }
            }
            if pairs.pairs.len() > MAX_STATES {
                return None;
            }
        }
        Some(Machine { columns, accepting, steps })
    }
}

/// The pairs of states that are reached, numbered in the order in which they are.
struct Pairs {
    numbers: HashMap<(StateID, StateID), usize>,
    pairs: Vec<(StateID, StateID)>,
}

impl Pairs {
    fn number(&mut self, pair: (StateID, StateID)) -> usize {
        *self.numbers.entry(pair).or_insert_with(|| {
            self.pairs.push(pair);
            self.pairs.len() - 1
        })
    }
}

/// The runs of bytes that both automata take for the same.
fn columns(left: &Dfa, right: &Dfa) -> Vec<RangeInclusive<u8>> {
    let class = |byte| (left.byte_classes().get(byte), right.byte_classes().get(byte));
    let mut columns = Vec::new();
    let mut first = 0;
    for byte in 0..u8::MAX {
        if class(byte) != class(byte + 1) {
            columns.push(first..=byte);
            first = byte + 1;
        }
    }
    columns.push(first..=u8::MAX);
    columns
}

fn start(dfa: &Dfa) -> Option<StateID> {
    dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()
}

fn accepts(dfa: &Dfa, state: StateID) -> bool {
    dfa.is_match_state(dfa.next_eoi_state(state))
}
