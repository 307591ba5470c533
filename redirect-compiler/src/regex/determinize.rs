//! Determinization by the subset construction, combined with the intersection with valid UTF-8.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::rc::Rc;

use crate::regex::look::{Neighbor, holds};
use crate::regex::nfa::{Nfa, State};
use crate::regex::utf8::Utf8;

/// The maximum number of steps from state to state of the NFA. It bounds time and memory, because a
/// DFA can be exponentially larger than its NFA, and macros run without optimization.
const MAX_STEPS: usize = 1 << 23;
/// The number of steps that a transition of the DFA counts as, because minimization processes it
/// too.
const STEPS_OF_TRANSITION: usize = 16;

/// A partial DFA as a list of transitions. State 0 is the start state. A byte without a transition
/// is rejected.
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

/// A state of the DFA.
#[derive(PartialEq, Eq, Hash)]
struct Subset {
    /// The states of the NFA after the bytes read so far, sorted. Assertions at this position are
    /// not crossed yet. Splits are omitted, because the closure replaces them with their
    /// successors.
    states: Vec<usize>,
    /// The class of the last byte if one of the states is an assertion, and `Other` if none is.
    behind: Neighbor,
    utf8: Utf8,
}

/// The subset construction in progress.
struct Construction<'n> {
    nfa: &'n Nfa,
    numbers: HashMap<Rc<Subset>, usize>,
    /// The subsets by number.
    subsets: Vec<Rc<Subset>>,
    /// For each state of the NFA, the number of the last search that reached it.
    reached_in: Vec<usize>,
    searches: usize,
    remaining_steps: usize,
}

impl SparseDfa {
    /// Builds the DFA of the values that an NFA matches as a whole and that are valid UTF-8.
    /// Returns `None` if this takes too many steps.
    ///
    /// A state consists of the set of states that the NFA can be in and a state of the DFA of
    /// UTF-8, as in a product automaton. Subsets are numbered in the order of discovery, and only
    /// reachable ones are built. An assertion depends on the byte on each side, so it is resolved
    /// with one byte of lookahead: the subset waits before the assertion, together with the class
    /// of the last byte, until the next byte or the end of the text is known.
    pub(crate) fn new(nfa: &Nfa) -> Option<SparseDfa> {
        let classes = byte_classes(nfa);
        let mut construction = Construction::new(nfa);
        let start = construction.closure(vec![nfa.start], None)?;
        construction.number(start, Neighbor::Edge, Utf8::Boundary);
        let (mut is_accepting, mut transitions) = (Vec::new(), Vec::new());
        while let Some(subset) = construction.subsets.get(is_accepting.len()).cloned() {
            let from = is_accepting.len();
            let mut ahead = Neighbor::Edge;
            let mut states = construction.cross(&subset, ahead)?;
            is_accepting.push(subset.utf8 == Utf8::Boundary && states.contains(&Nfa::ACCEPT));
            for (class, bytes) in classes.iter().enumerate() {
                let byte = *bytes.start();
                let Some(utf8) = subset.utf8.next(byte) else { continue };
                let neighbor = Neighbor::new(byte, nfa.looks);
                if neighbor != ahead {
                    ahead = neighbor;
                    states = construction.cross(&subset, ahead)?;
                }
                let next = construction.read(&states, byte)?;
                if !next.is_empty() {
                    construction.spend(STEPS_OF_TRANSITION)?;
                    let to = construction.number(next, neighbor, utf8);
                    transitions.push(ClassTransition { from, class, to });
                }
            }
        }
        Some(SparseDfa { classes, is_accepting, transitions })
    }
}

impl<'n> Construction<'n> {
    fn new(nfa: &'n Nfa) -> Construction<'n> {
        Construction {
            nfa,
            numbers: HashMap::new(),
            subsets: Vec::new(),
            reached_in: vec![0; nfa.states.len()],
            searches: 0,
            remaining_steps: MAX_STEPS,
        }
    }

    /// Counts steps. Returns `None` if the limit is exceeded.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.remaining_steps = self.remaining_steps.checked_sub(steps)?;
        Some(())
    }

    /// Returns the number of a subset. A new subset gets the next number.
    fn number(&mut self, states: Vec<usize>, behind: Neighbor, utf8: Utf8) -> usize {
        let is_look = |&state: &usize| matches!(self.nfa.states[state], State::Look(..));
        let behind = if states.iter().any(is_look) { behind } else { Neighbor::Other };
        let subset = Rc::new(Subset { states, behind, utf8 });
        if let Some(&number) = self.numbers.get(&subset) {
            return number;
        }
        self.numbers.insert(Rc::clone(&subset), self.subsets.len());
        self.subsets.push(subset);
        self.subsets.len() - 1
    }

    /// Returns the states of a subset after crossing the assertions that hold before `ahead`.
    fn cross(&mut self, subset: &Subset, ahead: Neighbor) -> Option<Vec<usize>> {
        self.closure(subset.states.clone(), Some((subset.behind, ahead)))
    }

    /// Returns the states after reading a byte.
    fn read(&mut self, states: &[usize], byte: u8) -> Option<Vec<usize>> {
        self.spend(states.len())?;
        let mut next = Vec::new();
        for &state in states {
            if let State::Bytes(edges) = &self.nfa.states[state] {
                let edge = edges.partition_point(|edge| edge.end < byte);
                if edges.get(edge).is_some_and(|edge| edge.start <= byte) {
                    next.push(edges[edge].to);
                }
            }
        }
        self.closure(next, None)
    }

    /// Returns the epsilon closure: the states that are reached without reading a byte, sorted. An
    /// assertion is crossed only if `neighbors` are known and it holds between them.
    fn closure(
        &mut self,
        mut stack: Vec<usize>,
        neighbors: Option<(Neighbor, Neighbor)>,
    ) -> Option<Vec<usize>> {
        self.searches += 1;
        let mut states = Vec::new();
        while let Some(state) = stack.pop() {
            self.spend(1)?;
            if self.reached_in[state] == self.searches {
                continue;
            }
            self.reached_in[state] = self.searches;
            match (&self.nfa.states[state], neighbors) {
                (State::Split(starts), _) => stack.extend(starts),
                (State::Look(look, to), Some((behind, ahead))) => {
                    if holds(*look, behind, ahead) {
                        stack.push(*to);
                    }
                }
                _ => states.push(state),
            }
        }
        states.sort_unstable();
        Some(states)
    }
}

/// Returns the byte classes: ranges of bytes that neither the NFA nor the DFA of UTF-8
/// distinguishes.
fn byte_classes(nfa: &Nfa) -> Vec<RangeInclusive<u8>> {
    let mut is_start = [false; 257];
    for boundary in Utf8::BOUNDARIES {
        is_start[usize::from(boundary)] = true;
    }
    for state in &nfa.states {
        if let State::Bytes(edges) = state {
            for edge in edges {
                is_start[usize::from(edge.start)] = true;
                is_start[usize::from(edge.end) + 1] = true;
            }
        }
    }
    let mut classes = Vec::new();
    let mut first = 0;
    for byte in 0..u8::MAX {
        let is_same = Neighbor::new(byte, nfa.looks) == Neighbor::new(byte + 1, nfa.looks);
        if is_start[usize::from(byte) + 1] || !is_same {
            classes.push(first..=byte);
            first = byte + 1;
        }
    }
    classes.push(first..=u8::MAX);
    classes
}
