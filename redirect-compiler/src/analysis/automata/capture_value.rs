//! The values of one capture, as a deterministic automaton that is built while it is walked.

use std::collections::HashMap;

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, is_slash_like};
use crate::analysis::automata::value_constraints::ValueConstraints;
use redirect_core::internals::dfa::{Dfa, DfaWalk};

/// A state of a [`CaptureDfa`].
pub(crate) type ValueState = u32;

/// The kind of a capture: the values that its place in the source allows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CaptureKind {
    /// `{*name}`: any number of segments, none of which is a dot segment.
    CatchAll,
    /// `{name}`: a part of one segment, which ends at a separator if there is one.
    Param { separator: Option<Symbol> },
}

/// The automaton of the values of one capture.
///
/// It is the product of four automata: for the segments of the value, for the regular expression
/// of the capture, for its last symbol, and for the words of its constraints. The states of the
/// product are created when they are first reached. Each factor has finitely many, since a value
/// is counted only as far as it is a prefix of some word.
#[derive(Debug)]
pub(crate) struct CaptureDfa<'t> {
    kind: CaptureKind,
    shape: Option<Dfa<'t>>,
    constraints: ValueConstraints,
    states: Vec<ValuePrefix<'t>>,
    state_of: HashMap<ValuePrefixKey, ValueState>,
}

/// The part of a value that has been read.
#[derive(Clone, Debug)]
struct ValuePrefix<'t> {
    segment: LastSegment,
    ends_in_slash: bool,
    walk: Option<DfaWalk<'t>>,
    /// The number of symbols, if it is a prefix of a word of the constraints, else 0.
    len: usize,
    /// For each word of the constraints, whether it begins with this prefix.
    is_prefix_of: Vec<bool>,
}

/// The fields that distinguish states: those of [`ValuePrefix`], with the state of its walk.
type ValuePrefixKey = (LastSegment, bool, Option<u16>, usize, Vec<bool>);

/// The last segment of the part of a value that has been read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum LastSegment {
    /// No symbol has been read.
    Start,
    /// The last symbol is read as a slash.
    Empty,
    /// It is `.`.
    Dot,
    /// It is `..`.
    DotDot,
    Other,
}

impl LastSegment {
    /// Returns the last segment after one more symbol; `None` if no value begins like that.
    fn next(self, symbol: Symbol, kind: CaptureKind) -> Option<LastSegment> {
        match kind {
            CaptureKind::CatchAll if is_slash_like(symbol) => {
                return match self {
                    LastSegment::Empty | LastSegment::Other => Some(LastSegment::Empty),
                    LastSegment::Start | LastSegment::Dot | LastSegment::DotDot => None,
                };
            }
            CaptureKind::Param { separator } if separator == Some(symbol) => return None,
            CaptureKind::CatchAll | CaptureKind::Param { .. } => {}
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
            LastSegment::Empty => is_catch_all,
            LastSegment::Other => true,
            LastSegment::Dot | LastSegment::DotDot => false,
        }
    }
}

impl<'t> CaptureDfa<'t> {
    /// The start state.
    pub(crate) const START: ValueState = 0;

    /// Creates the automaton of a capture that may have a regular expression.
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
            is_prefix_of: constraints.words().map(|_| true).collect(),
        };
        let (states, state_of) = (Vec::new(), HashMap::new());
        let mut values = CaptureDfa { kind, shape, constraints, states, state_of };
        values.intern(start);
        values
    }

    /// Splits the symbol classes that the automaton distinguishes.
    pub(crate) fn refine(&self, partition: &mut Partition) {
        if let CaptureKind::Param { separator: Some(separator) } = self.kind {
            partition.isolate(separator);
        }
        for &symbol in self.constraints.words().flatten() {
            partition.isolate(symbol);
        }
        if let Some(shape) = self.shape {
            shape.for_each_range(|first, last| partition.split_at(first.into(), last.into()));
        }
    }

    /// Returns the state after one more symbol; `None` if no value begins like that.
    pub(crate) fn next(&mut self, state: ValueState, symbol: Symbol) -> Option<ValueState> {
        let prefix = self.states.get(state as usize)?;
        let segment = prefix.segment.next(symbol, self.kind)?;
        let walk = prefix.walk.map(|mut walk| {
            walk.advance(byte(symbol));
            walk
        });
        if walk.is_some_and(|walk| walk.is_dead()) {
            return None;
        }
        let is_first = prefix.segment == LastSegment::Start;
        if is_first && self.constraints.no_slash_at_start && is_slash_like(symbol) {
            return None;
        }
        let at = prefix.len;
        let words = self.constraints.words().zip(&prefix.is_prefix_of);
        let is_prefix_of: Vec<bool> =
            words.map(|(word, &is_prefix)| is_prefix && word.get(at) == Some(&symbol)).collect();
        let len = if is_prefix_of.contains(&true) { at + 1 } else { 0 };
        let ends_in_slash = symbol == Symbol::from(b'/');
        Some(self.intern(ValuePrefix { segment, ends_in_slash, walk, len, is_prefix_of }))
    }

    /// Returns whether the part of a value that has been read is a whole value.
    pub(crate) fn accepts(&self, state: ValueState) -> bool {
        let Some(prefix) = self.states.get(state as usize) else { return false };
        prefix.segment.ends_value(self.kind, self.constraints.not_empty)
            && prefix.walk.is_none_or(|walk| walk.is_accepting())
            && !(self.constraints.no_slash_at_end && prefix.ends_in_slash)
            && self.meets_word_lists(prefix)
    }

    /// Returns whether a value is in each list of `one_of`, and not in `none_of`.
    fn meets_word_lists(&self, value: &ValuePrefix<'_>) -> bool {
        let is_word =
            |(word, &is_prefix): (&Vec<Symbol>, &bool)| is_prefix && word.len() == value.len;
        let mut is_prefix_of = &value.is_prefix_of[..];
        let is_in_each_list = self.constraints.one_of.iter().all(|list| {
            let (of_list, others) = is_prefix_of.split_at(list.len());
            is_prefix_of = others;
            list.iter().zip(of_list).any(is_word)
        });
        is_in_each_list && !self.constraints.none_of.iter().zip(is_prefix_of).any(is_word)
    }

    #[expect(clippy::expect_used, reason = "an impossible state")]
    fn intern(&mut self, prefix: ValuePrefix<'t>) -> ValueState {
        let walk = prefix.walk.map(|walk| walk.state());
        let is_prefix_of = prefix.is_prefix_of.clone();
        let key = (prefix.segment, prefix.ends_in_slash, walk, prefix.len, is_prefix_of);
        let new = ValueState::try_from(self.states.len());
        let new = new.expect("invariant: the budget bounds the number of states");
        let state = *self.state_of.entry(key).or_insert(new);
        if state == new {
            self.states.push(prefix);
        }
        state
    }
}

#[cfg(test)]
mod tests;
