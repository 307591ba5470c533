//! What captures may hold, and where they stand in a request.

use crate::path::{Unit, units};

/// The most captures that one source may have.
pub(crate) const MAX_CAPTURES: usize = 16;

/// Where the captures of a rule stand in the request's path, in the order of the source.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Captures {
    spans: [(u32, u32); MAX_CAPTURES],
    len: usize,
}

impl Captures {
    /// Keeps the bytes `start..end` of the path; `None` when there is no room for them.
    pub(crate) fn push(&mut self, start: usize, end: usize) -> Option<()> {
        let span = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        *self.spans.get_mut(self.len)? = span;
        self.len += 1;
        Some(())
    }

    /// The value of a capture, in the spelling of the request.
    pub(crate) fn get<'a>(&self, index: usize, path: &'a str) -> Option<&'a [u8]> {
        let &(start, end) = self.spans[..self.len].get(index)?;
        path.as_bytes().get(start as usize..end as usize)
    }
}

/// Whether a value may be one of `{name}`: not empty, and neither `.` nor `..` in any encoding,
/// which a client would resolve (RFC 3986 §5.2.4).
pub(crate) fn is_segment(value: &[u8]) -> bool {
    !value.is_empty() && !is_dot_segment(value)
}

/// How much of a value, from its start, may be one of `{*name}`: it holds no dot segment and begins
/// with no slash. What is read as a slash after decoding, or by a browser, counts as one.
pub(crate) fn rest_len(value: &[u8]) -> usize {
    if Unit::first(value).is_some_and(|(unit, _)| is_slash_like(unit)) {
        return 0;
    }
    let (mut start, mut at, mut dots) = (0, 0, Dots::default());
    while let Some((unit, len)) = Unit::first(&value[at..]) {
        at += len;
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

pub(crate) fn is_dot_segment(segment: &[u8]) -> bool {
    // The longest spelling of a dot segment is `%2e%2e`.
    let mut dots = Dots::default();
    segment.len() <= 6 && {
        units(segment).for_each(|unit| dots.see(unit));
        dots.are_a_segment()
    }
}

/// Whether what stands behind the last slash, or what is read as one, is a dot segment.
pub(crate) fn ends_in_dot_segment(value: &[u8]) -> bool {
    let mut rest = value;
    let mut dots = Dots::default();
    while let Some((unit, len)) = Unit::last(rest).filter(|(unit, _)| !is_slash_like(*unit)) {
        dots.see(unit);
        if !dots.may_be_a_segment() {
            return false;
        }
        rest = &rest[..rest.len() - len];
    }
    dots.are_a_segment()
}

/// A slash or a backslash, bare or encoded.
pub(crate) fn is_slash_like(unit: Unit) -> bool {
    matches!(unit, Unit::Plain(b'/') | Unit::Encoded(b'/' | b'\\'))
}

/// The units of one segment, as far as they tell whether it is `.` or `..`.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Dots {
    seen: usize,
    other: bool,
}

impl Dots {
    pub(crate) fn see(&mut self, unit: Unit) {
        match unit {
            Unit::Plain(b'.') => self.seen += 1,
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
