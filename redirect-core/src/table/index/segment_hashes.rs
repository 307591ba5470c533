//! The first segments of patterns: most patterns are told apart by them.

use crate::matching::text::{Encoding, Text};
use crate::table::index::hash::{Hasher, hash_any_case, joined};
use crate::table::index::key::Masks;
use crate::table::swar::slash;

/// How many segments are looked at.
pub const SEGMENTS: usize = 4;
/// How many sets of them there are.
pub const MASKS: usize = 1 << SEGMENTS;

/// The hashes of the first segments of a path, without regard to case.
pub(crate) struct SegmentHashes {
    hashes: [u64; SEGMENTS],
    /// How many there are.
    len: usize,
}

impl SegmentHashes {
    /// The first of a path, as far as the masks ask for them.
    #[inline]
    pub(crate) fn of(path: Text<'_>, masks: &Masks) -> SegmentHashes {
        let mut heads = SegmentHashes { hashes: [0; SEGMENTS], len: 0 };
        let (raw, mut wanted) = (path.raw(), masks.segments());
        let mut start = 1;
        while wanted != 0 && start <= raw.len() {
            let end = slash(raw, start);
            if wanted & 1 != 0 {
                heads.hashes[heads.len] = of_segment(path.part(start, end));
            }
            wanted >>= 1;
            heads.len += 1;
            start = end + 1;
        }
        heads
    }

    /// The key of the segments of a mask, if there are as many.
    #[inline]
    pub(crate) fn key(&self, mask: usize, seed: u64) -> Option<u64> {
        (mask >> self.len == 0).then(|| key_of(&self.hashes, mask, seed))
    }
}

/// The key of the segments of a mask, by their hashes.
#[inline]
pub fn key_of(hashes: &[u64; SEGMENTS], mask: usize, seed: u64) -> u64 {
    let is_in = |segment: &usize| mask >> segment & 1 == 1;
    (0..SEGMENTS).filter(is_in).fold(seed, |key, segment| joined(key, hashes[segment]))
}

/// The hash of a segment, without regard to case.
#[inline]
pub fn of_segment(segment: Text<'_>) -> u64 {
    if segment.coding() == Encoding::PlainPath {
        return hash_any_case(segment.raw(), 0);
    }
    let mut hasher = Hasher::any_case(0);
    segment.normal().for_each(|byte| hasher.put(byte));
    hasher.finish()
}
