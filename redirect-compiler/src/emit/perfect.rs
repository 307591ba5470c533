//! A perfect hash: for each bucket of some four keys a pilot is looked for by which each of them has a
//! slot of its own.

use crate::emit::keys::{Key, Keys};
use redirect_core::internals::hash::piloted;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::perfect_hash::pilot_of;

/// The keys of one bucket.
const KEYS: usize = 4;

/// Where each key has its slot.
pub(crate) struct Perfect {
    pub(crate) pilots: Vec<u8>,
    /// The slot of each key.
    pub(crate) slots: Vec<u32>,
    /// How many there are: some stay empty.
    pub(crate) count: usize,
}

impl Perfect {
    /// `None` where two keys have one hash, or no pilot is found.
    pub(crate) fn of(keys: &Keys) -> Option<Perfect> {
        if keys.collides {
            return None;
        }
        let count = keys.all.len();
        let buckets = Buckets::of(&keys.all);
        let mut slots = vec![0; count];
        // They are looked at many times: in a byte each they stay in a cache.
        let mut taken = vec![false; count + count / 25 + 1];
        let mut pilots = vec![0; 2 * (buckets.starts.len() - 1)];
        for &bucket in &buckets.order {
            let (start, end) = (buckets.starts[bucket], buckets.starts[bucket + 1]);
            let hashes = &buckets.hashes[start..end];
            let pilot = pilot(hashes, &mut taken)?;
            pilots[2 * bucket..2 * bucket + 2].copy_from_slice(&pilot.to_le_bytes());
            let mut member = start;
            while member < end {
                let slot = piloted(buckets.hashes[member], pilot, taken.len());
                slots[buckets.members[member]] = to_u32(slot);
                member += 1;
            }
        }
        Some(Perfect { pilots, slots, count: taken.len() })
    }
}

/// The pilot by which all keys of a bucket have free slots, each its own; those are then taken.
fn pilot(hashes: &[u64], taken: &mut [bool]) -> Option<u16> {
    let slots = taken.len();
    let mut pilot = 0;
    loop {
        let mut placed = 0;
        while placed < hashes.len() {
            let slot = piloted(hashes[placed], pilot, slots);
            if taken[slot] {
                break;
            }
            taken[slot] = true;
            placed += 1;
        }
        if placed == hashes.len() {
            return Some(pilot);
        }
        while placed > 0 {
            placed -= 1;
            taken[piloted(hashes[placed], pilot, slots)] = false;
        }
        pilot = pilot.checked_add(1)?;
    }
}

/// The keys by their buckets, of which the largest come first: they are the hardest to place.
struct Buckets {
    /// The members of all buckets.
    members: Vec<usize>,
    /// The hash of each of them.
    hashes: Vec<u64>,
    /// Where those of each bucket begin, and where the last of them end.
    starts: Vec<usize>,
    order: Vec<usize>,
}

impl Buckets {
    fn of(keys: &[Key]) -> Buckets {
        let buckets = keys.len() / KEYS + 1;
        let mut starts = vec![0; buckets + 1];
        let mut bucket_of = Vec::with_capacity(keys.len());
        for key in keys {
            let bucket = pilot_of(key.hash, buckets);
            bucket_of.push(bucket);
            starts[bucket + 1] += 1;
        }
        let largest = starts.iter().copied().max().unwrap_or_default();
        let mut sizes = vec![0; largest + 2];
        let mut bucket = 0;
        while bucket < buckets {
            sizes[largest - starts[bucket + 1] + 1] += 1;
            bucket += 1;
        }
        for size in 0..=largest {
            sizes[size + 1] += sizes[size];
        }
        let mut order = vec![0; buckets];
        let mut bucket = 0;
        while bucket < buckets {
            let place = &mut sizes[largest - starts[bucket + 1]];
            order[*place] = bucket;
            *place += 1;
            bucket += 1;
        }
        for bucket in 0..buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut members = vec![0; keys.len()];
        let mut hashes = vec![0; keys.len()];
        for (key, bucket) in bucket_of.into_iter().enumerate() {
            members[next[bucket]] = key;
            hashes[next[bucket]] = keys[key].hash;
            next[bucket] += 1;
        }
        Buckets { members, hashes, starts, order }
    }
}
