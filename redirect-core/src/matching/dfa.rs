//! The shapes of captures: a regular expression, compiled to an automaton of our own.
//!
//! ```text
//! start      the state before the first byte
//! accepting  the first accepting state; all behind it accept too
//! rows       for each state: the number of its runs, and the runs, sorted
//! run        the first byte, the last byte, the state that they lead to
//! ```
//!
//! A state is the offset of its row, and state 0, where no row is, is dead: nothing leads out of
//! it. Bytes in no run lead there. States are little-endian `u16`, all else is a byte. Whatever the
//! bytes are, walking them neither panics nor loops.

/// The most bytes that a shape may have.
pub const MAX_LEN: usize = 1 << 16;

type State = u16;

const DEAD: State = 0;
const START: usize = 0;
const ACCEPTING: usize = 2;
pub const ROWS: usize = 4;
pub const RUN: usize = 4;

/// The automaton of a shape, as a view of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Shape<'t> {
    bytes: &'t [u8],
}

impl<'t> Shape<'t> {
    /// A view of any bytes: a shape only where it [is valid](Shape::is_valid).
    pub fn new(bytes: &'t [u8]) -> Shape<'t> {
        Shape { bytes }
    }

    /// Whether a value has the shape, from its first byte to its last.
    pub fn fits(self, value: impl Iterator<Item = u8>) -> bool {
        let mut walk = self.walk();
        for byte in value {
            walk.see(byte);
            if walk.is_dead() {
                return false;
            }
        }
        walk.accepts()
    }

    /// Starts to read a value.
    pub fn walk(self) -> Walk<'t> {
        let state = self.state(START).unwrap_or(DEAD);
        let accepting = self.state(ACCEPTING).unwrap_or(State::MAX);
        Walk { shape: self, state, accepting }
    }

    /// Whether the bytes are an automaton: rows and nothing else, and each state is one of them.
    pub fn is_valid(self) -> bool {
        self.check().is_some()
    }

    fn check(self) -> Option<()> {
        let mut is_row = vec![false; self.bytes.len()];
        let mut states = vec![self.state(START)?, self.state(ACCEPTING)?];
        let mut at = ROWS;
        while at < self.bytes.len() {
            let runs = self.runs(at)?;
            are_sorted(runs).then_some(())?;
            states.extend(runs.iter().map(|&[_, _, next @ ..]| State::from_le_bytes(next)));
            *is_row.get_mut(at)? = true;
            at += 1 + RUN * runs.len();
        }
        let are_rows = states.iter().all(|&state| is_row.get(usize::from(state)) == Some(&true));
        (are_rows && self.bytes.len() <= MAX_LEN).then_some(())
    }

    /// Calls for every run of bytes that a state tells apart from others.
    pub fn ranges(self, mut call: impl FnMut(u8, u8)) {
        let mut at = ROWS;
        while let Some(runs) = self.runs(at) {
            for &[first, last, ..] in runs {
                call(first, last);
            }
            at += 1 + RUN * runs.len();
        }
    }

    /// Where a byte leads from a state.
    fn next(self, state: State, byte: u8) -> Option<State> {
        let runs = self.runs(usize::from(state))?;
        let &[first, _, next @ ..] = runs.iter().find(|run| byte <= run[1])?;
        (first <= byte).then_some(State::from_le_bytes(next))
    }

    /// The runs of the row that starts at `at`.
    fn runs(self, at: usize) -> Option<&'t [[u8; RUN]]> {
        let (&count, runs) = self.bytes.get(at..)?.split_first()?;
        runs.as_chunks().0.get(..usize::from(count))
    }

    fn state(self, at: usize) -> Option<State> {
        self.bytes.get(at..)?.first_chunk().map(|two| State::from_le_bytes(*two))
    }
}

/// Whether runs are in order, and no byte is in two of them.
fn are_sorted(runs: &[[u8; RUN]]) -> bool {
    runs.iter().all(|[first, last, ..]| first <= last)
        && runs.is_sorted_by(|[_, last, ..], [first, ..]| last < first)
}

/// The part of a value that has been read, as far as its shape tells.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'t> {
    shape: Shape<'t>,
    state: State,
    accepting: State,
}

impl Walk<'_> {
    pub fn see(&mut self, byte: u8) {
        if !self.is_dead() {
            self.state = self.shape.next(self.state, byte).unwrap_or(DEAD);
        }
    }

    /// What tells it from other walks of the same shape.
    pub fn state(&self) -> u16 {
        self.state
    }

    /// Whether no value that begins in this way has the shape.
    pub fn is_dead(&self) -> bool {
        self.state == DEAD
    }

    /// Whether the bytes so far are a whole value of the shape. It is valid UTF-8 then: no
    /// automaton that we build accepts anything else.
    pub fn accepts(&self) -> bool {
        !self.is_dead() && self.state >= self.accepting
    }
}
