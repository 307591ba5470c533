//! What stands in the slots of keys, and the lists that those lead to.

use super::super::slots::{ALONE, LIST, written};
use super::super::to_u32;
use super::keys::{Key, Keys};

/// The sections that are written key by key.
pub(super) struct Slots {
    pub(super) slots: Vec<u8>,
    pub(super) lists: Vec<u8>,
}

impl Slots {
    /// Those of keys, whose places stand in `slots`; of each rule it is known where its entry is.
    pub(super) fn of(keys: &Keys, slots: &[u32], entries: &[u32]) -> Slots {
        let mut all = Slots { slots: Vec::with_capacity(8 * slots.len()), lists: Vec::new() };
        for &place in slots {
            let slot = match place.checked_sub(1) {
                Some(place) => {
                    let key = &keys.all[place as usize];
                    written(key.hash, key.len, all.target(keys, key, entries))
                }
                None => 0,
            };
            all.slots.extend_from_slice(&slot.to_le_bytes());
        }
        all
    }

    /// Where a key leads: to the entry of its rule, or to a list of them.
    fn target(&mut self, keys: &Keys, key: &Key, entries: &[u32]) -> u32 {
        let first = entries[key.first as usize];
        if key.is_final {
            return first;
        }
        if key.is_alone() {
            return ALONE | first;
        }
        let at = self.lists.len();
        self.lists.extend_from_slice(&[0; 4]);
        let mut count = 0_u32;
        for rule in keys.rules(key) {
            self.lists.extend_from_slice(&entries[rule as usize].to_le_bytes());
            count += 1;
        }
        self.lists[at..at + 4].copy_from_slice(&count.to_le_bytes());
        LIST | to_u32(at)
    }
}
