//! What stands in the slots of keys, and the lists that those lead to.

use crate::emit::keys::{Key, Keys};
use crate::emit::perfect::Perfect;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::perfect_hash::{SLOT, fingerprint};

/// The sections that are written key by key.
pub(crate) struct Slots {
    pub(crate) bytes: Vec<u8>,
    pub(crate) lists: Vec<u8>,
    /// The bits of a slot that say where it leads.
    pub(crate) offset_mask: u32,
}

impl Slots {
    /// Those of keys. Of each rule it is known where its entry is; the lists stand behind the last, at
    /// `end`.
    pub(crate) fn of(keys: &Keys, perfect: &Perfect, entries: &[u32], end: u32) -> Slots {
        let mut lists = Vec::new();
        let mut led = Vec::with_capacity(keys.all.len());
        for key in &keys.all {
            led.push(leads_to(keys, key, entries, end, &mut lists));
        }
        let last = end.saturating_add(to_u32(lists.len()));
        let offset_mask = u32::MAX.checked_shr(last.leading_zeros()).unwrap_or_default();
        let mut bytes = vec![0; SLOT * perfect.count];
        for (key, leads_to) in led.into_iter().enumerate() {
            let at = SLOT * perfect.slots[key] as usize;
            let slot = fingerprint(keys.all[key].hash, offset_mask) | leads_to;
            bytes[at..at + SLOT].copy_from_slice(&slot.to_le_bytes());
        }
        Slots { bytes, lists, offset_mask }
    }
}

/// Where a key leads: to the entry of its rule, or to a list of them, which is added.
fn leads_to(keys: &Keys, key: &Key, entries: &[u32], end: u32, lists: &mut Vec<u8>) -> u32 {
    let first = entries[key.first as usize];
    if key.is_final || key.is_alone() {
        return first;
    }
    let at = lists.len();
    lists.extend_from_slice(&[0; 4]);
    let mut count = 0_u32;
    for rule in keys.rules(key) {
        lists.extend_from_slice(&entries[rule as usize].to_le_bytes());
        count += 1;
    }
    lists[at..at + 4].copy_from_slice(&count.to_le_bytes());
    end.saturating_add(to_u32(at))
}
