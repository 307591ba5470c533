//! By which of its first segments each pattern is found: by one alone where few patterns share it, so
//! that a path has few keys; else by all of them.

use redirect_core::internals::segment_hashes::SEGMENTS;

/// How many patterns of one key are tried one by one.
const FEW: usize = 4;

/// Those of the first segments of a pattern that are text.
pub(crate) struct Pattern {
    pub(crate) mask: usize,
    pub(crate) hashes: [u64; SEGMENTS],
}

/// Leaves in the mask of each pattern the segments that it is found by.
pub(crate) fn choose(patterns: &mut [Pattern]) {
    let mut open: Vec<usize> = (0..patterns.len()).collect();
    for _ in 0..SEGMENTS {
        let by = |segment| (few(patterns, &open, segment), segment);
        let best =
            (0..SEGMENTS).map(by).max_by_key(|(few, segment)| (few.len(), SEGMENTS - segment));
        let Some((few, segment)) = best.filter(|(few, _)| !few.is_empty()) else { return };
        let mut is_open = vec![true; patterns.len()];
        for pattern in few {
            patterns[pattern].mask = 1 << segment;
            is_open[pattern] = false;
        }
        open.retain(|&pattern| is_open[pattern]);
    }
}

/// Those of the open patterns that share a segment with few others.
fn few(patterns: &[Pattern], open: &[usize], segment: usize) -> Vec<usize> {
    let mut by_hash = Vec::with_capacity(open.len());
    for &pattern in open {
        if patterns[pattern].mask >> segment & 1 == 1 {
            by_hash.push((patterns[pattern].hashes[segment], pattern));
        }
    }
    by_hash.sort_unstable();
    let alike = by_hash.chunk_by(|(hash, _), (other, _)| hash == other);
    let few = alike.filter(|alike| alike.len() <= FEW).flatten();
    few.map(|(_, pattern)| *pattern).collect()
}
