//! The lookup of a key in a perfect hash, which gives each key its own slot.
//!
//! This is hashing by displacement (D. Belazzougui, F. C. Botelho, M. Dietzfelbinger, "Hash,
//! Displace, and Compress", 2009; with the pilots of G. E. Pibiri, R. Trani, `PTHash`, 2021): a
//! hash selects a bucket of about four keys, and the `u16` pilot that the compiler found for that
//! bucket selects the slot. A lookup reads one pilot and one slot, whatever the number of keys. A
//! key that is not in the table selects some slot too. Most of those are rejected by the
//! fingerprint in the bits of the slot that offsets do not use, and all others when the key is
//! compared with the source of the entry.

use crate::table::Table;
use crate::table::entry::Entry;
use crate::table::index::hash::{reduce, slot_of};
use crate::table::layout::{HeaderNumber, Section, read_u16, read_u32};

/// The content of a slot.
pub(crate) enum Slot<'t> {
    /// The entry of the only rule of the key, or of a rule that matches all its requests.
    Single(Entry),
    /// The entries of all rules of the key.
    List(EntryList<'t>),
}

/// An iterator over entries, in declaration order of their rules, which is the order of their
/// offsets.
pub(crate) struct EntryList<'t> {
    first: Option<Entry>,
    rest: &'t [u8],
}

/// The bit of an element of a list that is set if the entry is the first of a
/// [group](crate::table::index::group). The groups follow the elements.
pub const GROUP: u32 = 1 << 31;

/// The size in bytes of an element of a list: its length, or the offset of an entry.
const ELEMENT: usize = Section::Lists.element_size();

/// Returns the bucket of a key among `buckets`.
#[inline]
pub fn bucket_of(hash: u64, buckets: usize) -> usize {
    reduce(hash, buckets)
}

/// Returns the fingerprint of a key: the bits of its hash at the positions where slots hold no
/// offset.
#[inline]
pub const fn fingerprint(hash: u64, offset_mask: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "slots have 32 bits")]
    let low = hash as u32;
    low & !offset_mask
}

impl<'t> Table<'t> {
    /// Returns the slot of the key with that hash. The caller must compare the key: with a low
    /// probability, a key that is not in the table has a slot too, and keys with equal hashes share
    /// one.
    #[inline]
    pub(crate) fn slot(self, hash: u64) -> Option<Slot<'t>> {
        self.encoded_slot(hash).map(|slot| self.decode_slot(slot))
    }

    /// Returns the offset of the only entry of the key with that hash, or the offset of its list in
    /// the section of lists.
    pub(crate) fn slot_offset(self, hash: u64) -> Option<Result<u32, usize>> {
        self.encoded_slot(hash).map(|slot| self.decode_offset(slot))
    }

    #[inline]
    fn encoded_slot(self, hash: u64) -> Option<u32> {
        let bucket = bucket_of(hash, self.header(HeaderNumber::Pilots) as usize);
        let at = self.offset(Section::Pilots, bucket * Section::Pilots.element_size());
        let pilot = read_u16(self.bytes, at)?;
        let slot = slot_of(hash, pilot, self.header(HeaderNumber::Slots) as usize);
        let at = self.offset(Section::Slots, slot * Section::Slots.element_size());
        let slot = read_u32(self.bytes, at)?;
        let offset_mask = self.header(HeaderNumber::OffsetMask);
        let is_key = slot & !offset_mask == fingerprint(hash, offset_mask);
        is_key.then_some(slot)
    }

    /// Decodes a slot.
    #[inline]
    pub(crate) fn decode_slot(self, slot: u32) -> Slot<'t> {
        match self.decode_offset(slot) {
            Ok(entry) => Slot::Single(Entry(entry)),
            Err(list) => Slot::List(self.list(list)),
        }
    }

    /// Decodes the offset in a slot. Offsets after the end of the section of entries refer to
    /// lists.
    #[inline]
    pub(crate) fn decode_offset(self, slot: u32) -> Result<u32, usize> {
        let offset = slot & self.header(HeaderNumber::OffsetMask);
        match (offset as usize).checked_sub(self.size(Section::Entries)) {
            Some(list) => Err(list),
            None => Ok(offset),
        }
    }

    #[inline]
    fn list(self, at: usize) -> EntryList<'t> {
        let list = self.bytes.get(self.offset(Section::Lists, at)..).unwrap_or_default();
        let count = read_u32(list, 0).unwrap_or_default() as usize;
        let end = count.saturating_mul(ELEMENT).saturating_add(ELEMENT);
        let rest = list.get(ELEMENT..end).unwrap_or_default();
        let mut list = EntryList { first: None, rest };
        list.next();
        list
    }
}

impl<'t> Slot<'t> {
    /// Returns all entries.
    #[inline]
    pub(crate) fn entries(self) -> EntryList<'t> {
        match self {
            Slot::Single(entry) => EntryList { first: Some(entry), rest: &[] },
            Slot::List(list) => list,
        }
    }
}

impl EntryList<'_> {
    /// Returns the number of bytes that follow the next entry.
    pub(crate) fn size(&self) -> usize {
        self.rest.len()
    }
}

impl Iterator for EntryList<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        let next = self.first;
        self.first = read_u32(self.rest, 0).map(|element| Entry(element & !GROUP));
        self.rest = self.rest.get(ELEMENT..).unwrap_or_default();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::{bucket_of, fingerprint};

    #[test]
    fn fingerprint_leaves_the_bits_of_offsets_free() {
        assert_eq!(fingerprint(u64::MAX, 0x0000_FFFF), 0xFFFF_0000);
        assert_eq!(fingerprint(0x1_2345_6789, 0xFF), 0x2345_6700);
        assert_eq!(fingerprint(u64::MAX, u32::MAX), 0);
    }

    #[test]
    fn buckets_are_in_range() {
        for hash in [0, 1, u64::MAX / 2, u64::MAX] {
            assert!(bucket_of(hash, 7) < 7);
            assert_eq!(bucket_of(hash, 1), 0);
        }
        assert_eq!(bucket_of(u64::MAX, 7), 6);
    }
}
