//! The product automaton, which accepts the intersection of two languages.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use regex_automata::Anchored;
use regex_automata::dfa::Automaton;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use crate::regex::determinize::DenseDfa;

/// The most states before minimization. An encoded DFA has room for fewer, but some of these turn
/// out to be equivalent.
const MAX_STATES: usize = 1 << 15;

/// A partial DFA with a list of transitions. It starts in state 0. A byte without a transition is
/// rejected.
pub(crate) struct SparseDfa {
    /// The byte classes: ranges of bytes that no state distinguishes.
    pub(crate) classes: Vec<RangeInclusive<u8>>,
    /// For each state, whether it accepts.
    pub(crate) is_accepting: Vec<bool>,
    pub(crate) transitions: Vec<ClassTransition>,
}

/// A transition on every byte of a class.
pub(crate) struct ClassTransition {
    pub(crate) from: usize,
    pub(crate) class: usize,
    pub(crate) to: usize,
}

impl SparseDfa {
    /// Builds the product of two DFAs: it accepts the texts that both match from start to end.
    ///
    /// A state is a pair of states. Pairs are numbered as a breadth-first search from the pair of
    /// start states reaches them, so that only reachable ones are built. The search ends because
    /// there are finitely many pairs, and returns `None` when there are too many. Pairs with a dead
    /// state accept nothing and are left out.
    pub(crate) fn intersection(left: &DenseDfa, right: &DenseDfa) -> Option<SparseDfa> {
        let classes = common_classes(left, right);
        let mut pairs = Pairs { numbers: HashMap::new(), pairs: Vec::new() };
        pairs.number((start(left)?, start(right)?));
        let (mut is_accepting, mut transitions) = (Vec::new(), Vec::new());
        while let Some(&(a, b)) = pairs.pairs.get(is_accepting.len()) {
            let from = is_accepting.len();
            is_accepting.push(accepts(left, a) && accepts(right, b));
            for (class, bytes) in classes.iter().enumerate() {
                let byte = *bytes.start();
                let next = (left.next_state(a, byte), right.next_state(b, byte));
                if !left.is_dead_state(next.0) && !right.is_dead_state(next.1) {
                    transitions.push(ClassTransition { from, class, to: pairs.number(next) });
                }
            }
            if pairs.pairs.len() > MAX_STATES {
                return None;
            }
        }
        Some(SparseDfa { classes, is_accepting, transitions })
    }
}

/// The pairs of states, numbered in the order in which they are reached.
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

/// Returns the ranges of bytes that neither DFA distinguishes: the coarsest common refinement of
/// their byte classes, with classes that are not contiguous split into ranges.
fn common_classes(left: &DenseDfa, right: &DenseDfa) -> Vec<RangeInclusive<u8>> {
    let class = |byte| (left.byte_classes().get(byte), right.byte_classes().get(byte));
    let mut classes = Vec::new();
    let mut first = 0;
    for byte in 0..u8::MAX {
        if class(byte) != class(byte + 1) {
            classes.push(first..=byte);
            first = byte + 1;
        }
    }
    classes.push(first..=u8::MAX);
    classes
}

fn start(dfa: &DenseDfa) -> Option<StateID> {
    dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()
}

/// Returns whether a state accepts at the end of the text. The DFAs report matches one byte late,
/// because of look-around.
fn accepts(dfa: &DenseDfa, state: StateID) -> bool {
    dfa.is_match_state(dfa.next_eoi_state(state))
}
