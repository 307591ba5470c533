//! The compiled table: one string of bytes, with offsets and no pointers.
//!
//! ```text
//! header     magic, version, number of rules, of keys in each form, of patterns, span of the fields'
//!            names
//! rules      a record each, in the order of the source
//! keys       the literal paths, sorted, those of each form together: span of the key, rule
//! patterns   the rules whose source has captures, in order
//! heap       the text that spans point to
//! ```
//!
//! All numbers are little-endian `u32`, a span is an offset into the heap and a length. Whatever
//! the bytes are, reading them neither panics nor loops; `verify` says whether they are a table.

#[cfg(feature = "compile")]
pub(crate) mod build;
mod candidates;
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

use crate::text::Form;

pub(crate) const MAGIC: [u8; 8] = *b"redirect";
/// The version of the layout. A table of another version is not read.
pub(crate) const VERSION: u32 = 2;
/// A table without rules.
pub(crate) const EMPTY: [u8; HEADER] = {
    let mut empty = [0; HEADER];
    let mut at = 0;
    while at < MAGIC.len() {
        empty[at] = MAGIC[at];
        at += 1;
    }
    empty[at] = VERSION.to_le_bytes()[0];
    empty
};

const HEADER: usize = 44;
const KEY: usize = 12;
const PATTERN: usize = 4;

/// A table, as views of its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'t> {
    rules: &'t [u8],
    /// For each form, by its index.
    keys: [&'t [u8]; Form::ALL.len()],
    patterns: &'t [u8],
    heap: &'t [u8],
    heap_start: usize,
    fields: Span,
}

impl<'t> Table<'t> {
    /// The sections, where the header names no more than there is.
    pub(crate) fn new(bytes: &'t [u8]) -> Option<Table<'t>> {
        let count = |at| Some(number(bytes, at)? as usize);
        let (rules, mut rest) =
            bytes.get(HEADER..)?.split_at_checked(count(12)?.checked_mul(Record::SIZE)?)?;
        let mut keys = [&[][..]; Form::ALL.len()];
        for (form, keys) in keys.iter_mut().enumerate() {
            (*keys, rest) = rest.split_at_checked(count(16 + 4 * form)?.checked_mul(KEY)?)?;
        }
        let (patterns, heap) = rest.split_at_checked(count(32)?.checked_mul(PATTERN)?)?;
        let fields = Span { offset: number(bytes, 36)?, len: number(bytes, 40)? };
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

    fn key_count(&self, form: Form) -> usize {
        self.keys[form.index()].len() / KEY
    }

    /// A literal path and its rule, by their place in the order of a form's keys.
    fn key(&self, form: Form, index: usize) -> Option<(&'t [u8], usize)> {
        let row = self.keys[form.index()].get(index * KEY..)?;
        let span = Span { offset: number(row, 0)?, len: number(row, 4)? };
        Some((self.checked_bytes(span)?, number(row, 8)? as usize))
    }

    /// A rule that is a pattern, by its place in their order.
    fn pattern(&self, index: usize) -> Option<usize> {
        number(self.patterns, index.checked_mul(PATTERN)?).map(|rule| rule as usize)
    }

    /// The rules that are patterns, in order.
    fn patterns(&self) -> impl Iterator<Item = usize> {
        (0..self.patterns.len() / PATTERN).filter_map(|index| self.pattern(index))
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
