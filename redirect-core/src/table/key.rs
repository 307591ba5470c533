//! Keys: paths as they are compared, and their hashes.

use super::{FLAGS, SEED, Table};
use crate::chars::PATH;
use crate::hash::{Hasher, hash, joined};
use crate::text::{Form, Text};

/// What a table has, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Flags(pub(super) u32);

impl Flags {
    /// Some key has a byte outside ASCII, which is encoded in it.
    pub(super) const BEYOND_ASCII: u32 = 1 << 24;
    /// Some key has another byte that is encoded in it.
    pub(super) const ENCODED: u32 = 1 << 25;

    /// Paths in that form are keys, alone or together with a host.
    pub(super) fn form(form: Form, has_host: bool) -> u32 {
        1 << (form.index() + 4 * usize::from(has_host))
    }

    /// Segments of patterns are keys: those whose bits are in the mask.
    pub(super) fn mask(mask: usize, has_host: bool) -> u32 {
        1 << (8 + mask + 8 * usize::from(has_host))
    }

    pub(super) fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// Whether there are keys with a host.
    pub(super) fn has_hosts(self) -> bool {
        self.0 & 0x00FF_00F0 != 0
    }

    /// Whether there are no keys but paths that are compared as they are.
    pub(super) fn are_simple(self) -> bool {
        self.0 & 0x00FF_FFFE == 0
    }
}

/// What the hashes of a kind of keys begin with.
pub(super) fn seed(table: u32, kind: u64) -> u64 {
    joined(u64::from(table) << 32, kind + 1)
}

impl Table<'_> {
    pub(super) fn flags(self) -> Flags {
        Flags(u32::try_from(self.header(FLAGS)).unwrap_or_default())
    }

    /// What the hashes of paths in a form begin with.
    pub(super) fn form_seed(self, form: Form) -> u64 {
        let seed = u32::try_from(self.header(SEED)).unwrap_or_default();
        self::seed(seed, form.index() as u64)
    }

    /// What the hashes of segments begin with, that of the mask.
    pub(super) fn mask_seed(self, mask: usize) -> u64 {
        let seed = u32::try_from(self.header(SEED)).unwrap_or_default();
        self::seed(seed, 8 + mask as u64)
    }
}

/// The hash of a path in its normal form, as it is compared in a form, and the length of that.
pub(super) fn of_path(path: Text<'_>, form: Form, seed: u64) -> (u64, usize) {
    let path = path.read_in(form);
    let mut hasher = Hasher::new(seed);
    path.normal().for_each(|byte| hasher.put(byte));
    (hasher.finish(), hasher.len())
}

/// Whether a path is its own normal form, as far as the keys of a table can tell: where none of them
/// has an encoded byte, a path with one that has to be is none of them either way.
pub(super) fn is_own_form(path: &[u8], flags: Flags) -> bool {
    const ONES: u64 = u64::MAX / 255;
    if flags.has(Flags::ENCODED) {
        return path.iter().all(|&byte| PATH.has(byte));
    }
    let beyond = if flags.has(Flags::BEYOND_ASCII) { ONES << 7 } else { 0 };
    let mut found = 0;
    let (words, rest) = path.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        let percent = word ^ (ONES * u64::from(b'%'));
        found |= percent.wrapping_sub(ONES) & !percent & ONES << 7 | word & beyond;
    }
    let is_coded = |&byte: &u8| byte == b'%' || beyond != 0 && !byte.is_ascii();
    found == 0 && !rest.iter().any(is_coded)
}

/// A host as it is compared, joined to a seed.
pub(super) fn with_host(seed: u64, host: u64) -> u64 {
    joined(seed, host)
}

/// The hash of a host, without regard to case.
pub(super) fn of_host(host: &[u8]) -> u64 {
    let mut lower = [0; crate::host::MAX_HOST];
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
