//! How keys begin: most requests that are no redirection are for another part of the site, which three
//! bits say of a word that stays in the nearest cache.

use crate::table::Table;
use crate::table::index::hash::{of_words, reduced};
use crate::table::layout::{FILTER_WORDS, SEED, Section};
use crate::table::swar::{few, may_hold, word};

/// The bytes of a word that says how keys begin.
pub(crate) const FILTER_WORD: usize = 8;

/// The sixteen bytes behind the first slash, or as many as there are.
#[inline]
pub fn prefix(path: &[u8]) -> [u64; 2] {
    let [_, behind @ ..] = path else { return [0; 2] };
    if behind.len() < 8 {
        return [few(behind), 0];
    }
    [word(behind, 0), word(behind, (behind.len() - 8).min(8))]
}

/// The word that says whether keys begin so, of so many, and its bits that do.
#[inline]
pub fn place(prefix: [u64; 2], seed: u32, words: usize) -> (usize, u64) {
    let hash = of_words(prefix, seed.into());
    let bit = |shift: u32| 1 << (hash >> shift & 63);
    (reduced(hash, words), bit(0) | bit(6) | bit(12))
}

/// Whether a path of that prefix passes.
pub fn passes(words: &[u64], prefix: [u64; 2], seed: u32) -> bool {
    let (at, bits) = place(prefix, seed, words.len());
    words[at] & bits == bits
}

impl Table<'_> {
    /// Whether a key may begin as a path does; if one begins so, it is for certain.
    #[inline]
    pub(crate) fn may_begin(self, path: &[u8]) -> bool {
        let prefix = prefix(path);
        let seed = u32::try_from(self.header(SEED)).unwrap_or_default();
        let (at, bits) = place(prefix, seed, self.header(FILTER_WORDS));
        // What is encoded may be spelt in another way.
        word(self.bytes, self.place(Section::PrefixFilter, at * FILTER_WORD)) & bits == bits
            || may_hold(prefix, b'%')
    }
}
