//! Where a key is: a perfect hash, by which each key has a slot of its own.

use crate::table::Table;
use crate::table::entry::Entry;
use crate::table::index::hash::{piloted, reduced};
use crate::table::layout::{OFFSET_MASK, PILOTS, SLOTS, Section, number, short};

/// What a key leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Slot<'t> {
    /// The entry of its rule.
    Alone(Entry),
    /// The entries of its rules.
    List(List<'t>),
}

/// Entries, in the order of their rules, which is that of their places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct List<'t> {
    first: Option<Entry>,
    rest: &'t [u8],
}

/// The bytes of a pilot.
pub const PILOT: usize = 2;

/// The bytes of a slot.
pub const SLOT: usize = 4;

/// The bytes of an entry in a list.
pub(crate) const ITEM: usize = 4;

/// The number of the pilot of a key, of so many.
#[inline]
pub fn pilot_of(hash: u64, pilots: usize) -> usize {
    reduced(hash, pilots)
}

/// The bits of a hash that a slot holds: those that do not lead.
#[inline]
pub const fn fingerprint(hash: u64, offset_mask: u32) -> u32 {
    #[allow(clippy::cast_possible_truncation)]
    let low = hash as u32;
    low & !offset_mask
}

impl<'t> Table<'t> {
    /// What leads on from a key of that hash. Another may have the same, and to what is none
    /// it may lead too.
    #[inline]
    pub(crate) fn slot(self, hash: u64) -> Option<Slot<'t>> {
        let at = pilot_of(hash, self.header(PILOTS)) * PILOT;
        let pilot = short(self.bytes, self.place(Section::Pilots, at))?;
        let at = piloted(hash, pilot, self.header(SLOTS)) * SLOT;
        let slot = number(self.bytes, self.place(Section::Slots, at))?;
        let offset_mask = self.offset_mask();
        (slot & !offset_mask == fingerprint(hash, offset_mask)).then(|| self.led(slot))
    }

    #[inline]
    fn offset_mask(self) -> u32 {
        number(self.header, OFFSET_MASK).unwrap_or_default()
    }

    /// What a slot leads to.
    #[inline]
    pub(crate) fn led(self, slot: u32) -> Slot<'t> {
        let leads_to = slot & self.offset_mask();
        match (leads_to as usize).checked_sub(self.size(Section::Entries)) {
            Some(list) => Slot::List(self.list(list)),
            None => Slot::Alone(Entry(leads_to)),
        }
    }

    #[inline]
    fn list(self, at: usize) -> List<'t> {
        let at = self.place(Section::Lists, at);
        let list = self.bytes.get(at..).unwrap_or_default();
        let count = number(list, 0).unwrap_or_default() as usize;
        let end = count.saturating_mul(ITEM).saturating_add(ITEM);
        let mut list = List { first: None, rest: list.get(ITEM..end).unwrap_or_default() };
        list.next();
        list
    }
}

impl<'t> Slot<'t> {
    /// All entries that it leads to.
    #[inline]
    pub(crate) fn list(self) -> List<'t> {
        match self {
            Slot::Alone(entry) => List { first: Some(entry), rest: &[] },
            Slot::List(list) => list,
        }
    }
}

impl List<'_> {
    pub(crate) const NONE: List<'static> = List { first: None, rest: &[] };

    /// How many bytes there are of those behind the next.
    pub(crate) fn size(&self) -> usize {
        self.rest.len()
    }

    /// The next entry, which stays where it is.
    pub(crate) fn peek(&self) -> Option<Entry> {
        self.first
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
