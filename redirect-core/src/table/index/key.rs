//! Keys: what the index finds rules by.
//!
//! The key of a path without captures is the hash of its normal form, with a seed for each match
//! mode. The key of a pattern combines hashes of its first literal segments (see
//! [`segment_hashes`](crate::table::index::segment_hashes)), with a seed for each mask. Either is
//! combined with the hash of a host if the rule requires one.

use crate::matching::text::{Encoding, MatchMode, Text};
use crate::request::authority::MAX_HOST;
use crate::table::Table;
use crate::table::index::hash::{Hasher, combine, hash, spread};
use crate::table::index::segment_hashes::MASKS;
use crate::table::layout::HeaderNumber;

/// The kinds of keys that a table has, so that a lookup skips all others: bits 0 to 3 for paths in
/// each match mode, bits 4 to 7 for the same with a host, bits 8 to 23 for patterns by their mask,
/// bit 24 for patterns with a host, and bit 25 if the table declares canonical URLs.
#[derive(Clone, Copy, Debug)]
pub struct TableFlags(pub(crate) u32);

impl TableFlags {
    /// Patterns with a host.
    pub const PATTERN_WITH_HOST: u32 = 1 << 24;

    /// The table declares canonical URLs, so no lookup is decided by the path alone.
    pub const CANONICAL: u32 = 1 << 25;

    const PATH_WITH_HOST: u32 = 0xF0;
    const PATH_IGNORING_CASE: u32 = 0xAA;
    const ALL: u32 = 0x03FF_FFFF;

    /// Returns the flag of paths in a match mode, with a host or without.
    #[inline]
    pub fn path(mode: MatchMode, has_host: bool) -> u32 {
        1 << (mode.index() + MatchMode::ALL.len() * usize::from(has_host))
    }

    /// Returns the flag of patterns with that mask.
    pub fn mask(mask: usize) -> u32 {
        1 << (8 + mask)
    }

    /// Returns the number of keys that a path can have in a table with those flags.
    pub fn count_keys(flags: u32) -> usize {
        let flags = TableFlags(flags);
        let paths = flags.0 & (TableFlags::PATH_WITH_HOST | TableFlags::PATH_WITH_HOST >> 4);
        let hosts = if flags.contains(TableFlags::PATTERN_WITH_HOST) { 2 } else { 1 };
        (paths.count_ones() + hosts * flags.segment_masks().0.count_ones()) as usize
    }

    pub(crate) fn contains(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// Returns the masks by which patterns are found.
    #[inline]
    pub(crate) fn segment_masks(self) -> SegmentMasks {
        SegmentMasks((self.0 >> 8) & ((1 << MASKS) - 1))
    }

    /// Returns whether some keys include a host.
    pub(crate) fn has_hosts(self) -> bool {
        self.contains(TableFlags::PATH_WITH_HOST | TableFlags::PATTERN_WITH_HOST)
    }

    /// Returns whether the host may decide a lookup, as part of a key or of a canonical URL.
    pub(crate) fn needs_host(self) -> bool {
        const MASK: u32 =
            TableFlags::PATH_WITH_HOST | TableFlags::PATTERN_WITH_HOST | TableFlags::CANONICAL;
        self.contains(MASK)
    }

    /// Returns whether no path is compared regardless of case, so that the fast path applies.
    #[inline]
    pub(crate) fn allow_fast_path(self) -> bool {
        !self.contains(TableFlags::PATH_IGNORING_CASE)
    }

    /// Returns whether all keys are paths that are compared exactly, without a host.
    #[inline]
    pub(crate) fn has_only_exact_paths(self) -> bool {
        self.0 & TableFlags::ALL & !1 == 0
    }
}

/// A set of masks of segments, one bit for each, which iterates over its masks.
#[derive(Clone)]
pub(crate) struct SegmentMasks(u32);

impl SegmentMasks {
    /// Returns the segments that are in at least one mask.
    #[inline]
    pub(crate) fn union(&self) -> usize {
        let mut union = 0;
        for mask in self.clone() {
            union |= mask;
        }
        union
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

impl Iterator for SegmentMasks {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let mask = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(mask as usize)
    }
}

/// Returns the seed of the keys of paths in a match mode.
#[inline]
pub fn path_seed(table_seed: u32, mode: MatchMode) -> u64 {
    seed(table_seed, mode.index() as u64)
}

/// Returns the seed of the keys of patterns with that mask.
#[inline]
pub fn mask_seed(table_seed: u32, mask: usize) -> u64 {
    seed(table_seed, 8 + mask as u64)
}

#[inline]
fn seed(table_seed: u32, kind: u64) -> u64 {
    u64::from(table_seed) << 32 ^ spread(kind)
}

impl Table<'_> {
    /// Returns the kinds of keys in the table.
    #[inline]
    pub(crate) fn flags(self) -> TableFlags {
        TableFlags(self.header(HeaderNumber::Flags))
    }

