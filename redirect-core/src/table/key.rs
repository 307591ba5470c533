//! Keys: paths as they are compared, and their hashes.

use super::{FLAGS, SEED, Table};
use crate::hash::{Hasher, few, hash, joined, word};
use crate::text::{Coding, Form, Text};

/// What a table has, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Flags(pub(super) u32);

impl Flags {
    /// Paths in that form are keys, alone or together with a host.
    pub(super) fn form(form: Form, has_host: bool) -> u32 {
        1 << (form.index() + 4 * usize::from(has_host))
    }

    /// Segments of patterns are keys together with a host.
    pub(super) const HOST_MASK: u32 = 1 << 24;

    /// Segments of patterns are keys: those whose bits are in the mask.
    pub(super) fn mask(mask: usize) -> u32 {
        1 << (8 + mask)
    }

    pub(super) fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// Whether there are keys with a host.
    pub(super) fn has_hosts(self) -> bool {
        self.0 & (0xF0 | Flags::HOST_MASK) != 0
    }

    /// Whether there are no keys but paths that are compared as they are.
    #[inline]
    pub(super) fn are_simple(self) -> bool {
        self.0 & 0x01FF_FFFE == 0
    }
}

/// What the hashes of a kind of keys begin with.
#[inline]
pub(super) fn seed(table: u32, kind: u64) -> u64 {
    joined(u64::from(table) << 32, kind + 1)
}

impl Table<'_> {
    #[inline]
    pub(super) fn flags(self) -> Flags {
        Flags(u32::try_from(self.header(FLAGS)).unwrap_or_default())
    }

    /// What the hashes of paths in a form begin with.
    #[inline]
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
    if path.coding() == Coding::PlainPath {
        return (hash(path.raw(), seed), path.len());
    }
    let mut hasher = Hasher::new(seed);
    path.normal().for_each(|byte| hasher.put(byte));
    (hasher.finish(), hasher.len())
}

/// Whether a path has a percent sign. Without one it has one spelling alone, under which its key is
/// found as well.
#[inline]
pub(super) fn is_coded(path: &[u8]) -> bool {
    /// A one in each byte of a word.
    const ONES: u64 = u64::MAX / 255;
    // The highest bit of a byte is set where that was zero, and of some behind it.
    let percent = |word: u64| {
        let word = word ^ (ONES * u64::from(b'%'));
        word.wrapping_sub(ONES) & !word & ONES << 7
    };
    let Some(last) = path.len().checked_sub(8) else {
        return percent(few(path)) != 0;
    };
    // The last word overlaps the one before.
    let mut found = percent(word(path, last));
    for eight in path.as_chunks::<8>().0 {
        found |= percent(u64::from_le_bytes(*eight));
    }
    found != 0
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

#[cfg(test)]
mod tests {
    use super::is_coded;

    #[test]
    fn a_percent_sign_is_seen_wherever_it_is() {
        for byte in 0..=u8::MAX {
            for len in 1..20 {
                for at in 0..len {
                    let mut path = vec![b'a'; len];
                    path[at] = byte;
                    assert_eq!(is_coded(&path), byte == b'%', "{byte:02X} at {at} of {len}");
                }
            }
        }
    }
}
