//! How the keys begin that are paths.

use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::prefix_filter::{passes, place, prefix};
use redirect_core::internals::swar::has_percent;

/// The bits for each prefix: one in 127 of other prefixes passes.
const BITS: usize = 16;

/// The paths that most requests are for that are no redirection.
const HOT: [&str; 8] = [
    "/",
    "/favicon.ico",
    "/robots.txt",
    "/index.html",
    "/sitemap.xml",
    "/apple-touch-icon.png",
    "/ads.txt",
    "/login",
];

/// How keys begin.
pub(crate) struct PrefixFilter {
    prefix_filter: Vec<[u64; 2]>,
    /// How many words say so.
    words: usize,
}

impl PrefixFilter {
    pub(crate) fn of(directives: &[CheckedRule<'_>]) -> PrefixFilter {
        let mut prefix_filter = Vec::new();
        for key in directives.iter().filter_map(CheckedRule::exact_path) {
            let prefix = prefix_of(key);
            // Most keys that follow each other begin alike.
            if prefix_filter.last() != Some(&prefix) {
                prefix_filter.push(prefix);
            }
        }
        // One where there are none: no path passes.
        let words = (distinct(&prefix_filter) * BITS).div_ceil(64).max(1);
        PrefixFilter { prefix_filter, words }
    }

    /// The words that say so by a seed.
    pub(crate) fn words(&self, seed: u32) -> Vec<u64> {
        let mut words = vec![0; self.words];
        for &prefix in &self.prefix_filter {
            let (at, bits) = place(prefix, seed, self.words);
            words[at] |= bits;
        }
        words
    }

    /// Whether one of the paths that most requests are for passes, and begins as no key does.
    pub(crate) fn have_hot_paths(&self, words: &[u64], seed: u32) -> bool {
        let mut hot = HOT.iter().map(|path| prefix(path.as_bytes()));
        hot.any(|hot| passes(words, hot, seed) && !self.prefix_filter.contains(&hot))
    }
}

/// How many of them differ, but for a few: so many bits are set.
fn distinct(prefix_filter: &[[u64; 2]]) -> usize {
    let mut bits = vec![false; 4 * prefix_filter.len()];
    let mut distinct = 0;
    for &prefix in prefix_filter {
        let (at, _) = place(prefix, 0, bits.len());
        distinct += usize::from(!bits[at]);
        bits[at] = true;
    }
    distinct
}

/// The prefix of a path in which nothing is encoded, and which is that key.
fn prefix_of(key: &[u8]) -> [u64; 2] {
    // Its prefix, and the slash before it.
    let mut path = [0; 17];
    let first = &key[..key.len().min(path.len())];
    if !has_percent(first) {
        return prefix(first);
    }
    let (mut len, mut at) = (0, 0);
    while len < path.len() && at < key.len() {
        let coded = if key[at] == b'%' { pct_encoded(&key[at..]) } else { None };
        path[len] = coded.unwrap_or(key[at]);
        len += 1;
        at += if coded.is_some() { 3 } else { 1 };
    }
    prefix(&path[..len])
}

#[cfg(test)]
mod tests {
    use super::prefix_of;
    use redirect_core::internals::prefix_filter::prefix;

    #[test]
    fn a_key_begins_as_the_paths_do_in_which_nothing_is_encoded() {
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
}
