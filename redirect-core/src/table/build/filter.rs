//! The filter of the keys that are paths.

use super::super::filter::{BITS_A_KEY, passes, place};
use super::super::key::seed as seed_of;
use crate::directive::Directive;
use crate::hash::sample;
use crate::text::Form;

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

/// Whether one of the paths that most requests are for passes the filter, and is no key.
pub(super) fn has_hot_paths(directives: &[Directive<'_>], filter: &[u8], seed: u32) -> bool {
    let seed = seed_of(seed, Form::default().index() as u64);
    let hot = HOT.iter().filter(|path| passes(filter, sample(path.as_bytes(), seed, 0)));
    let is_key = |path: &str| directives.iter().any(|d| d.exact_key() == Some(path.as_bytes()));
    hot.into_iter().any(|path| !is_key(path))
}

/// The bytes of the filter.
pub(super) fn filter(
    directives: &[Directive<'_>],
    spellings: &[Option<Vec<u8>>],
    seed: u32,
) -> Vec<u8> {
    let keys = directives.iter().filter_map(Directive::exact_key);
    let words = (directives.len() * BITS_A_KEY).div_ceil(64);
    let mut filter = vec![0_u64; words];
    let seed = seed_of(seed, Form::default().index() as u64);
    let mut add = |key: &[u8]| {
        let (at, bits) = place(sample(key, seed, 0), words);
        filter[at] |= bits;
    };
    keys.for_each(&mut add);
    spellings.iter().flatten().for_each(|spelt| add(spelt));
    let mut bytes = Vec::with_capacity(8 * words);
    for word in filter {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    bytes
}
