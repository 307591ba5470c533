//! Where a key is: a perfect hash, by which each key has a slot of its own.

use super::{Section, Table, short};
use crate::hash::{piloted, reduced, word};

/// What a key leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// The entry of the rule that takes all requests for the path.
    Final(u32),
    /// A list of rules.
    List(u32),
}

/// The slot leads to a list.
pub(super) const LIST: u32 = 1 << 31;

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
    pub(super) fn slot(self, hash: u64, len: usize) -> Option<Slot> {
        let (pilots, slots) = (self.section(Section::Pilots), self.section(Section::Slots));
        let pilot = short(pilots, pilot_of(hash, pilots.len() / 2) * 2)?;
        let slot = word(slots, piloted(hash, pilot, slots.len() / 8) * 8);
        if slot >> 32 != written(hash, len, 0) >> 32 {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)]
        let leads_to = slot as u32;
        Some(if leads_to & LIST == 0 {
            Slot::Final(leads_to)
        } else {
            Slot::List(leads_to & !LIST)
        })
    }

    /// The rules of a list, each with its entry.
    pub(super) fn list(self, at: u32) -> &'t [u8] {
        let list = self.section(Section::Lists).get(at as usize..).unwrap_or_default();
        let count = super::number(list, 0).unwrap_or_default() as usize;
        let end = count.saturating_mul(ITEM).saturating_add(4);
        list.get(4..end).unwrap_or_default()
    }
}

/// The bytes of one rule in a list.
pub(super) const ITEM: usize = 8;
