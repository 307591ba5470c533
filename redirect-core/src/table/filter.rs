//! Which paths may be keys: most requests are for none, and this says so by one word.

use super::{Section, Table};
use crate::hash::{few, joined, reduced, word};

/// The bits of the filter for one key.
#[cfg(feature = "compile")]
pub(super) const BITS_A_KEY: usize = 12;

/// A hash of the length of a path and of some of its words, each of which may be those of many
/// paths.
#[inline]
pub(super) fn sample(path: &[u8], seed: u64) -> u64 {
    let len = path.len();
    if len < 8 {
        return joined(seed ^ len as u64, few(path));
    }
    let (last, before) = (word(path, len - 8), word(path, (len - 8).saturating_sub(7)));
    let middle = word(path, (len - 8) / 2);
    joined(joined(seed ^ len as u64, last), middle ^ before.rotate_left(29))
}

/// The word of a filter of so many that a sample looks at, and its bits there.
#[inline]
pub(super) fn place(sample: u64, words: usize) -> (usize, u64) {
    let bit = |shift: u32| 1 << (sample >> shift & 63);
    (reduced(sample, words), bit(0) | bit(6) | bit(12) | bit(18))
}

/// Whether a path passes a filter.
#[inline]
pub(super) fn passes(filter: &[u8], path: &[u8], seed: u64) -> bool {
    let (at, bits) = place(sample(path, seed), filter.len() / 8);
    word(filter, at * 8) & bits == bits
}

impl Table<'_> {
    /// Whether a path may be a key; if it is one, it is for certain.
    #[inline]
    pub(super) fn may_have(self, path: &[u8], seed: u64) -> bool {
        passes(self.section(Section::Filter), path, seed)
    }
}
