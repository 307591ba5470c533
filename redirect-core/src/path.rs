//! The path of a request, read in its normal form without being rewritten.
//!
//! In the normal form every `%xx` that stands for a `pchar` is decoded, every other byte is
//! encoded, and hexadecimal digits are upper case. `/` is no `pchar`, nor are `%` and `\`, so
//! `%2F`, `%25` and `%5C` stay as they are.

use crate::chars::{PATH, PCHAR, encoded, pct_encoded};

/// One character of the normal form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    /// A `pchar`, or the slash between two segments.
    Plain(u8),
    /// Any other byte, which is written `%XX`.
    Encoded(u8),
}

impl Unit {
    /// The unit at the start of `bytes`, and the number of bytes that spell it.
    pub(crate) fn first(bytes: &[u8]) -> Option<(Unit, usize)> {
        let (byte, len, escaped) = match pct_encoded(bytes) {
            Some(byte) => (byte, 3, true),
            None => (*bytes.first()?, 1, false),
        };
        let plain = if escaped { PCHAR.has(byte) } else { PATH.has(byte) };
        let unit = if plain { Unit::Plain(byte) } else { Unit::Encoded(byte) };
        Some((unit, len))
    }

    /// The unit at the end of `bytes`. A `%` never stands inside a `%xx`, so that a triple read
    /// from behind is one read from the front.
    pub(crate) fn last(bytes: &[u8]) -> Option<(Unit, usize)> {
        let triple = bytes.len().checked_sub(3).map(|at| &bytes[at..]);
        match triple.filter(|triple| pct_encoded(triple).is_some()) {
            Some(triple) => Unit::first(triple),
            None => Unit::first(&bytes[bytes.len().checked_sub(1)?..]),
        }
    }

    /// What is left of `normal`, a text in its normal form, behind this unit.
    fn strip_from(self, normal: &[u8]) -> Option<&[u8]> {
        match self {
            Unit::Plain(byte) => normal.strip_prefix(&[byte]),
            Unit::Encoded(byte) => normal.strip_prefix(&encoded(byte)),
        }
    }

    fn strip_from_end(self, normal: &[u8]) -> Option<&[u8]> {
        match self {
            Unit::Plain(byte) => normal.strip_suffix(&[byte]),
            Unit::Encoded(byte) => normal.strip_suffix(&encoded(byte)),
        }
    }
}

/// The units of `bytes`, in order.
pub(crate) fn units(mut bytes: &[u8]) -> impl Iterator<Item = Unit> {
    std::iter::from_fn(move || {
        let (unit, len) = Unit::first(bytes)?;
        bytes = &bytes[len..];
        Some(unit)
    })
}

/// The bytes of the normal form of `bytes`, in order.
pub(crate) fn normal(bytes: &[u8]) -> impl Iterator<Item = u8> {
    units(bytes).flat_map(|unit| {
        let (spelling, len) = match unit {
            Unit::Plain(byte) => ([byte, 0, 0], 1),
            Unit::Encoded(byte) => (encoded(byte), 3),
        };
        spelling.into_iter().take(len)
    })
}

/// A path, in the spelling of the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    raw: &'a [u8],
    /// The path is its own normal form.
    plain: bool,
}

impl<'a> Path<'a> {
    pub(crate) fn new(path: &'a str) -> Path<'a> {
        let raw = path.as_bytes();
        Path { raw, plain: raw.iter().all(|&byte| PATH.has(byte)) }
    }

    pub(crate) fn len(&self) -> usize {
        self.raw.len()
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.raw.get(start..end).unwrap_or_default()
    }

    pub(crate) fn is_slash(&self, at: usize) -> bool {
        self.raw.get(at) == Some(&b'/')
    }

    /// Where the unit that starts at `at` ends.
    pub(crate) fn after(&self, at: usize) -> Option<usize> {
        let (_, len) = Unit::first(self.raw.get(at..)?)?;
        Some(at + len)
    }

    /// Where the unit that ends at `end` starts.
    pub(crate) fn before(&self, end: usize) -> Option<usize> {
        let (_, len) = Unit::last(self.raw.get(..end)?)?;
        Some(end - len)
    }

    /// Compares the normal form with `key`, which is in that form, byte by byte.
    pub(crate) fn cmp(&self, key: &[u8]) -> std::cmp::Ordering {
        if self.plain { self.raw.cmp(key) } else { normal(self.raw).cmp(key.iter().copied()) }
    }

    /// Where `literal`, a text in its normal form, ends if it starts at `at`.
    pub(crate) fn literal_at(&self, at: usize, literal: &[u8]) -> Option<usize> {
        let rest = self.raw.get(at..)?;
        if rest.starts_with(literal) {
            return Some(at + literal.len());
        }
        if self.plain {
            return None;
        }
        let (mut end, mut left) = (at, literal);
        while !left.is_empty() {
            let (unit, len) = Unit::first(&self.raw[end..])?;
            left = unit.strip_from(left)?;
            end += len;
        }
        Some(end)
    }

    /// Where `literal`, a text in its normal form, starts if it ends at `end`.
    pub(crate) fn literal_before(&self, end: usize, literal: &[u8]) -> Option<usize> {
        let (mut start, mut left) = (end, literal);
        while !left.is_empty() {
            let (unit, len) = Unit::last(self.raw.get(..start)?)?;
            left = unit.strip_from_end(left)?;
            start -= len;
        }
        Some(start)
    }
}
