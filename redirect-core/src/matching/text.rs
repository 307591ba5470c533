//! A text of the request, read in its normal form without being rewritten.
//!
//! In the normal form of a path every `%xx` that stands for a `pchar` is decoded, every other byte
//! is encoded, and hexadecimal digits are upper case. `/` is no `pchar`, nor are `%` and `\`, so
//! `%2F`, `%25` and `%5C` stay as they are. Other texts are decoded as their kind asks, and then
//! written in the same way.

use crate::request::charset::{PATH, PCHAR, encoded, is_path, pct_encoded};

/// One character of the normal form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathChar {
    /// A `pchar`, or a slash.
    Plain(u8),
    /// Any other byte, which is written `%XX`.
    Encoded(u8),
}

impl PathChar {
    pub fn of(byte: u8) -> PathChar {
        if PATH.has(byte) { PathChar::Plain(byte) } else { PathChar::Encoded(byte) }
    }

    /// The byte that it stands for.
    pub(crate) fn byte(self) -> u8 {
        match self {
            PathChar::Plain(byte) | PathChar::Encoded(byte) => byte,
        }
    }

    fn in_lower_case(self) -> PathChar {
        match self {
            PathChar::Plain(byte) => PathChar::Plain(byte.to_ascii_lowercase()),
            PathChar::Encoded(byte) => PathChar::Encoded(byte),
        }
    }

    /// The bytes that the unit is written with, and their number.
    pub fn written(self) -> ([u8; 3], usize) {
        match self {
            PathChar::Plain(byte) => ([byte, 0, 0], 1),
            PathChar::Encoded(byte) => (encoded(byte), 3),
        }
    }

    /// What is left of `normal`, a text in its normal form, behind this unit.
    fn strip_from(self, normal: &[u8]) -> Option<&[u8]> {
        let (written, len) = self.written();
        normal.strip_prefix(&written[..len])
    }

    /// What is left of `normal` before this unit.
    fn strip_from_end(self, normal: &[u8]) -> Option<&[u8]> {
        let (written, len) = self.written();
        normal.strip_suffix(&written[..len])
    }
}

/// How a source is compared with a path.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct MatchMode {
    /// Without regard to the case of ASCII letters.
    pub any_case: bool,
    /// Without regard to one final slash.
    pub any_slash: bool,
}

impl MatchMode {
    /// All forms, each at its index.
    pub const ALL: [MatchMode; 4] = [
        MatchMode { any_case: false, any_slash: false },
        MatchMode { any_case: true, any_slash: false },
        MatchMode { any_case: false, any_slash: true },
        MatchMode { any_case: true, any_slash: true },
    ];

    pub fn index(self) -> usize {
        usize::from(self.any_case) + 2 * usize::from(self.any_slash)
    }
}

/// How a text of the request spells what it means.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Encoding {
    /// A path: percent-encoded, and what is not stands for itself (RFC 3986 §3.3).
    #[default]
    Path,
    /// A path that is its own normal form.
    PlainPath,
    /// A path whose letters are read in lower case. Its parts are of a plain [`Encoding::Path`].
    AnyCasePath,
    /// A name or value of a query: percent-encoded, and `+` for a blank.
    MatchMode,
    /// The value of a field: each byte stands for itself.
    Bytes,
    /// A host or a scheme: ASCII letters without regard to case.
    Host,
}

impl Encoding {
    fn is_percent_encoded(self) -> bool {
        matches!(self, Encoding::Path | Encoding::AnyCasePath | Encoding::MatchMode)
    }

    /// The unit at the start of `bytes`, and the number of bytes that spell it.
    fn first(self, bytes: &[u8]) -> Option<(PathChar, usize)> {
        let byte = *bytes.first()?;
        let escaped = if self.is_percent_encoded() { pct_encoded(bytes) } else { None };
        let len = if escaped.is_some() { 3 } else { 1 };
        let unit = match (self, escaped) {
            (Encoding::MatchMode, Some(byte)) => PathChar::of(byte),
            (_, Some(byte)) if PCHAR.has(byte) => PathChar::Plain(byte),
            (_, Some(byte)) => PathChar::Encoded(byte),
            (Encoding::MatchMode, None) if byte == b'+' => PathChar::Encoded(b' '),
            _ => PathChar::of(byte),
        };
        let any_case = matches!(self, Encoding::Host | Encoding::AnyCasePath);
        Some((if any_case { unit.in_lower_case() } else { unit }, len))
    }

    /// The unit at the end of `bytes`. A `%` never stands inside a `%xx`, so that a triple read
    /// from behind is one read from the front.
    fn last(self, bytes: &[u8]) -> Option<(PathChar, usize)> {
        let triple = bytes.len().checked_sub(3).map(|at| &bytes[at..]);
        let is_triple = |triple: &&[u8]| self.is_percent_encoded() && pct_encoded(triple).is_some();
        match triple.filter(is_triple) {
            Some(triple) => self.first(triple),
            None => self.first(&bytes[bytes.len().checked_sub(1)?..]),
        }
    }

    /// What no `{name}` goes across.
    fn separator(self) -> Option<u8> {
        match self {
            Encoding::Path | Encoding::PlainPath | Encoding::AnyCasePath => Some(b'/'),
            Encoding::Host => Some(b'.'),
            Encoding::MatchMode | Encoding::Bytes => None,
        }
    }
}

/// A text, in the spelling of the request.
#[derive(Clone, Copy, Default, Debug)]
pub struct Text<'a> {
    raw: &'a [u8],
    coding: Encoding,
}

