//! The deterministic automaton of the values of one capture, whose states are created lazily.

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, is_slash_like};
use crate::analysis::automata::state_table::StateTable;
use crate::analysis::automata::value_constraints::ValueConstraints;
use redirect_core::internals::dfa::{Dfa, DfaWalk};
use redirect_core::internals::layout::to_u32;

/// A state of a [`CaptureDfa`].
pub(crate) type ValueState = u32;

/// The kind of a capture, which determines the values that its position in the source allows.
#[derive(Clone, Copy)]
pub(crate) enum CaptureKind {
    /// `{*name}`: any number of segments without dot segments.
    CatchAll,
    /// `{name}`: a nonempty part of one segment. It does not contain the separator, if there is
    /// one. In a path, it has no dot segments either, because encoded slashes divide it.
    Param { separator: Option<Symbol> },
}

impl CaptureKind {
    /// Returns whether slashes, in any encoding, divide a value into segments.
    fn has_segments(self) -> bool {
        match self {
            CaptureKind::CatchAll => true,
            CaptureKind::Param { separator } => separator == Some(Symbol::from(b'/')),
        }
    }
}

/// The automaton of the values of one capture.
///
/// It is the product of four automata: one each for the segments of the value, for the regular
/// expression of the capture, for the last symbol, and for the words of the constraints. The states
/// of the product are created when they are first reached. There are finitely many, because the
/// length of a value is counted only while it is a prefix of a word.
pub(crate) struct CaptureDfa<'t> {
    kind: CaptureKind,
    shape: Option<Dfa<'t>>,
    constraints: ValueConstraints,
    states: Vec<ValuePrefix<'t>>,
    /// The numbers of the states, by [`ValuePrefix::key`].
    numbers: StateTable,
}

/// A state: the part of a value that has been read so far.
struct ValuePrefix<'t> {
    segment: LastSegment,
    ends_in_slash: bool,
    walk: Option<DfaWalk<'t>>,
    /// The number of symbols while the value is a prefix of a word of the constraints, and 0 after
    /// that.
    len: usize,
    /// For each word of the constraints, whether it begins with the value so far.
    is_prefix_of: Vec<bool>,
}

impl ValuePrefix<'_> {
    /// Returns the numbers that distinguish states.
    fn key(&self) -> Vec<u32> {
        let walk = self.walk.map_or(0, |walk| 1 + u32::from(walk.state()));
        let ends_in_slash = u32::from(self.ends_in_slash);
        let mut key = vec![self.segment as u32, ends_in_slash, walk, to_u32(self.len)];
        for &is_prefix in &self.is_prefix_of {
            key.push(is_prefix.into());
        }
        key
    }

    /// Returns whether the value is one of `words`. `is_prefix_of` contains, for each of them,
    /// whether it begins with the value so far.
    fn is_in(&self, words: &[Vec<Symbol>], is_prefix_of: &[bool]) -> bool {
        for (number, word) in words.iter().enumerate() {
            if is_prefix_of[number] && word.len() == self.len {
                return true;
            }
        }
        false
    }
}

/// The last segment of the value so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastSegment {
    /// No symbol has been read.
    Start,
    /// The last symbol is a slash, or a client may read it as one.
    Empty,
    /// The segment is `.`.
    Dot,
    /// The segment is `..`.
    DotDot,
    Other,
}

impl LastSegment {
    /// Returns the last segment after one more symbol, or `None` if no value begins like this.
    fn next(self, symbol: Symbol, kind: CaptureKind) -> Option<LastSegment> {
        match kind {
            CaptureKind::Param { separator } if separator == Some(symbol) => return None,
            CaptureKind::CatchAll | CaptureKind::Param { .. } => {}
        }
        if kind.has_segments() && is_slash_like(symbol) {
            return match self {
                LastSegment::Empty | LastSegment::Other => Some(LastSegment::Empty),
                LastSegment::Start | LastSegment::Dot | LastSegment::DotDot => None,
            };
        }
        let is_dot = symbol == Symbol::from(b'.');
        Some(match self {
            LastSegment::Start | LastSegment::Empty if is_dot => LastSegment::Dot,
            LastSegment::Dot if is_dot => LastSegment::DotDot,
            LastSegment::Start
            | LastSegment::Empty
            | LastSegment::Dot
            | LastSegment::DotDot
            | LastSegment::Other => LastSegment::Other,
        })
    }

