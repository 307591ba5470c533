//! The compiled table: one string of bytes, with offsets and no pointers.
//!
//! ```text
//! header     magic, version, number of rules, keys and patterns, span of the fields' names
//! rules      a record each, in the order of the source
//! keys       the literal paths, sorted: span of the key, rule
//! patterns   the rules whose source has captures, in order
//! heap       the text that spans point to
//! ```
//!
//! All numbers are little-endian `u32`, a span is an offset into the heap and a length. Whatever
//! the bytes are, reading them neither panics nor loops; `verify` says whether they are a table.

#[cfg(feature = "compile")]
pub(crate) mod build;
mod lookup;
pub(crate) mod program;
mod record;
mod rule;
mod verify;

pub(crate) use lookup::{Hit, Looked, find};
pub(crate) use record::{Field, Record, Span};
pub use rule::{Place, Rule};
pub use verify::InvalidTable;
pub(crate) use verify::verify;

pub(crate) const MAGIC: [u8; 8] = *b"redirect";
/// The version of the layout. A table of another version is not read.
pub(crate) const VERSION: u32 = 1;
/// A table without rules.
pub(crate) const EMPTY: [u8; HEADER] =
    *b"redirect\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

const HEADER: usize = 32;
const KEY: usize = 12;
const PATTERN: usize = 4;

/// A table, as views of its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'t> {
    rules: &'t [u8],
    keys: &'t [u8],
    patterns: &'t [u8],
    heap: &'t [u8],
    heap_start: usize,
    fields: Span,
}

impl<'t> Table<'t> {
    /// The sections, where the header names no more than there is.
    pub(crate) fn new(bytes: &'t [u8]) -> Option<Table<'t>> {
        let count = |at| Some(number(bytes, at)? as usize);
        let (rules, rest) =
            bytes.get(HEADER..)?.split_at_checked(count(12)?.checked_mul(Record::SIZE)?)?;
        let (keys, rest) = rest.split_at_checked(count(16)?.checked_mul(KEY)?)?;
        let (patterns, heap) = rest.split_at_checked(count(20)?.checked_mul(PATTERN)?)?;
        let fields = Span { offset: number(bytes, 24)?, len: number(bytes, 28)? };
        let heap_start = bytes.len() - heap.len();
        Some(Table { rules, keys, patterns, heap, heap_start, fields })
    }

    /// The number of rules.
    pub(crate) fn len(&self) -> usize {
        self.rules.len() / Record::SIZE
    }

    /// The record of a rule, by its place in the source.
    pub(crate) fn record(&self, rule: usize) -> Option<Record<'t>> {
        let start = rule.checked_mul(Record::SIZE)?;
        Some(Record { bytes: self.rules.get(start..start + Record::SIZE)? })
    }

    /// The bytes of a span.
    pub(crate) fn bytes(&self, span: Span) -> &'t [u8] {
        self.checked_bytes(span).unwrap_or_default()
    }

    fn checked_bytes(&self, span: Span) -> Option<&'t [u8]> {
        let start = span.offset as usize;
        self.heap.get(start..start.checked_add(span.len as usize)?)
    }

    /// Where a span stands in the whole table.
    pub(crate) fn range(&self, span: Span) -> Option<std::ops::Range<usize>> {
        self.checked_bytes(span)?;
        let start = self.heap_start + span.offset as usize;
        Some(start..start + span.len as usize)
    }

    /// The text of a span.
    pub(crate) fn text(&self, span: Span) -> &'t str {
        str::from_utf8(self.bytes(span)).unwrap_or_default()
    }

    /// The names of the fields that were looked at, in the order of the table's list.
    pub(crate) fn vary(&self, looked: Looked) -> impl Iterator<Item = &'t str> {
        let names = program::texts(self.bytes(self.fields)).enumerate();
        let is_looked_at = move |index: usize| looked >> index.min(63) & 1 == 1;
        names
            .filter(move |(index, _)| is_looked_at(*index))
            .filter_map(|(_, name)| str::from_utf8(name).ok())
    }

    fn key_count(&self) -> usize {
        self.keys.len() / KEY
    }

    /// A literal path and its rule, by their place in the order of keys.
    fn key(&self, index: usize) -> Option<(&'t [u8], usize)> {
        let row = self.keys.get(index * KEY..)?;
        let span = Span { offset: number(row, 0)?, len: number(row, 4)? };
        Some((self.checked_bytes(span)?, number(row, 8)? as usize))
    }

    /// The rules that are patterns, in order.
    fn patterns(&self) -> impl Iterator<Item = usize> + 't {
        self.patterns.chunks_exact(PATTERN).filter_map(|row| Some(number(row, 0)? as usize))
    }
}

/// A length or an offset. What is larger than a number can say is larger than a table may be, and
/// is refused before it is read.
#[cfg(feature = "compile")]
fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
