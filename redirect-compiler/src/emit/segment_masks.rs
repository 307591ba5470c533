//! The choice of the segments by which each pattern is found.
//!
//! A path is looked up once for each mask in the table, so the fewer masks, the faster. The choice
//! is greedy, as in set cover: repeatedly take the segment position at which most of the remaining
//! patterns have a segment that they share with few others, and index those by it alone. Patterns
//! that remain keep all of their segments. This takes a sort for each of at most [`SEGMENTS`]²
//! steps.

use redirect_core::internals::segment_hashes::SEGMENTS;

/// The greatest number of patterns that share a key, all of which a lookup compares with the path.
const FEW: usize = 4;

/// The literal segments among the first of a pattern.
pub(crate) struct PatternSegments {
    /// The positions of the segments that the pattern is found by, one bit for each.
    pub(crate) mask: usize,
    pub(crate) hashes: [u64; SEGMENTS],
}

/// Reduces the mask of each pattern to the segments that it is found by.
pub(crate) fn choose_masks(patterns: &mut [PatternSegments]) {
    let mut remaining: Vec<usize> = (0..patterns.len()).collect();
    for _ in 0..SEGMENTS {
        // The first of the segments that find most patterns.
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

/// Returns those of the remaining patterns that share the segment at a position with at most
/// [`FEW`].
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
