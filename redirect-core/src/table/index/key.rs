//! Keys: paths as they are compared, and their hashes.

use crate::matching::text::{Encoding, MatchMode, Text};
use crate::table::Table;
use crate::table::index::hash::{Hasher, hash, joined, seed_of};
use crate::table::index::segment_hashes::MASKS;
use crate::table::layout::{FLAGS, SEED};

/// What a table has, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Flags(pub(crate) u32);

impl Flags {
    /// Paths in that form are keys, alone or together with a host.
    #[inline]
    pub fn form(form: MatchMode, has_host: bool) -> u32 {
        1 << (form.index() + 4 * usize::from(has_host))
    }

    /// Segments of patterns are keys together with a host.
    pub const HOST_MASK: u32 = 1 << 24;

    /// Segments of patterns are keys: those whose bits are in the mask.
    pub fn mask(mask: usize) -> u32 {
        1 << (8 + mask)
    }

    pub(crate) fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// The sets of segments that are keys.
    #[inline]
    pub(crate) fn masks(self) -> Masks {
        Masks((self.0 >> 8) & ((1 << MASKS) - 1))
    }

    /// Whether there are keys with a host.
    pub(crate) fn has_hosts(self) -> bool {
        self.0 & (0xF0 | Flags::HOST_MASK) != 0
    }

    /// Whether there are no paths that are compared without regard to case.
    #[inline]
    pub(crate) fn are_quick(self) -> bool {
        let any_case = MatchMode { any_case: true, ..MatchMode::default() };
        let slow =
            |has_host| Flags::form(any_case, has_host) | Flags::form(MatchMode::ALL[3], has_host);
        !self.has(slow(false) | slow(true))
    }

    /// Whether there are no keys but paths that are compared as they are.
    #[inline]
    pub(crate) fn are_simple(self) -> bool {
        self.0 & 0x01FF_FFFE == 0
    }
}

/// Sets of segments, a bit each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Masks(u32);

impl Masks {
    /// All that are in one of them.
    #[inline]
    pub(crate) fn segments(&self) -> usize {
        self.clone().fold(0, |all, mask| all | mask)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

impl Iterator for Masks {
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

/// What the hashes of a kind of keys begin with.
#[inline]
pub fn seed(table: u32, kind: u64) -> u64 {
    u64::from(table) << 32 ^ seed_of(kind)
}

impl Table<'_> {
    #[inline]
    pub(crate) fn flags(self) -> Flags {
        Flags(u32::try_from(self.header(FLAGS)).unwrap_or_default())
    }

    /// What the hashes of paths in a form begin with.
    #[inline]
    pub(crate) fn form_seed(self, form: MatchMode) -> u64 {
        let seed = u32::try_from(self.header(SEED)).unwrap_or_default();
        self::seed(seed, form.index() as u64)
    }

    /// What the hashes of segments begin with, that of the mask, with a host if there is one.
    #[inline]
    pub(crate) fn mask_seed(self, mask: usize, host: Option<u64>) -> u64 {
        let seed = u32::try_from(self.header(SEED)).unwrap_or_default();
        let seed = self::seed(seed, 8 + mask as u64);
        host.map_or(seed, |host| with_host(seed, host))
    }
}

/// The hash of a path in its normal form, as it is compared in a form.
pub(crate) fn of_path(path: Text<'_>, form: MatchMode, seed: u64) -> u64 {
    let path = path.read_in(form);
    if path.coding() == Encoding::PlainPath {
        return hash(path.raw(), seed);
    }
    let mut hasher = Hasher::new(seed);
    path.normal().for_each(|byte| hasher.put(byte));
    hasher.finish()
}

/// A host as it is compared, joined to a seed.
pub fn with_host(seed: u64, host: u64) -> u64 {
    joined(seed, host)
}

/// The hash of a host, without regard to case.
pub fn of_host(host: &[u8]) -> u64 {
    let mut lower = [0; crate::request::authority::MAX_HOST];
    match lower.get_mut(..host.len()) {
        Some(lower) => {
            lower.copy_from_slice(host);
            lower.make_ascii_lowercase();
            hash(lower, 0)
        }
        // It is longer than a host, and none of the table's.
        None => hash(host, 0),
    }
}
