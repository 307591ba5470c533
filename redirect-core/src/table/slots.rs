//! Where a key is: a perfect hash, by which each key has a slot of its own.

use super::{Entry, Section, Table, number, short};
use crate::hash::{piloted, reduced};
use crate::words::word;

/// What a key leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Slot<'t> {
    /// The entry of the rule that takes all requests for the path.
    Final(Entry),
    /// The entries of the rules that may take some.
    List(List<'t>),
}

/// Entries, in the order of their rules, which is that of their places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct List<'t> {
    first: Option<Entry>,
    rest: &'t [u8],
}

/// The slot leads to a list.
pub(super) const LIST: u32 = 1 << 31;
/// The slot leads to the entry of a rule that takes some requests.
pub(super) const ALONE: u32 = 1 << 30;

/// The bytes of an entry in a list.
pub(super) const ITEM: usize = 4;

/// The number of the pilot of a key, of so many.
#[inline]
pub(super) fn pilot_of(hash: u64, pilots: usize) -> usize {
    reduced(hash, pilots)
}

/// A slot for a key, as it is written. An empty one is zero, and is none of a key of length zero, whose
/// print is not.
pub(super) const fn written(hash: u64, len: usize, leads_to: u32) -> u64 {
    (print(hash) << 48) | ((len as u64 & 0xFFFF) << 32) | leads_to as u64
}

/// Some bits of a hash, never all zero.
const fn print(hash: u64) -> u64 {
    (hash & 0xFFFF) | 1
}

impl<'t> Table<'t> {
    /// What leads on from a key of that hash and length. Another key may have the same.
    #[inline]
    pub(super) fn slot(self, hash: u64, len: usize) -> Option<Slot<'t>> {
        let at = pilot_of(hash, self.size(Section::Pilots) / 2) * 2;
        let pilot = short(self.bytes, self.place(Section::Pilots, at))?;
        let at = piloted(hash, pilot, self.size(Section::Slots) / 8) * 8;
        let slot = word(self.bytes, self.place(Section::Slots, at));
        if slot >> 32 != written(hash, len, 0) >> 32 {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)]
        Some(self.led(slot as u32))
    }

    /// What those bits of a slot lead to.
    #[inline]
    pub(super) fn led(self, leads_to: u32) -> Slot<'t> {
        let entry = Entry(leads_to & !ALONE);
        match leads_to {
            LIST.. => Slot::List(self.list(leads_to & !LIST)),
            ALONE.. => Slot::List(List::alone(entry)),
            _ => Slot::Final(entry),
        }
    }

    #[inline]
    fn list(self, at: u32) -> List<'t> {
        let at = self.place(Section::Lists, at as usize);
        let list = self.bytes.get(at..).unwrap_or_default();
        let count = number(list, 0).unwrap_or_default() as usize;
        let end = count.saturating_mul(ITEM).saturating_add(ITEM);
        let mut list = List { first: None, rest: list.get(ITEM..end).unwrap_or_default() };
        list.next();
        list
    }
}

impl List<'_> {
    pub(super) const NONE: List<'static> = List { first: None, rest: &[] };

    /// How many bytes there are of those behind the next.
    pub(super) fn size(&self) -> usize {
        self.rest.len()
    }

    /// The next entry, which stays where it is.
    pub(super) fn peek(&self) -> Option<Entry> {
        self.first
    }

    #[inline]
    pub(super) fn alone(entry: Entry) -> Self {
        List { first: Some(entry), rest: &[] }
    }
}

impl Iterator for List<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        let next = self.first;
        self.first = number(self.rest, 0).map(Entry);
        self.rest = self.rest.get(ITEM..).unwrap_or_default();
        next
    }
}
