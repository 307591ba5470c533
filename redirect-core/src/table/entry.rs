//! The entry of a rule: its source, and what is its alone.

use super::record::{Plain, Span};
use super::{Record, STRIDE, Section, Table, number, short};
use crate::text::{Coding, Form, Text};

/// Where the entry of a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry(pub(super) u32);

/// The entry has a record of its own.
pub(super) const OWN: u16 = 1 << 15;
/// The source is its own normal form.
pub(super) const NORMAL: u16 = 1 << 14;
/// The number of the record that it shares.
pub(super) const SHARED: u16 = NORMAL - 1;
/// What stands before the source: kind, its length, and target or record.
pub(super) const HEAD: usize = 8;

impl Entry {
    #[inline]
    fn bytes(self, table: Table<'_>) -> Option<&[u8]> {
        table.section(Section::Entries).get(self.0 as usize..)
    }

    #[inline]
    pub(super) fn kind(self, table: Table<'_>) -> Option<u16> {
        short(self.bytes(table)?, 0)
    }

    /// The source of a plain rule, the key of another, which has none if it is a pattern.
    #[inline]
    pub(super) fn key(self, table: Table<'_>) -> Option<&[u8]> {
        let bytes = self.bytes(table)?;
        bytes.get(HEAD..HEAD + usize::from(short(bytes, 2)?))
    }

    /// Whether its key is a path that is its own normal form.
    #[inline]
    pub(super) fn is_exactly(self, table: Table<'_>, path: &[u8]) -> bool {
        self.kind(table).is_some_and(|kind| kind & NORMAL != 0) && self.key(table) == Some(path)
    }

    /// Whether its key is a path, as it is compared in that form.
    pub(super) fn is_path(self, table: Table<'_>, path: Text<'_>, form: Form) -> Option<bool> {
        let (kind, key) = (self.kind(table)?, self.key(table)?);
        let path = path.read_in(form);
        Some(if kind & NORMAL != 0 {
            path.cmp(key).is_eq()
        } else {
            path.normal().eq(Text::new(key, Coding::Path).read_in(form).normal())
        })
    }

    /// What is said of the rule.
    #[inline]
    pub(crate) fn record(self, table: Table<'_>) -> Option<Record<'_>> {
        let bytes = self.bytes(table)?;
        let (kind, len, target) = (short(bytes, 0)?, short(bytes, 2)?, number(bytes, 4)?);
        if kind & OWN != 0 {
            return Some(Record { bytes: table.record(target as usize)?, plain: None });
        }
        let source = bytes.get(HEAD..HEAD + usize::from(len))?;
        let heap = table.section(Section::Heap);
        let location = Span { offset: target + 2, len: short(heap, target as usize)?.into() };
        let plain = Some(Plain { source, location });
        Some(Record { bytes: table.record(usize::from(kind & SHARED))?, plain })
    }

    /// The entry behind this one.
    fn next(self, table: Table<'_>) -> Option<Entry> {
        let len = short(self.bytes(table)?, 2)?;
        Some(Entry(self.0.checked_add(u32::from(len) + 8)?))
    }

    /// The entry of the rule of that number.
    pub(crate) fn of(table: Table<'_>, rule: usize) -> Option<Entry> {
        let place = Entry(number(table.section(Section::Places), rule / STRIDE * 4)?);
        (0..rule % STRIDE).try_fold(place, |entry, _| entry.next(table))
    }

    /// The number of its rule.
    pub(crate) fn rule(self, table: Table<'_>) -> Option<usize> {
        let places = table.section(Section::Places);
        let (mut low, mut high) = (0, places.len() / 4);
        while low < high {
            let middle = low + (high - low) / 2;
            if number(places, middle * 4)? <= self.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let first = low.checked_sub(1)?;
        let mut entry = Entry(number(places, first * 4)?);
        for rule in 0..STRIDE {
            if entry == self {
                return Some(first * STRIDE + rule);
            }
            entry = entry.next(table)?;
        }
        None
    }
}