impl<'a> Text<'a> {
    pub fn new(raw: &'a [u8], coding: Encoding) -> Text<'a> {
        Text { raw, coding }
    }

    /// A text as an author writes it for a value of that coding: nothing in it is encoded, but in a
    /// path.
    pub fn written(raw: &'a [u8], coding: Encoding) -> Text<'a> {
        Text { raw, coding: if coding == Encoding::MatchMode { Encoding::Bytes } else { coding } }
    }

    pub fn path(path: &'a str) -> Text<'a> {
        let raw = path.as_bytes();
        Text { raw, coding: if is_path(raw) { Encoding::PlainPath } else { Encoding::Path } }
    }

    /// A path as it is compared in that form.
    #[must_use]
    pub fn read_in(self, form: MatchMode) -> Text<'a> {
        let raw = if form.any_slash { self.raw.strip_suffix(b"/") } else { None };
        let coding = if form.any_case { Encoding::AnyCasePath } else { self.coding };
        Text { raw: raw.unwrap_or(self.raw), coding }
    }

    pub fn raw(self) -> &'a [u8] {
        self.raw
    }

    pub(crate) fn coding(self) -> Encoding {
        self.coding
    }

    pub(crate) fn len(self) -> usize {
        self.raw.len()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// A part of the text; empty where there is none.
    pub(crate) fn part(self, start: usize, end: usize) -> Text<'a> {
        let coding = match self.coding {
            Encoding::AnyCasePath => Encoding::Path,
            coding => coding,
        };
        Text { raw: self.raw.get(start..end).unwrap_or_default(), coding }
    }

    /// The bytes that it stands for, decoded once.
    pub fn decoded(self) -> impl Iterator<Item = u8> {
        self.units().map(PathChar::byte)
    }

    /// Its units, in order.
    pub fn units(self) -> impl Iterator<Item = PathChar> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let (unit, len) = self.coding.first(rest)?;
            rest = &rest[len..];
            Some(unit)
        })
    }

    /// Its units from the last to the first.
    pub(crate) fn units_from_end(self) -> impl Iterator<Item = PathChar> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let (unit, len) = self.coding.last(rest)?;
            rest = &rest[..rest.len() - len];
            Some(unit)
        })
    }

    /// The bytes of its normal form, in order.
    pub fn normal(self) -> impl Iterator<Item = u8> {
        self.units().flat_map(|unit| {
            let (written, len) = unit.written();
            written.into_iter().take(len)
        })
    }

    /// What no `{name}` goes across.
    pub(crate) fn separator(self) -> Option<u8> {
        self.coding.separator()
    }

    /// Whether what no `{name}` goes across stands at `at`.
    pub(crate) fn is_separator(self, at: usize) -> bool {
        self.coding.separator().is_some_and(|separator| self.raw.get(at) == Some(&separator))
    }

    pub(crate) fn has_separator(self) -> bool {
        self.coding.separator().is_some_and(|separator| self.raw.contains(&separator))
    }

    /// The unit that starts at `at`, and where it ends.
    pub(crate) fn after(self, at: usize) -> Option<(PathChar, usize)> {
        let (unit, len) = self.coding.first(self.raw.get(at..)?)?;
        Some((unit, at + len))
    }

    /// Where the unit that ends at `end` starts.
    pub(crate) fn before(self, end: usize) -> Option<usize> {
        let (_, len) = self.coding.last(self.raw.get(..end)?)?;
        Some(end - len)
    }

    /// Compares the normal form with `key`, which is in that form, byte by byte.
    pub(crate) fn cmp(self, key: &[u8]) -> std::cmp::Ordering {
        if self.coding == Encoding::PlainPath {
            self.raw.cmp(key)
        } else {
            self.normal().cmp(key.iter().copied())
        }
    }

    /// Where `literal`, a text in its normal form, ends if it starts at `at`.
    pub(crate) fn literal_at(self, at: usize, literal: &[u8]) -> Option<usize> {
        if self.coding == Encoding::PlainPath {
            return self.raw.get(at..)?.starts_with(literal).then_some(at + literal.len());
        }
        let (mut end, mut left) = (at, literal);
        while !left.is_empty() {
            let (unit, next) = self.after(end)?;
            left = unit.strip_from(left)?;
            end = next;
        }
        Some(end)
    }

    /// Where `literal`, a text in its normal form, starts if it ends at `end`.
    pub(crate) fn literal_before(self, end: usize, literal: &[u8]) -> Option<usize> {
        let (mut start, mut left) = (end, literal);
        while !left.is_empty() {
            let (unit, len) = self.coding.last(self.raw.get(..start)?)?;
            left = unit.strip_from_end(left)?;
            start -= len;
        }
        Some(start)
    }
}

/// The normal form of a text that is written as a path. Runs of it are copied whole: where nothing is
/// optimised, each step from byte to byte takes its time.
pub fn normal(text: &str) -> Vec<u8> {
    let raw = text.as_bytes();
    let mut normal = Vec::with_capacity(3 * raw.len());
    let mut at = 0;
    while at < raw.len() {
        let start = at;
        while at < raw.len() && PATH.has(raw[at]) {
            at += 1;
        }
        normal.extend_from_slice(&raw[start..at]);
        if let Some((unit, len)) = Encoding::Path.first(&raw[at..]) {
            let (written, written_len) = unit.written();
            normal.extend_from_slice(&written[..written_len]);
            at += len;
        }
    }
    normal
}
