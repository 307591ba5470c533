//! The construction of the perfect hash.
//!
//! This is perfect hashing by displacement (CHD: D. Belazzougui, F. C. Botelho, M. Dietzfelbinger,
//! "Hash, Displace, and Compress", 2009), with the pilots of `PTHash` (G. E. Pibiri, R. Trani,
//! 2021). Keys are distributed over buckets of about four. Buckets are placed from the largest to
//! the smallest, because large ones are the hardest to place. For each bucket, the pilots 0, 1, 2,
//! … are tried until one gives all of its keys free slots. With 4 % of the slots left free, this
//! takes expected linear time. Unless two keys have the same hash, it fails with negligible
//! probability. The caller then tries another seed.

use crate::emit::key_map::Key;
use redirect_core::internals::hash::slot_of;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::perfect_hash::bucket_of;

/// The average number of keys in a bucket.
const KEYS_PER_BUCKET: usize = 4;

/// A perfect hash of the keys of a table.
pub(crate) struct PerfectHash {
    /// The pilot of each bucket, a little-endian `u16`.
    pub(crate) pilots: Vec<u8>,
    /// The slot of each key.
    pub(crate) slots: Vec<u32>,
    /// The number of slots, some of which stay empty.
    pub(crate) slot_count: usize,
}

impl PerfectHash {
    /// Builds a perfect hash of the keys. Returns `None` if a bucket cannot be placed with any
    /// pilot.
    pub(crate) fn build(keys: &[Key]) -> Option<PerfectHash> {
        let buckets = Buckets::new(keys);
        let mut slots = vec![0; keys.len()];
        // One byte per slot stays in the CPU cache, although it is read many times.
        let mut is_taken = vec![false; keys.len() + keys.len() / 25 + 1];
        let mut pilots = vec![0; 2 * (buckets.starts.len() - 1)];
        for &bucket in &buckets.order {
            let (start, end) = (buckets.starts[bucket], buckets.starts[bucket + 1]);
            let pilot = place_bucket(&buckets.hashes[start..end], &mut is_taken)?;
            pilots[2 * bucket..2 * bucket + 2].copy_from_slice(&pilot.to_le_bytes());
            let mut member = start;
            while member < end {
                let slot = slot_of(buckets.hashes[member], pilot, is_taken.len());
                slots[buckets.members[member]] = to_u32(slot);
                member += 1;
            }
        }
        Some(PerfectHash { pilots, slots, slot_count: is_taken.len() })
    }
}

/// Returns the first pilot that gives each key of a bucket a free slot of its own, and marks these
/// slots as taken.
fn place_bucket(hashes: &[u64], is_taken: &mut [bool]) -> Option<u16> {
    let slots = is_taken.len();
    let mut pilot = 0;
    loop {
        let mut placed = 0;
        while placed < hashes.len() {
            let slot = slot_of(hashes[placed], pilot, slots);
            if is_taken[slot] {
                break;
            }
            is_taken[slot] = true;
            placed += 1;
        }
        if placed == hashes.len() {
            return Some(pilot);
        }
        while placed > 0 {
            placed -= 1;
            is_taken[slot_of(hashes[placed], pilot, slots)] = false;
        }
        pilot = pilot.checked_add(1)?;
    }
}

/// The keys of a perfect hash, grouped by bucket.
struct Buckets {
    /// The keys of all buckets, one bucket after the other.
    members: Vec<usize>,
    /// The hashes of `members`.
    hashes: Vec<u64>,
    /// The position in `members` at which each bucket starts, and the position at which the last
    /// one ends.
    starts: Vec<usize>,
    /// The buckets, from the largest to the smallest.
    order: Vec<usize>,
}

impl Buckets {
    /// Groups keys with two counting sorts: keys by bucket, and buckets by size.
    fn new(keys: &[Key]) -> Buckets {
        let buckets = keys.len() / KEYS_PER_BUCKET + 1;
        let mut starts = vec![0; buckets + 1];
        let mut bucket_of_key = Vec::with_capacity(keys.len());
        for key in keys {
            let bucket = bucket_of(key.hash, buckets);
            bucket_of_key.push(bucket);
            starts[bucket + 1] += 1;
        }
        let largest = starts.iter().copied().max().unwrap_or_default();
        let mut positions = vec![0; largest + 2];
        let mut bucket = 0;
        while bucket < buckets {
            positions[largest - starts[bucket + 1] + 1] += 1;
            bucket += 1;
        }
        for size in 0..=largest {
            positions[size + 1] += positions[size];
        }
        let mut order = vec![0; buckets];
        let mut bucket = 0;
        while bucket < buckets {
            let position = &mut positions[largest - starts[bucket + 1]];
            order[*position] = bucket;
            *position += 1;
            bucket += 1;
        }
        for bucket in 0..buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut members = vec![0; keys.len()];
        let mut hashes = vec![0; keys.len()];
        for (key, bucket) in bucket_of_key.into_iter().enumerate() {
            members[next[bucket]] = key;
            hashes[next[bucket]] = keys[key].hash;
            next[bucket] += 1;
        }
        Buckets { members, hashes, starts, order }
    }
}

#[cfg(test)]
mod tests {
    use super::{Buckets, PerfectHash};
    use crate::emit::key_map::{Key, KeyMap};
    use crate::lower::checked_rule::CheckedIndex;
    use redirect_core::internals::hash::{hash, slot_of};
    use redirect_core::internals::perfect_hash::bucket_of;

    fn keys(hashes: impl Iterator<Item = u64>) -> Vec<Key> {
        let mut map = KeyMap::with_capacity(10_000);
        hashes.for_each(|hash| map.add(hash, 0, CheckedIndex::new(0), false));
        map.keys
    }

    fn numbered(count: u64) -> Vec<Key> {
        keys((0..count).map(|number| hash(&number.to_le_bytes(), 0)))
    }

    #[test]
    fn no_two_keys_share_a_slot() {
        for count in [0, 1, 2, 3, 4, 5, 100, 5000] {
            let keys = numbered(count);
            let built = PerfectHash::build(&keys).unwrap();
            let mut is_taken = vec![false; built.slot_count];
            for (key, &slot) in keys.iter().zip(&built.slots) {
                let bucket = bucket_of(key.hash, built.pilots.len() / 2);
                let pilot = [built.pilots[2 * bucket], built.pilots[2 * bucket + 1]];
                let found = slot_of(key.hash, u16::from_le_bytes(pilot), built.slot_count);
                assert_eq!(found, slot as usize);
                assert!(!std::mem::replace(&mut is_taken[found], true));
            }
        }
    }

    #[test]
    fn keys_with_the_same_hash_have_no_perfect_hash() {
        let mut keys = numbered(20);
        keys.push(keys[7]);
        assert!(PerfectHash::build(&keys).is_none());
    }

    #[test]
    fn largest_buckets_come_first() {
        let keys = numbered(1000);
        let buckets = Buckets::new(&keys);
        let size = |bucket: &usize| buckets.starts[bucket + 1] - buckets.starts[*bucket];
        assert!(buckets.order.iter().map(size).is_sorted_by(|before, next| before >= next));
        let mut members = buckets.members.clone();
        members.sort_unstable();
        assert!(members.into_iter().eq(0..1000));
    }
}
