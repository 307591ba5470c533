//! How the keys begin that are paths.

use crate::lower::checked_rule::Directive;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::prefix_filter::{opening, passes, place};
use redirect_core::internals::swar::has_percent;

/// The bits for each opening: one in 127 of other openings passes.
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
pub(crate) struct Openings {
    openings: Vec<[u64; 2]>,
    /// How many words say so.
    words: usize,
}

impl Openings {
    pub(crate) fn of(directives: &[Directive<'_>]) -> Openings {
        let mut openings = Vec::new();
        for key in directives.iter().filter_map(Directive::exact_key) {
            let opening = opening_of(key);
            // Most keys that follow each other begin alike.
            if openings.last() != Some(&opening) {
                openings.push(opening);
            }
        }
        // One where there are none: no path passes.
        let words = (distinct(&openings) * BITS).div_ceil(64).max(1);
        Openings { openings, words }
    }

    /// The words that say so by a seed.
    pub(crate) fn words(&self, seed: u32) -> Vec<u64> {
        let mut words = vec![0; self.words];
        for &opening in &self.openings {
            let (at, bits) = place(opening, seed, self.words);
            words[at] |= bits;
        }
        words
    }

    /// Whether one of the paths that most requests are for passes, and begins as no key does.
    pub(crate) fn have_hot_paths(&self, words: &[u64], seed: u32) -> bool {
        let mut hot = HOT.iter().map(|path| opening(path.as_bytes()));
        hot.any(|hot| passes(words, hot, seed) && !self.openings.contains(&hot))
    }
}

/// How many of them differ, but for a few: so many bits are set.
fn distinct(openings: &[[u64; 2]]) -> usize {
    let mut bits = vec![false; 4 * openings.len()];
    let mut distinct = 0;
    for &opening in openings {
        let (at, _) = place(opening, 0, bits.len());
        distinct += usize::from(!bits[at]);
        bits[at] = true;
    }
    distinct
}

/// The opening of a path in which nothing is encoded, and which is that key.
fn opening_of(key: &[u8]) -> [u64; 2] {
    // Its opening, and the slash before it.
    let mut path = [0; 17];
    let first = &key[..key.len().min(path.len())];
    if !has_percent(first) {
        return opening(first);
    }
    let (mut len, mut at) = (0, 0);
    while len < path.len() && at < key.len() {
        let coded = if key[at] == b'%' { pct_encoded(&key[at..]) } else { None };
        path[len] = coded.unwrap_or(key[at]);
        len += 1;
        at += if coded.is_some() { 3 } else { 1 };
    }
    opening(&path[..len])
}

#[cfg(test)]
mod tests {
    use super::opening_of;
    use redirect_core::internals::prefix_filter::opening;

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
            assert_eq!(opening_of(key.as_bytes()), opening(path.as_bytes()), "{key}");
        }
    }
}
