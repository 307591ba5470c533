//! Which paths may be keys: most requests are for none, and this says so by one word.

use super::{Section, Table};
use crate::hash::reduced;
use crate::words::word;

/// The bits of the filter for one key.
#[cfg(feature = "compile")]
pub(super) const BITS_A_KEY: usize = 12;

/// The word of a filter of so many that a sample looks at, and its bits there.
#[inline]
pub(super) fn place(sample: u64, words: usize) -> (usize, u64) {
    let bit = |shift: u32| 1 << (sample >> shift & 63);
    (reduced(sample, words), bit(0) | bit(6) | bit(12) | bit(18))
}

/// Whether a path of that sample passes a filter.
#[cfg(feature = "compile")]
pub(super) fn passes(filter: &[u8], sample: u64) -> bool {
    let (at, bits) = place(sample, filter.len() / 8);
    word(filter, at * 8) & bits == bits
}

impl Table<'_> {
    /// Whether a path of that sample may be a key; if it is one, it is for certain.
    #[inline]
    pub(super) fn may_have(self, sample: u64) -> bool {
        let (at, bits) = place(sample, self.size(Section::Filter) / 8);
        word(self.bytes, self.place(Section::Filter, at * 8)) & bits == bits
    }
}
