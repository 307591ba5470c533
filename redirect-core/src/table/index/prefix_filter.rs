//! A Bloom filter over the first bytes of all paths without captures.
//!
//! Most requests that no rule matches are for another part of the site, so that their first bytes
//! are enough to reject them. This is a blocked Bloom filter (F. Putze, P. Sanders, J. Singler,
//! "Cache-, Hash- and Space-Efficient Bloom Filters", WEA 2007) whose blocks are single words, also
//! called register-blocked (H. Lang, T. Neumann, A. Kemper, P. Boncz, "Performance-Optimal
//! Filtering: Bloom Overtakes Cuckoo at High Throughput", PVLDB 12(5), 2019). One hash selects a
//! 64-bit word and three bits in it, so that a lookup reads one word of a section that stays in the
//! L1 cache. With 16 bits for each distinct prefix, about one in 127 other prefixes passes. There
//! are no false negatives: each prefix in the table sets its three bits, and a path with a percent
//! sign in its prefix, which could have another spelling, always passes.

use crate::swar::{may_contain, read_short, read_word};
use crate::table::Table;
use crate::table::index::hash::{hash_words, reduce};
use crate::table::layout::{HeaderNumber, Section};

/// Returns the prefix of a path: up to sixteen bytes after the first slash.
#[inline]
pub fn prefix(path: &[u8]) -> [u64; 2] {
    let [_, rest @ ..] = path else { return [0; 2] };
    if rest.len() < 8 {
        return [read_short(rest), 0];
    }
    [read_word(rest, 0), read_word(rest, (rest.len() - 8).min(8))]
}

/// Returns the index of a prefix's word among `words`, and its bits in that word.
#[inline]
pub fn bits_of(prefix: [u64; 2], seed: u32, words: usize) -> (usize, u64) {
    let hash = hash_words(prefix, seed.into());
    let bit = |shift: u32| 1 << (hash >> shift & 63);
    (reduce(hash, words), bit(0) | bit(6) | bit(12))
}

/// Returns whether a prefix passes the filter that consists of `words`.
pub fn passes(words: &[u64], prefix: [u64; 2], seed: u32) -> bool {
    let (at, bits) = bits_of(prefix, seed, words.len());
    words[at] & bits == bits
}

impl Table<'_> {
    /// Returns whether a path in the table may have the same prefix as `path`. There are no false
    /// negatives.
    #[inline]
    pub(crate) fn may_contain_prefix(self, path: &[u8]) -> bool {
        let prefix = prefix(path);
        let words = self.header(HeaderNumber::FilterWords) as usize;
        let (at, bits) = bits_of(prefix, self.header(HeaderNumber::Seed), words);
        let at = self.offset(Section::PrefixFilter, at * Section::PrefixFilter.element_size());
        read_word(self.bytes, at) & bits == bits || may_contain(prefix, b'%')
    }
}

#[cfg(test)]
mod tests {
    use super::{bits_of, passes, prefix};

    #[test]
    fn prefix_is_sixteen_bytes_after_the_slash() {
        assert_eq!(prefix(b"/0123456789abcdef"), prefix(b"/0123456789abcdef/more"));
        assert_ne!(prefix(b"/0123456789abcdef"), prefix(b"/0123456789abcdeF"));
        assert_ne!(prefix(b"/0123456"), prefix(b"/012345"));
        assert_eq!(prefix(b"/"), [0; 2]);
        assert_eq!(prefix(b""), [0; 2]);
    }

    #[test]
    fn filter_has_no_false_negatives_and_few_false_positives() {
        let prefix_of = |number: usize| prefix(format!("/page/{number}").as_bytes());
        for seed in 0..4 {
            let mut words = vec![0; 250];
            for number in 0..1000 {
                let (at, bits) = bits_of(prefix_of(number), seed, words.len());
                words[at] |= bits;
            }
            assert!((0..1000).all(|number| passes(&words, prefix_of(number), seed)));
            let passed = (1000..11_000).filter(|&other| passes(&words, prefix_of(other), seed));
            assert!(passed.count() < 200);
        }
    }
}
