//! What captures may hold, and what they hold in a request.

use crate::matching::text::{PathChar, Text};

/// The most captures that one rule may have.
pub const MAX_CAPTURES: usize = 16;

/// The values of a rule's captures, in the order in which it declares them.
#[derive(Clone, Copy, Default, Debug)]
pub struct Captures<'a> {
    /// An empty place takes a byte to write, and an empty text three words.
    values: [Option<Text<'a>>; MAX_CAPTURES],
    len: usize,
}

impl<'a> Captures<'a> {
    /// No captures.
    pub(crate) const NONE: Captures<'static> = Captures { values: [None; MAX_CAPTURES], len: 0 };

    /// Keeps a value; `None` when there is no room for it.
    pub fn push(&mut self, value: Text<'a>) -> Option<()> {
        *self.values.get_mut(self.len)? = Some(value);
        self.len += 1;
        Some(())
    }

    /// How many there are.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Forgets all behind the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    pub fn get(&self, index: usize) -> Text<'a> {
        self.values[..self.len].get(index).copied().flatten().unwrap_or_default()
    }
}

/// Whether a value may be one of `{name}`: not empty, and neither `.` nor `..` in any encoding,
/// which a client would resolve (RFC 3986 §5.2.4).
pub(crate) fn is_segment(value: Text<'_>) -> bool {
    !value.is_empty() && !value.has_separator() && !is_dot_segment(value)
}

/// How much of a value, from its start, may be one of `{*name}`: it holds no dot segment and begins
/// with no slash. What is read as a slash after decoding, or by a browser, counts as one.
pub(crate) fn rest_len(value: Text<'_>) -> usize {
    if value.units().next().is_some_and(is_slash_like) {
        return 0;
    }
    let (mut start, mut at, mut dots) = (0, 0, Dots::default());
    while let Some((unit, next)) = value.after(at) {
        at = next;
        if !is_slash_like(unit) {
            dots.see(unit);
        } else if dots.are_a_segment() {
            return start;
        } else {
            (start, dots) = (at, Dots::default());
        }
    }
    if dots.are_a_segment() { start } else { at }
}

pub fn is_dot_segment(segment: Text<'_>) -> bool {
    let mut dots = Dots::default();
    segment.units().all(|unit| {
        dots.see(unit);
        dots.may_be_a_segment()
    }) && dots.are_a_segment()
}

/// Whether what stands behind the last slash, or what is read as one, is a dot segment.
pub(crate) fn ends_in_dot_segment(value: Text<'_>) -> bool {
    let mut dots = Dots::default();
    value.units_from_end().take_while(|unit| !is_slash_like(*unit)).all(|unit| {
        dots.see(unit);
        dots.may_be_a_segment()
    }) && dots.are_a_segment()
}

/// A slash or a backslash, bare or encoded.
pub(crate) fn is_slash_like(unit: PathChar) -> bool {
    matches!(unit, PathChar::Plain(b'/') | PathChar::Encoded(b'/' | b'\\'))
}

/// The units of one segment, as far as they tell whether it is `.` or `..`.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Dots {
    seen: usize,
    other: bool,
}

impl Dots {
    pub(crate) fn see(&mut self, unit: PathChar) {
        match unit {
            PathChar::Plain(b'.') => self.seen += 1,
            _ => self.other = true,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.seen == 0 && !self.other
    }

    pub(crate) fn are_a_segment(self) -> bool {
        self.may_be_a_segment() && self.seen > 0
    }

    fn may_be_a_segment(self) -> bool {
        !self.other && self.seen <= 2
    }
}
