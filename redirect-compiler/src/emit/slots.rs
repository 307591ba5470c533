//! The slots of the perfect hash, and the lists that they refer to.

use crate::emit::groups::Element;
use crate::emit::key_map::{Key, KeyMap};
use crate::emit::perfect_hash::PerfectHash;
use redirect_core::internals::group::Group;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::perfect_hash::{GROUP, fingerprint};

/// The sections that are written key by key.
pub(crate) struct SlotSections {
    pub(crate) slots: Vec<u8>,
    pub(crate) lists: Vec<u8>,
    /// The bits of a slot that hold an offset. The other bits hold a fingerprint of the key.
    pub(crate) offset_mask: u32,
}

impl SlotSections {
    /// Writes the slot of each key. `offsets` are the offsets of all entries. The offsets of lists
    /// start at `entries_len`, so that one number refers to either.
    pub(crate) fn new(
        keys: &KeyMap,
        perfect_hash: &PerfectHash,
        offsets: &[u32],
        entries_len: u32,
    ) -> SlotSections {
        let mut lists = Vec::new();
        let mut key_offsets = Vec::with_capacity(keys.keys.len());
        for key in &keys.keys {
            key_offsets.push(offset_of(keys, key, offsets, entries_len, &mut lists));
        }
        if keys.keys.is_empty() {
            return SlotSections { slots: Vec::new(), lists, offset_mask: 0 };
        }
        let greatest = entries_len.saturating_add(to_u32(lists.len()));
        let offset_mask = u32::MAX.checked_shr(greatest.leading_zeros()).unwrap_or_default();
        let mut slots = vec![0_u8; 4 * perfect_hash.slot_count];
        for (key, offset) in key_offsets.into_iter().enumerate() {
            let at = 4 * perfect_hash.slots[key] as usize;
            let slot = fingerprint(keys.keys[key].hash, offset_mask) | offset;
            slots[at..at + 4].copy_from_slice(&slot.to_le_bytes());
        }
        SlotSections { slots, lists, offset_mask }
    }
}

/// Returns the offset of the entry of a key that one rule decides. For any other key, appends a
/// list of its rules and groups and returns the offset of the list.
fn offset_of(
    keys: &KeyMap,
    key: &Key,
    offsets: &[u32],
    entries_len: u32,
    lists: &mut Vec<u8>,
) -> u32 {
    if key.is_decided || key.is_single() {
        return offsets[key.first_rule.position()];
    }
    let at = lists.len();
    let elements = keys.elements(key);
    lists.extend_from_slice(&to_u32(elements.len()).to_le_bytes());
    let mut groups = Vec::new();
    for Element { rule, group } in elements {
        let bit = if group.is_some() { GROUP } else { 0 };
        lists.extend_from_slice(&(offsets[rule.position()] | bit).to_le_bytes());
        groups.extend(group.map(Group::encode));
    }
    for group in groups {
        lists.extend_from_slice(&group.to_le_bytes());
    }
    entries_len.saturating_add(to_u32(at))
}