    /// Returns whether a value may end here.
    fn ends_value(self, kind: CaptureKind, not_empty: bool) -> bool {
        let is_catch_all = matches!(kind, CaptureKind::CatchAll);
        match self {
            LastSegment::Start => is_catch_all && !not_empty,
            LastSegment::Empty | LastSegment::Other => true,
            LastSegment::Dot | LastSegment::DotDot => false,
        }
    }
}

impl<'t> CaptureDfa<'t> {
    /// The start state.
    pub(crate) const START: ValueState = 0;

    /// Creates the automaton of a capture. `shape` is its regular expression, if it has one.
    pub(crate) fn new(
        kind: CaptureKind,
        shape: Option<&'t [u8]>,
        constraints: ValueConstraints,
    ) -> CaptureDfa<'t> {
        let shape = shape.map(Dfa::new);
        let start = ValuePrefix {
            segment: LastSegment::Start,
            ends_in_slash: false,
            walk: shape.map(Dfa::start),
            len: 0,
            is_prefix_of: vec![true; constraints.words().len()],
        };
        let (states, numbers) = (Vec::new(), StateTable::default());
        let mut values = CaptureDfa { kind, shape, constraints, states, numbers };
        values.intern(start);
        values
    }

    /// Refines a partition to the symbol classes that the automaton distinguishes.
    pub(crate) fn refine(&self, partition: &mut Partition) {
        if let CaptureKind::Param { separator: Some(separator) } = self.kind {
            partition.isolate(separator);
        }
        for word in self.constraints.words() {
            for &symbol in word {
                partition.isolate(symbol);
            }
        }
        if let Some(shape) = self.shape {
            shape.for_each_range(|first, last| partition.split_at(first.into(), last.into()));
        }
    }

    /// Returns the state after one more symbol, or `None` if no value begins like this.
    pub(crate) fn next(&mut self, state: ValueState, symbol: Symbol) -> Option<ValueState> {
        let prefix = self.states.get(state as usize)?;
        let segment = prefix.segment.next(symbol, self.kind)?;
        let mut walk = prefix.walk;
        if let Some(walk) = &mut walk {
            walk.advance(byte(symbol));
            if walk.is_dead() {
                return None;
            }
        }
        let at = prefix.len;
        let mut is_prefix_of = Vec::with_capacity(prefix.is_prefix_of.len());
        for (number, word) in self.constraints.words().into_iter().enumerate() {
            is_prefix_of.push(prefix.is_prefix_of[number] && word.get(at) == Some(&symbol));
        }
        let len = if is_prefix_of.contains(&true) { at + 1 } else { 0 };
        let ends_in_slash = symbol == Symbol::from(b'/');
        Some(self.intern(ValuePrefix { segment, ends_in_slash, walk, len, is_prefix_of }))
    }

    /// Returns whether the value so far is a whole value.
    pub(crate) fn accepts(&self, state: ValueState) -> bool {
        let Some(prefix) = self.states.get(state as usize) else { return false };
        prefix.segment.ends_value(self.kind, self.constraints.not_empty)
            && prefix.walk.is_none_or(|walk| walk.is_accepting())
            && !(self.constraints.no_slash_at_end && prefix.ends_in_slash)
            && self.meets_word_lists(prefix)
    }

    /// Returns whether a value is in each list of `one_of` and not in `none_of`.
    fn meets_word_lists(&self, value: &ValuePrefix<'_>) -> bool {
        let mut is_prefix_of = &value.is_prefix_of[..];
        for list in &self.constraints.one_of {
            let (of_list, others) = is_prefix_of.split_at(list.len());
            if !value.is_in(list, of_list) {
                return false;
            }
            is_prefix_of = others;
        }
        !value.is_in(&self.constraints.none_of, is_prefix_of)
    }

    fn intern(&mut self, prefix: ValuePrefix<'t>) -> ValueState {
        let interned = self.numbers.intern(prefix.key());
        if interned.is_new {
            self.states.push(prefix);
        }
        interned.number
    }
}

#[cfg(test)]
mod tests;
