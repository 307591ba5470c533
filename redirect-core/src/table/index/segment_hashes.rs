//! The hashes of the first segments of a path, by which patterns are found.
//!
//! A pattern is indexed by a subset of its first [`SEGMENTS`] literal segments: a mask with one bit
//! for each, whose hashes are combined into one key (tuple space search: V. Srinivasan, S. Suri, G.
//! Varghese, "Packet Classification Using Tuple Space Search", 1999). A path is looked up once for
//! each mask in the table, of which there are at most [`MASKS`] and usually one or two, and its
//! segments are hashed once for all of them.

use crate::matching::text::{Encoding, Text};
use crate::swar::find_slash;
use crate::table::index::hash::{Hasher, combine, hash_ignoring_case};
use crate::table::index::key::{SegmentMasks, hash_normal_form};

/// The number of segments that keys of patterns may consist of.
pub const SEGMENTS: usize = 4;

/// The number of sets of those segments.
pub const MASKS: usize = 1 << SEGMENTS;

/// The hashes of the first segments of a path, regardless of case.
pub(crate) struct SegmentHashes {
    hashes: [u64; SEGMENTS],
    len: usize,
}

impl SegmentHashes {
    /// Hashes the segments of a path that are part of a mask.
    #[inline]
    pub(crate) fn new(path: Text<'_>, masks: &SegmentMasks) -> SegmentHashes {
        let mut segments = SegmentHashes { hashes: [0; SEGMENTS], len: 0 };
        let (raw, mut wanted) = (path.raw(), masks.union());
        let mut start = 1;
        while wanted != 0 && start <= raw.len() {
            let end = find_slash(raw, start);
            if wanted & 1 != 0 {
                segments.hashes[segments.len] = hash_segment(path.slice(start, end));
            }
            wanted >>= 1;
            segments.len += 1;
            start = end + 1;
        }
        segments
    }

    /// Returns the key for a mask, or `None` if the path has fewer segments.
    #[inline]
    pub(crate) fn key(&self, mask: usize, seed: u64) -> Option<u64> {
        (mask >> self.len == 0).then(|| segment_key(&self.hashes, mask, seed))
    }
}

/// Combines the hashes of the segments in a mask into a key.
#[inline]
pub fn segment_key(hashes: &[u64; SEGMENTS], mask: usize, seed: u64) -> u64 {
    let (mut key, mut left) = (seed, mask);
    for &hash in hashes {
        if left & 1 == 1 {
            key = combine(key, hash);
        }
        left >>= 1;
    }
    key
}

/// Returns the hash of a segment, regardless of case.
#[inline]
pub fn hash_segment(segment: Text<'_>) -> u64 {
    if segment.encoding() == Encoding::NormalPath {
        return hash_ignoring_case(segment.raw(), 0);
    }
    hash_normal_form(segment, Hasher::ignoring_case(0))
}

#[cfg(test)]
mod tests {
    use super::{SegmentHashes, hash_segment, segment_key};
    use crate::matching::text::{Encoding, Text};
    use crate::table::index::key::TableFlags;

    #[test]
    fn key_consists_of_the_segments_in_the_mask() {
        let masks = TableFlags(TableFlags::mask(0b001) | TableFlags::mask(0b101)).segment_masks();
        let segments = SegmentHashes::new(Text::path("/a/b/c"), &masks);
        let hash = |text: &'static str| hash_segment(Text::new(text.as_bytes(), Encoding::Path));
        let hashes = [hash("A"), 0, hash("%63"), 0];
        assert_eq!(segments.key(0b001, 7), Some(segment_key(&hashes, 0b001, 7)));
        assert_eq!(segments.key(0b101, 7), Some(segment_key(&hashes, 0b101, 7)));
        assert_ne!(segments.key(0b001, 7), segments.key(0b001, 8));
    }

    #[test]
    fn path_with_too_few_segments_has_no_key() {
        let masks = TableFlags(TableFlags::mask(0b100)).segment_masks();
        assert_eq!(SegmentHashes::new(Text::path("/a/b"), &masks).key(0b100, 0), None);
        assert!(SegmentHashes::new(Text::path("/a/b/"), &masks).key(0b100, 0).is_some());
    }
}
