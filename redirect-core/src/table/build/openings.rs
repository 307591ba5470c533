//! How the keys begin that are paths.

use super::super::openings::{bit, opening};
use crate::chars::pct_encoded;
use crate::directive::Directive;

/// The bytes for each opening, and the most of all: what is larger leaves the nearest cache.
const BYTES: usize = 2;
const MAX_BYTES: usize = 1 << 13;

/// With more openings than this a bit says little.
const MANY: usize = MAX_BYTES * 2;

/// The bytes of the section: none where keys begin in many ways, and no bit where no path is a key.
pub(super) fn openings(directives: &[Directive<'_>]) -> Vec<u8> {
    let mut openings = Vec::new();
    for key in directives.iter().filter_map(Directive::exact_key) {
        let opening = opening_of(key);
        // Most keys that follow each other begin alike.
        if openings.last() != Some(&opening) {
            openings.push(opening);
        }
    }
    openings.sort_unstable();
    openings.dedup();
    if openings.len() > MANY {
        return Vec::new();
    }
    let bytes = (openings.len() * BYTES).next_multiple_of(8).clamp(8, MAX_BYTES);
    let mut bits = vec![0; bytes];
    for opening in openings {
        let bit = bit(opening, bytes * 8);
        bits[bit / 8] |= 1 << (bit % 8);
    }
    bits
}

/// The opening of a path in which nothing is encoded, and which is that key.
fn opening_of(key: &[u8]) -> u64 {
    // Its opening, and the slash before it.
    let mut path = [0; 9];
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
    use crate::table::openings::opening;

    #[test]
    fn a_key_begins_as_the_paths_do_in_which_nothing_is_encoded() {
        let cases = [
            ("/", "/"),
            ("/a", "/a"),
            ("/caf%C3%A9/menu", "/café/menu"),
            ("/%7C-or-more/a%2Fb", "/|-or-more/a%2Fb"),
            ("/%C3%A9%C3%A9%C3%A9%C3%A9/x", "/éééé/x"),
        ];
        for (key, path) in cases {
            assert_eq!(opening_of(key.as_bytes()), opening(path.as_bytes()), "{key}");
        }
    }
}
