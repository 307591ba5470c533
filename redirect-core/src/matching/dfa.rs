//! The DFA that a regular expression of a capture is compiled to.
//!
//! ```text
//! start       the initial state
//! accepting   the first accepting state; all states after it accept too
//! rows        for each state: the number of its transitions, and the transitions, sorted
//! transition  the first byte, the last byte, the next state
//! ```
//!
//! A state is the offset of its row. State 0 is dead: it has no row, and bytes without a transition
//! lead to it. States are little-endian `u16`; all other values are single bytes. Reading arbitrary
//! bytes as a DFA neither panics nor loops.

/// The greatest number of bytes of a DFA.
pub const MAX_LEN: usize = 1 << 16;

type State = u16;

const DEAD: State = 0;
const START: usize = 0;
const ACCEPTING: usize = 2;
/// The offset of the first row.
pub const ROWS: usize = 4;
/// The number of bytes of a transition.
pub const TRANSITION: usize = 4;

/// A DFA, as a view of its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Dfa<'t> {
    bytes: &'t [u8],
}

impl<'t> Dfa<'t> {
    /// Views bytes as a DFA. It is one if it [is valid](Dfa::is_valid).
    pub fn new(bytes: &'t [u8]) -> Dfa<'t> {
        Dfa { bytes }
    }

    /// Returns whether the DFA accepts a value.
    pub fn accepts(self, value: impl Iterator<Item = u8>) -> bool {
        let mut walk = self.start();
        for byte in value {
            walk.advance(byte);
            if walk.is_dead() {
                return false;
            }
        }
        walk.is_accepting()
    }

    /// Returns the walk in the initial state.
    pub fn start(self) -> DfaWalk<'t> {
        let state = self.state(START).unwrap_or(DEAD);
        let accepting = self.state(ACCEPTING).unwrap_or(State::MAX);
        DfaWalk { dfa: self, state, accepting }
    }

    /// Returns whether the bytes consist of rows, and each state is the offset of one.
    pub fn is_valid(self) -> bool {
        self.check().is_some()
    }

    fn check(self) -> Option<()> {
        let mut rows = Vec::new();
        let mut states = vec![self.state(START)?, self.state(ACCEPTING)?];
        let mut at = ROWS;
        while at < self.bytes.len() {
            let row = self.row(at)?;
            rows.push(State::try_from(at).ok()?);
            let mut free = 0;
            for Transition { first, last, next } in transitions(row) {
                (free <= u16::from(first) && first <= last).then_some(())?;
                free = u16::from(last) + 1;
                states.push(next);
            }
            at += 1 + row.len();
        }
        for state in &states {
            rows.binary_search(state).ok()?;
        }
        (self.bytes.len() <= MAX_LEN).then_some(())
    }

    /// Calls a function with the range of bytes of each transition.
    pub fn for_each_range(self, mut call: impl FnMut(u8, u8)) {
        let mut at = ROWS;
        while let Some(row) = self.row(at) {
            for transition in transitions(row) {
                call(transition.first, transition.last);
            }
            at += 1 + row.len();
        }
    }

    /// Returns the number of words of a [`StateSet`].
    pub(crate) fn words(self) -> usize {
        self.bytes.len().div_ceil(64)
    }

    /// Adds the accepting states to a set.
    pub(crate) fn insert_accepting(self, states: &mut StateSet<'_>) {
        let first = self.state(ACCEPTING).map_or(usize::MAX, usize::from).max(ROWS);
        for (index, word) in states.0.iter_mut().enumerate().skip(first / 64) {
            *word |= if index == first / 64 { u64::MAX << (first % 64) } else { u64::MAX };
        }
    }

    /// Replaces a set with the states from which a byte leads to one of its states. The buffer has
    /// at least as many words.
    pub(crate) fn step_back(self, states: &mut StateSet<'_>, byte: u8, buffer: &mut [u64]) {
        if states.is_empty() {
            return;
        }
        if let [word] = states.0 {
            let mut after = [*word];
            return self.step_back_from(&StateSet(&mut after), byte, states);
        }
        let Some(buffer) = buffer.get_mut(..states.0.len()) else { return states.clear() };
        buffer.copy_from_slice(states.0);
        self.step_back_from(&StateSet(buffer), byte, states);
    }

    /// Replaces `states` with the states from which a byte leads to one of `after`.
    #[inline]
    fn step_back_from(self, after: &StateSet<'_>, byte: u8, states: &mut StateSet<'_>) {
        states.clear();
        let mut at = ROWS;
        while let Some(row) = self.row(at) {
            if next_in_row(row, byte).is_some_and(|next| after.contains(next)) {
                states.insert(at);
            }
            at += 1 + row.len();
        }
    }

    /// Returns whether no accepted value contains a byte. The DFA is minimal, so each transition is
    /// a part of an accepted value.
    pub(crate) fn excludes(self, byte: u8) -> bool {
        let mut is_excluded = true;
        self.for_each_range(|first, last| is_excluded &= byte < first || last < byte);
        is_excluded
    }

    /// Returns the state that follows a state on a byte.
    fn next(self, state: State, byte: u8) -> Option<State> {
        next_in_row(self.row(usize::from(state))?, byte)
    }

    /// Returns the bytes of the transitions in the row at `at`.
    fn row(self, at: usize) -> Option<&'t [u8]> {
        let (&count, transitions) = self.bytes.get(at..)?.split_first()?;
        transitions.get(..TRANSITION * usize::from(count))
    }

    fn state(self, at: usize) -> Option<State> {
        self.bytes.get(at..)?.first_chunk().map(|two| State::from_le_bytes(*two))
    }
}

