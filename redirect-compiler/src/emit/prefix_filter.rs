//! The construction of the prefix filter: a register-blocked Bloom filter (k = 3) over the first 16
//! bytes after the slash of paths without captures. Each prefix sets three bits of one word.

use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::has_percent;
use redirect_core::internals::prefix_filter::{bits_of, passes, prefix};

/// The number of bits for each distinct prefix. With k = 3, one in 127 absent prefixes passes.
const BITS_PER_PREFIX: usize = 16;

/// The paths that clients request most often although the table has no rule for them.
const HOT_PATHS: [&str; 8] = [
    "/",
    "/favicon.ico",
    "/robots.txt",
    "/index.html",
    "/sitemap.xml",
    "/apple-touch-icon.png",
    "/ads.txt",
    "/login",
];

/// The prefixes of the keys of a table.
pub(crate) struct Prefixes {
    prefixes: Vec<[u64; 2]>,
    /// The number of words of the filter.
    words: usize,
}

impl Prefixes {
    /// Collects the prefixes of all rules that match one path only.
    pub(crate) fn new(rules: &[CheckedRule<'_>]) -> Prefixes {
        let mut prefixes = Vec::new();
        for rule in rules {
            let Some(key) = rule.exact_path() else { continue };
            let prefix = prefix_of(key);
            // Most consecutive keys have the same prefix.
            if prefixes.last() != Some(&prefix) {
                prefixes.push(prefix);
            }
        }
        // Without keys, the filter is one empty word that no path passes.
        let words = (count_distinct(&prefixes) * BITS_PER_PREFIX).div_ceil(64).max(1);
        Prefixes { prefixes, words }
    }

    /// Returns the words of the filter with a seed.
    pub(crate) fn filter_words(&self, seed: u32) -> Vec<u64> {
        let mut words = vec![0; self.words];
        for &prefix in &self.prefixes {
            let (at, bits) = bits_of(prefix, seed, self.words);
            words[at] |= bits;
        }
        words
    }

    /// Returns whether one of [`HOT_PATHS`] is a false positive of the filter.
    pub(crate) fn passes_hot_path(&self, words: &[u64], seed: u32) -> bool {
        HOT_PATHS.iter().any(|path| {
            let hot = prefix(path.as_bytes());
            passes(words, hot, seed) && !self.prefixes.contains(&hot)
        })
    }
}

/// Estimates the number of distinct prefixes by linear counting (K.-Y. Whang et al., 1990). Each
/// prefix sets one bit of a bitmap with four bits per prefix, and the estimate is the number of set
/// bits. Collisions are not corrected for, because an exact size does not matter.
fn count_distinct(prefixes: &[[u64; 2]]) -> usize {
    let mut is_set = vec![false; 4 * prefixes.len()];
    let mut distinct = 0;
    for &prefix in prefixes {
        let (at, _) = bits_of(prefix, 0, is_set.len());
        distinct += usize::from(!is_set[at]);
        is_set[at] = true;
    }
    distinct
}

/// Returns the prefix of the unencoded spelling of a path, given its normal form.
fn prefix_of(key: &[u8]) -> [u64; 2] {
    // The slash and the sixteen bytes of the prefix.
    let mut path = [0; 17];
    let first = &key[..key.len().min(path.len())];
    if !has_percent(first) {
        return prefix(first);
    }
    let (mut len, mut at) = (0, 0);
    while len < path.len() && at < key.len() {
        let decoded = if key[at] == b'%' { pct_encoded(&key[at..]) } else { None };
        path[len] = decoded.unwrap_or(key[at]);
        len += 1;
        at += if decoded.is_some() { 3 } else { 1 };
    }
    prefix(&path[..len])
}

#[cfg(test)]
mod tests {
    use super::{Prefixes, prefix_of};
    use redirect_core::internals::prefix_filter::{passes, prefix};

    #[test]
    fn prefix_of_a_key_is_that_of_its_unencoded_spelling() {
        let cases = [
            ("/", "/"),
            ("/a", "/a"),
            ("/caf%C3%A9/menu", "/café/menu"),
            ("/%7C-or-more-and-so/a%2Fb", "/|-or-more-and-so/a%2Fb"),
            ("/%C3%A9%C3%A9%C3%A9%C3%A9/x", "/éééé/x"),
            ("/%C3%A9%C3%A9%C3%A9%C3%A9/%C3%A9%C3%A9/more", "/éééé/éé/morning"),
        ];
        for (key, path) in cases {
            assert_eq!(prefix_of(key.as_bytes()), prefix(path.as_bytes()), "{key}");
        }
    }

    #[test]
    fn filter_without_keys_rejects_every_path() {
        let prefixes = Prefixes::new(&[]);
        let words = prefixes.filter_words(0);
        assert_eq!(words, [0]);
        assert!(!passes(&words, prefix(b"/a"), 0));
        assert!(!prefixes.passes_hot_path(&words, 0));
    }

    #[test]
    fn every_prefix_passes_its_filter() {
        let all: Vec<_> = (0..1000).map(|page| prefix(format!("/{page}").as_bytes())).collect();
        let prefixes = Prefixes { words: 250, prefixes: all.clone() };
        for seed in 0..16 {
            let words = prefixes.filter_words(seed);
            assert!(all.iter().all(|&prefix| passes(&words, prefix, seed)));
        }
    }
}
