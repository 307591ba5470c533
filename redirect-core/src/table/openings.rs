//! How keys begin: most requests that are no redirection are for another part of the site, which a bit
//! says that stays in the nearest cache.

use super::{HEADER, Section, Table};
use crate::hash::{reduced, seed_of};
use crate::words::{few, position, word};

/// The eight bytes behind the first slash, or as many as there are.
#[inline]
pub(super) fn opening(path: &[u8]) -> u64 {
    match path {
        [_, behind @ ..] if behind.len() < 8 => few(behind),
        _ => word(path, 1),
    }
}

/// The bit of an opening, of so many.
#[inline]
pub(super) fn bit(opening: u64, bits: usize) -> usize {
    reduced(seed_of(opening), bits)
}

impl Table<'_> {
    /// Whether a key may begin as a path does; if one begins so, it is for certain.
    #[inline]
    pub(super) fn may_begin(self, path: &[u8]) -> bool {
        let opening = opening(path);
        let bits = self.size(Section::Openings) * 8;
        // What is encoded may be spelt in another way.
        if bits == 0 || position(opening, b'%') != 0 {
            return true;
        }
        let bit = bit(opening, bits);
        self.bytes.get(HEADER + bit / 8).is_none_or(|byte| byte >> (bit % 8) & 1 == 1)
    }
}