/// Returns the next state on a byte, given the transitions of a row.
fn next_in_row(row: &[u8], byte: u8) -> Option<State> {
    for Transition { first, last, next } in transitions(row) {
        if byte <= last {
            return (first <= byte).then_some(next);
        }
    }
    None
}

/// A set of states of a DFA: one bit for each of its bytes.
pub(crate) struct StateSet<'s>(pub(crate) &'s mut [u64]);

impl StateSet<'_> {
    /// Returns whether the set contains a state.
    pub(crate) fn contains(&self, state: u16) -> bool {
        let state = usize::from(state);
        self.0.get(state / 64).is_some_and(|word| word >> (state % 64) & 1 == 1)
    }

    /// Returns whether the set has no states.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    /// Removes all states.
    pub(crate) fn clear(&mut self) {
        self.0.fill(0);
    }

    fn insert(&mut self, state: usize) {
        if let Some(word) = self.0.get_mut(state / 64) {
            *word |= 1 << (state % 64);
        }
    }
}

/// A transition on a range of bytes.
struct Transition {
    first: u8,
    last: u8,
    next: State,
}

/// Decodes the transitions of a row.
fn transitions(mut row: &[u8]) -> impl Iterator<Item = Transition> {
    std::iter::from_fn(move || {
        let (&[first, last, low, high], rest) = row.split_first_chunk::<TRANSITION>()?;
        row = rest;
        Some(Transition { first, last, next: State::from_le_bytes([low, high]) })
    })
}

/// A walk through a DFA: its state after the bytes so far.
#[derive(Clone, Copy, Debug)]
pub struct DfaWalk<'t> {
    dfa: Dfa<'t>,
    state: State,
    accepting: State,
}

impl DfaWalk<'_> {
    /// Reads a byte.
    pub fn advance(&mut self, byte: u8) {
        if !self.is_dead() {
            self.state = self.dfa.next(self.state, byte).unwrap_or(DEAD);
        }
    }

    /// Returns the number of the state.
    pub fn state(&self) -> u16 {
        self.state
    }

    /// Returns whether the DFA accepts no value that starts with these bytes.
    pub fn is_dead(&self) -> bool {
        self.state == DEAD
    }

    /// Returns whether the DFA accepts the bytes so far. They are then valid UTF-8, because the
    /// compiler builds no DFA that accepts anything else.
    pub fn is_accepting(&self) -> bool {
        !self.is_dead() && self.state >= self.accepting
    }
}

#[cfg(test)]
mod tests {
    use super::{Dfa, StateSet};

    /// `[0-9]+`: the initial state at 4, and the accepting state at 9.
    const DIGITS: [u8; 14] = [4, 0, 9, 0, 1, b'0', b'9', 9, 0, 1, b'0', b'9', 9, 0];

    fn accepts(dfa: &[u8], value: &str) -> bool {
        Dfa::new(dfa).accepts(value.bytes())
    }

    #[test]
    fn whole_values_are_accepted() {
        assert!(Dfa::new(&DIGITS).is_valid());
        for (value, expected) in [("0", true), ("42", true), ("", false), ("4x", false)] {
            assert_eq!(accepts(&DIGITS, value), expected, "{value}");
        }
    }

    #[test]
    fn no_transition_leaves_the_dead_state() {
        let mut walk = Dfa::new(&DIGITS).start();
        walk.advance(b'x');
        walk.advance(b'1');
        assert!(walk.is_dead() && !walk.is_accepting());
    }

    #[test]
    fn ranges_of_all_transitions_are_visited() {
        let mut ranges = Vec::new();
        Dfa::new(&DIGITS).for_each_range(|first, last| ranges.push((first, last)));
        assert_eq!(ranges, [(b'0', b'9'); 2]);
    }

    #[test]
    fn bytes_without_a_transition_are_excluded() {
        for (byte, is_excluded) in [(b'0', false), (b'9', false), (b'/', true), (b':', true)] {
            assert_eq!(Dfa::new(&DIGITS).excludes(byte), is_excluded, "{byte}");
        }
    }

    #[test]
    fn a_set_is_moved_back_over_a_byte() {
        let dfa = Dfa::new(&DIGITS);
        let (mut words, mut buffer) = ([0], [0]);
        let mut states = StateSet(&mut words);
        dfa.insert_accepting(&mut states);
        assert!(states.contains(9) && !states.contains(4) && !states.is_empty());
        dfa.step_back(&mut states, b'7', &mut buffer);
        assert!(states.contains(9) && states.contains(4));
        dfa.step_back(&mut states, b'x', &mut buffer);
        assert!(states.is_empty());
    }

    #[test]
    fn damaged_bytes_are_invalid_and_do_not_panic() {
        for len in 0..DIGITS.len() {
            assert!(!Dfa::new(&DIGITS[..len]).is_valid(), "{len}");
            accepts(&DIGITS[..len], "123");
        }
        for at in 0..DIGITS.len() {
            for byte in 0..=u8::MAX {
                let mut dfa = DIGITS;
                dfa[at] = byte;
                let _ = (Dfa::new(&dfa).is_valid(), accepts(&dfa, "123"));
                let (mut words, mut buffer) = ([0], [0]);
                let mut states = StateSet(&mut words);
                Dfa::new(&dfa).insert_accepting(&mut states);
                Dfa::new(&dfa).step_back(&mut states, b'1', &mut buffer);
            }
        }
        let mut overlapping = DIGITS;
        overlapping[5] = b'a';
        assert!(!Dfa::new(&overlapping).is_valid());
    }
}