    /// Returns the seed of the keys of paths in a match mode, and with a host if one is given.
    #[inline]
    pub(crate) fn path_seed(self, mode: MatchMode, host: Option<u64>) -> u64 {
        seed_with(path_seed(self.header(HeaderNumber::Seed), mode), host)
    }

    /// Returns the seed of the keys of patterns with that mask, and with a host if one is given.
    #[inline]
    pub(crate) fn mask_seed(self, mask: usize, host: Option<u64>) -> u64 {
        seed_with(mask_seed(self.header(HeaderNumber::Seed), mask), host)
    }
}

#[inline]
fn seed_with(seed: u64, host: Option<u64>) -> u64 {
    match host {
        Some(host) => with_host(seed, host),
        None => seed,
    }
}

/// Returns the key of a path in a match mode.
pub(crate) fn path_key(path: Text<'_>, mode: MatchMode, seed: u64) -> u64 {
    let path = path.in_mode(mode);
    if path.encoding() == Encoding::NormalPath {
        return hash(path.raw(), seed);
    }
    hash_normal_form(path, Hasher::new(seed))
}

/// Returns the hash of the normal form of a text.
pub(crate) fn hash_normal_form(text: Text<'_>, mut hasher: Hasher) -> u64 {
    for char in text.chars() {
        let (bytes, len) = char.bytes();
        for &byte in &bytes[..len] {
            hasher.write(byte);
        }
    }
    hasher.finish()
}

/// Combines a seed with the hash of a host.
pub fn with_host(seed: u64, host: u64) -> u64 {
    combine(seed, host)
}

/// Returns the hash of a host, regardless of case.
pub fn hash_host(host: &[u8]) -> u64 {
    let mut lower = [0; MAX_HOST];
    match lower.get_mut(..host.len()) {
        Some(lower) => {
            lower.copy_from_slice(host);
            lower.make_ascii_lowercase();
            hash(lower, 0)
        }
        // It is longer than any host of the table.
        None => hash(host, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{TableFlags, hash_host, path_key};
    use crate::matching::text::{MatchMode, Text};

    #[test]
    fn flags_of_different_keys_are_different_bits() {
        let mut all = 0;
        let paths = MatchMode::ALL.into_iter();
        let paths = paths.flat_map(|mode| [false, true].map(|host| TableFlags::path(mode, host)));
        let masks = (0..16).map(TableFlags::mask);
        for flag in paths.chain(masks).chain([TableFlags::PATTERN_WITH_HOST, TableFlags::CANONICAL])
        {
            assert_eq!(all & flag, 0);
            all |= flag;
        }
        assert_eq!(all, TableFlags::ALL);
    }

    #[test]
    fn fast_path_excludes_tables_that_ignore_case() {
        for mode in MatchMode::ALL {
            for has_host in [false, true] {
                let flags = TableFlags(TableFlags::path(mode, has_host));
                assert_eq!(flags.allow_fast_path(), !mode.ignore_case);
                assert_eq!(flags.has_hosts(), has_host);
                let is_exact = mode == MatchMode::default() && !has_host;
                assert_eq!(flags.has_only_exact_paths(), is_exact);
            }
        }
    }

    #[test]
    fn keys_do_not_depend_on_the_spelling() {
        for mode in MatchMode::ALL {
            let key = |path| path_key(Text::path(path), mode, 1);
            assert_eq!(key("/caf%C3%A9"), key("/caf%c3%a9"));
            assert_eq!(key("/a"), key("/%61"));
            assert_eq!(key("/a") == key("/A"), mode.ignore_case);
            assert_eq!(key("/a") == key("/a/"), mode.optional_slash);
            assert_ne!(key("/a/b"), key("/a%2Fb"));
        }
    }

    #[test]
    fn hosts_are_hashed_regardless_of_case() {
        assert_eq!(hash_host(b"Example.COM"), hash_host(b"example.com"));
        let _ = hash_host(&[b'a'; 300]);
    }
}
