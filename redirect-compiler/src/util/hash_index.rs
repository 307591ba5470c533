//! A hash table of indices.
//!
//! `std::collections::HashMap` takes twice as long for the paths of 100,000 rules, both optimized
//! and unoptimized, as macros run (300 ms instead of 150 ms). Here, the caller hashes a key once
//! and stores the hash.

/// An open-addressing hash table with linear probing, at most half full. It stores indices into a
/// list of keys, which the caller owns.
#[derive(Debug)]
pub(crate) struct HashIndex {
    /// The slots, as many as a power of two. A slot is 0 if it is empty, and otherwise one more
    /// than an index.
    slots: Vec<u32>,
    len: usize,
}

/// The slot where a key that is not in the table belongs.
pub(crate) struct VacantSlot(usize);

impl HashIndex {
    /// Creates a table for at most `capacity` indices.
    pub(crate) fn with_capacity(capacity: usize) -> HashIndex {
        HashIndex { slots: vec![0; (capacity * 2).next_power_of_two().max(16)], len: 0 }
    }

    /// Returns the index of the key with a hash for which `is_key` holds, or else the slot where
    /// the key belongs. At least half of the slots are empty, so probing ends.
    pub(crate) fn find(
        &self,
        hash: u64,
        is_key: impl Fn(usize) -> bool,
    ) -> Result<usize, VacantSlot> {
        let mask = self.slots.len() - 1;
        let mut slot = first_slot(hash) & mask;
        loop {
            match self.slots[slot] {
                0 => return Err(VacantSlot(slot)),
                occupied => {
                    let index = occupied as usize - 1;
                    if is_key(index) {
                        return Ok(index);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Stores an index in a slot that the last call to [`find`](HashIndex::find) returned.
    ///
    /// # Panics
    ///
    /// Panics if there are more indices than the capacity.
    #[expect(clippy::expect_used, reason = "a document of 2^32 rules does not fit into memory")]
    pub(crate) fn insert(&mut self, VacantSlot(slot): VacantSlot, index: usize) {
        self.len += 1;
        assert!(self.len * 2 <= self.slots.len(), "invariant: the capacity bounds the indices");
        self.slots[slot] = u32::try_from(index + 1).expect("invariant: indices have 32 bits");
    }
}

/// Returns the number of the first slot to probe, before the mask is applied. It is the high half
/// of the hash.
#[expect(clippy::expect_used, reason = "the compiler runs on hosts with at least 32 bits")]
fn first_slot(hash: u64) -> usize {
    usize::try_from(hash >> 32).expect("invariant: 32 bits fit into a usize")
}

#[cfg(test)]
mod tests {
    use super::HashIndex;

    #[test]
    fn keys_of_one_hash_are_probed_in_turn() {
        let keys = ["a", "b", "c"];
        // The last slot: the probe wraps around.
        let hash = u64::MAX;
        let mut index = HashIndex::with_capacity(keys.len());
        for (number, key) in keys.iter().enumerate() {
            let slot = index.find(hash, |number| keys[number] == *key).unwrap_err();
            index.insert(slot, number);
        }
        for (number, key) in keys.iter().enumerate() {
            assert_eq!(index.find(hash, |number| keys[number] == *key).ok(), Some(number));
        }
        assert!(index.find(hash, |_| false).is_err());
    }

    #[test]
    #[should_panic(expected = "the capacity bounds the indices")]
    fn more_indices_than_the_capacity_panic_instead_of_looping() {
        let mut index = HashIndex::with_capacity(8);
        for number in 0..9 {
            let slot = index.find(0, |_| false).unwrap_err();
            index.insert(slot, number);
        }
    }
}
