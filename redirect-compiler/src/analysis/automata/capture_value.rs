//! The values of one capture, as an automaton that is made while it is walked.

use std::collections::HashMap;

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, is_slash_like};
use redirect_core::internals::dfa::{Dfa, DfaWalk};

/// A state of the automaton of a capture.
pub(crate) type ValueState = u32;

/// What a value of a capture has to be, beside what every one is.
#[derive(Clone, Default, Debug)]
pub(crate) struct ValueConstraints {
    /// Words of which it has to be one.
    pub(crate) one_of: Vec<Vec<Vec<Symbol>>>,
    /// Words of which it must be none.
    pub(crate) none_of: Vec<Vec<Symbol>>,
    /// What its place in the target does not let it be.
    pub(crate) not_empty: bool,
    pub(crate) no_slash_at_start: bool,
    pub(crate) no_slash_at_end: bool,
}

impl ValueConstraints {
    pub(crate) fn are_none(&self) -> bool {
        let target = self.not_empty || self.no_slash_at_start || self.no_slash_at_end;
        self.one_of.is_empty() && self.none_of.is_empty() && !target
    }
}

/// The values of one capture.
#[derive(Debug)]
pub(crate) struct Values<'t> {
    rest: bool,
    /// What no `{name}` goes across.
    separator: Option<Symbol>,
    shape: Option<Dfa<'t>>,
    limits: ValueConstraints,
    states: Vec<Seen<'t>>,
    known: HashMap<Key, ValueState>,
}

/// What has been seen of a value.
#[derive(Clone, Debug)]
struct Seen<'t> {
    segment: Segment,
    ends_in_slash: bool,
    walk: Option<DfaWalk<'t>>,
    /// How many symbols were seen, as far as a word of the limits is as long.
    len: usize,
    /// The words of the limits that it can still be, a bit each.
    words: Vec<bool>,
}

/// What tells states apart.
type Key = (Segment, bool, Option<u16>, usize, Vec<bool>);

/// The last segment of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Segment {
    /// Nothing has been seen.
    Start,
    /// A slash of some kind was the last.
    Empty,
    Dot,
    Dots,
    Other,
    /// No value begins like this.
    Dead,
}

impl<'t> Values<'t> {
    pub(crate) fn new(
        rest: bool,
        separator: Option<u8>,
        shape: Option<&'t [u8]>,
        limits: ValueConstraints,
    ) -> Values<'t> {
        let shape = shape.map(Dfa::new);
        let mut values = Values {
            rest,
            separator: separator.map(Into::into),
            shape,
            limits,
            states: Vec::new(),
            known: HashMap::new(),
        };
        let words = values.words().count();
        let start = Seen {
            segment: Segment::Start,
            ends_in_slash: false,
            walk: shape.map(Dfa::start),
            len: 0,
            words: vec![true; words],
        };
        values.intern(start);
        values
    }

    fn words(&self) -> impl Iterator<Item = &Vec<Symbol>> {
        self.limits.one_of.iter().flatten().chain(&self.limits.none_of)
    }

    /// The symbols that it tells apart.
    pub(crate) fn part(&self, classes: &mut Partition) {
        self.separator.into_iter().for_each(|separator| classes.part(separator));
        for word in self.words() {
            for &symbol in word {
                classes.part(symbol);
            }
        }
        if let Some(shape) = self.shape {
            shape.for_each_range(|first, last| classes.range(first.into(), last.into()));
        }
    }

    pub(crate) const START: ValueState = 0;

    /// Where a symbol leads; `None` if to no value.
    pub(crate) fn next(&mut self, state: ValueState, symbol: Symbol) -> Option<ValueState> {
        let seen = self.states.get(state as usize)?;
        let segment = self.segment(seen.segment, symbol);
        let walk = seen.walk.map(|mut walk| {
            walk.advance(byte(symbol));
            walk
        });
        if segment == Segment::Dead || walk.is_some_and(|walk| walk.is_dead()) {
            return None;
        }
        let is_first = seen.segment == Segment::Start;
        if is_first && self.limits.no_slash_at_start && is_slash_like(symbol) {
            return None;
        }
        let at = seen.len;
        let can_be = |(word, seen): (&Vec<Symbol>, &bool)| *seen && word.get(at) == Some(&symbol);
        let words: Vec<bool> = self.words().zip(&seen.words).map(can_be).collect();
        let len = if words.contains(&true) { at + 1 } else { 0 };
        let ends_in_slash = symbol == Symbol::from(b'/');
        Some(self.intern(Seen { segment, ends_in_slash, walk, len, words }))
    }

    fn segment(&self, segment: Segment, symbol: Symbol) -> Segment {
        if self.rest && is_slash_like(symbol) {
            return match segment {
                Segment::Empty | Segment::Other => Segment::Empty,
                Segment::Start | Segment::Dot | Segment::Dots | Segment::Dead => Segment::Dead,
            };
        }
        match (segment, symbol == Symbol::from(b'.')) {
            (Segment::Dead, _) => Segment::Dead,
            _ if !self.rest && self.separator == Some(symbol) => Segment::Dead,
            (Segment::Start | Segment::Empty, true) => Segment::Dot,
            (Segment::Dot, true) => Segment::Dots,
            _ => Segment::Other,
        }
    }

    /// Whether what has been seen is a whole value.
    pub(crate) fn accepts(&self, state: ValueState) -> bool {
        let Some(seen) = self.states.get(state as usize) else { return false };
        let is_value = match seen.segment {
            Segment::Start => self.rest && !self.limits.not_empty,
            Segment::Empty => self.rest,
            Segment::Other => true,
            Segment::Dot | Segment::Dots | Segment::Dead => false,
        };
        let has_shape = seen.walk.is_none_or(|walk| walk.is_accepting());
        let ends_well = !(self.limits.no_slash_at_end && seen.ends_in_slash);
        is_value && has_shape && ends_well && self.keeps_words(seen)
    }

    fn keeps_words(&self, seen: &Seen<'_>) -> bool {
        let is_word = |(word, can_be): (&Vec<Symbol>, &bool)| *can_be && word.len() == seen.len;
        let mut can_be = &seen.words[..];
        let all_lists = self.limits.one_of.iter().all(|list| {
            let (own, others) = can_be.split_at(list.len());
            can_be = others;
            list.iter().zip(own).any(is_word)
        });
        all_lists && !self.limits.none_of.iter().zip(can_be).any(is_word)
    }

    fn intern(&mut self, seen: Seen<'t>) -> ValueState {
        let walk = seen.walk.map(|walk| walk.state());
        let key = (seen.segment, seen.ends_in_slash, walk, seen.len, seen.words.clone());
        let next = ValueState::try_from(self.states.len()).unwrap_or(ValueState::MAX);
        let state = *self.known.entry(key).or_insert(next);
        if state == next {
            self.states.push(seen);
        }
        state
    }
}
