//! The choice of the segments by which each pattern is indexed, for tuple space search (V.
//! Srinivasan et al., 1999).
//!
//! A path is looked up once for each mask in the table, so fewer masks are faster. The choice is
//! greedy, as in set cover. Each step finds the segment position at which the most remaining
//! patterns have a segment that few others share, and indexes these patterns by that segment alone.
//! Patterns that remain at the end keep all of their segments. There are at most [`SEGMENTS`]²
//! sorts, each of the remaining patterns.

use redirect_core::internals::segment_hashes::SEGMENTS;

/// The maximum number of patterns that share a segment in order to be indexed by it. A lookup
/// compares all of them with the path.
const FEW: usize = 4;

/// The literal ones among the first segments of a pattern.
pub(crate) struct PatternSegments {
    /// The positions of the segments by which the pattern is indexed, one bit for each.
    pub(crate) mask: usize,
    pub(crate) hashes: [u64; SEGMENTS],
}

/// Reduces the mask of each pattern to the segments by which it is indexed.
pub(crate) fn choose_masks(patterns: &mut [PatternSegments]) {
    let mut remaining: Vec<usize> = (0..patterns.len()).collect();
    for _ in 0..SEGMENTS {
        // The first segment position that suits the most patterns.
        let (mut found, mut best) = (Vec::new(), 0);
        for segment in 0..SEGMENTS {
            let selective = selective(patterns, &remaining, segment);
            if selective.len() > found.len() {
                (found, best) = (selective, segment);
            }
        }
        if found.is_empty() {
            return;
        }
        let mut is_remaining = vec![true; patterns.len()];
        for pattern in found {
            patterns[pattern].mask = 1 << best;
            is_remaining[pattern] = false;
        }
        remaining.retain(|&pattern| is_remaining[pattern]);
    }
}

/// Returns the remaining patterns that share their segment at a position with few others: at most
/// [`FEW`] patterns have that segment.
fn selective(patterns: &[PatternSegments], remaining: &[usize], segment: usize) -> Vec<usize> {
    let mut by_hash = Vec::with_capacity(remaining.len());
    for &pattern in remaining {
        if patterns[pattern].mask >> segment & 1 == 1 {
            by_hash.push((patterns[pattern].hashes[segment], pattern));
        }
    }
    by_hash.sort_unstable();
    let mut found = Vec::new();
    for group in by_hash.chunk_by(|(hash, _), (other, _)| hash == other) {
        if group.len() <= FEW {
            for (_, pattern) in group {
                found.push(*pattern);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{PatternSegments, choose_masks};

    #[test]
    fn patterns_are_found_by_their_most_selective_segment() {
        let pattern = |second| PatternSegments { mask: 0b11, hashes: [1, second, 0, 0] };
        let mut patterns: Vec<_> = (0..10).map(pattern).collect();
        choose_masks(&mut patterns);
        assert!(patterns.iter().all(|pattern| pattern.mask == 0b10));
    }

    #[test]
    fn patterns_that_share_all_segments_keep_the_whole_mask() {
        let pattern = |_| PatternSegments { mask: 0b101, hashes: [1, 0, 2, 0] };
        let mut patterns: Vec<_> = (0..10).map(pattern).collect();
        choose_masks(&mut patterns);
        assert!(patterns.iter().all(|pattern| pattern.mask == 0b101));
    }
}
