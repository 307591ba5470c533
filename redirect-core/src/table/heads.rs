//! The first segments of patterns: most patterns are told apart by them.

use super::{Table, key};
use crate::hash::{Hasher, hash, joined};
use crate::text::{Coding, Text};

/// How many segments are looked at.
pub(super) const SEGMENTS: usize = 4;
/// How many sets of them there are.
pub(super) const MASKS: usize = 1 << SEGMENTS;

/// The hashes of the first segments of a path, without regard to case.
pub(super) struct Heads {
    hashes: [u64; SEGMENTS],
    /// How many there are.
    len: usize,
}

impl Heads {
    pub(super) fn of(path: Text<'_>) -> Heads {
        let mut heads = Heads { hashes: [0; SEGMENTS], len: 0 };
        let raw = path.raw();
        let mut start = 1;
        while heads.len < SEGMENTS && start <= raw.len() {
            let rest = raw.get(start..).unwrap_or_default();
            let end = rest.iter().position(|&byte| byte == b'/').unwrap_or(rest.len());
            heads.hashes[heads.len] = of_segment(path.part(start, start + end));
            heads.len += 1;
            start += end + 1;
        }
        heads
    }

    /// The key of the segments of a mask, if there are as many.
    pub(super) fn key(&self, mask: usize, seed: u64) -> Option<u64> {
        (mask >> self.len == 0).then(|| key_of(&self.hashes, mask, seed))
    }
}

/// The key of the segments of a mask, by their hashes.
pub(super) fn key_of(hashes: &[u64; SEGMENTS], mask: usize, seed: u64) -> u64 {
    let is_in = |segment: &usize| mask >> segment & 1 == 1;
    (0..SEGMENTS).filter(is_in).fold(seed, |key, segment| joined(key, hashes[segment]))
}

/// The hash of a segment, in lower case.
pub(super) fn of_segment(segment: Text<'_>) -> u64 {
    let raw = segment.raw();
    let is_lower = !raw.iter().any(u8::is_ascii_uppercase);
    if is_lower && segment.coding() == Coding::PlainPath {
        return hash(raw, 0);
    }
    let mut hasher = Hasher::new(0);
    segment.normal().for_each(|byte| hasher.put(byte.to_ascii_lowercase()));
    hasher.finish()
}

impl Table<'_> {
    /// The key of the segments of a mask, with a host if there is one.
    pub(super) fn head(self, heads: &Heads, mask: usize, host: Option<u64>) -> Option<u64> {
        let seed = self.mask_seed(mask);
        heads.key(mask, host.map_or(seed, |host| key::with_host(seed, host)))
    }
}
