//! Keys: paths as they are compared, and their hashes.

use super::{FLAGS, SEED, Table};
use crate::hash::{Hasher, few, hash, joined, word};
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
    #[inline]
    pub(super) fn are_simple(self) -> bool {
        self.0 & 0x00FF_FFFE == 0
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
    let mut hasher = Hasher::new(seed);
    path.normal().for_each(|byte| hasher.put(byte));
    (hasher.finish(), hasher.len())
}

/// Whether a path is its own normal form, as far as the keys of a table can tell: where none of them
/// has an encoded byte, a path with one that has to be is none of them either way. Some paths that are
/// it are not seen to be.
#[inline]
pub(super) fn is_own_form(path: &[u8], flags: Flags) -> bool {
    if flags.has(Flags::ENCODED) {
        return !any_byte(path, |word| word | seldom(word));
    }
    let beyond = if flags.has(Flags::BEYOND_ASCII) { HIGH } else { 0 };
    !any_byte(path, |word| between(word, b'%', b'%') | word & beyond)
}

/// A one in each byte of a word.
const ONES: u64 = u64::MAX / 255;
/// The highest bit of each byte.
const HIGH: u64 = ONES << 7;

/// Whether a test of eight bytes at once sets the highest bit of one of them.
#[inline]
fn any_byte(bytes: &[u8], test: impl Fn(u64) -> u64) -> bool {
    let Some(last) = bytes.len().checked_sub(8) else {
        return test(few(bytes, b'/')) & HIGH != 0;
    };
    // The last word overlaps the one before.
    let mut found = test(word(bytes, last));
    for eight in bytes.as_chunks::<8>().0 {
        found |= test(u64::from_le_bytes(*eight));
    }
    found & HIGH != 0
}

/// Sets the highest bit of the bytes of ASCII that are in a range, if all are of ASCII; that of others is
/// not known.
#[inline]
fn between(word: u64, first: u8, last: u8) -> u64 {
    let low = word & !HIGH;
    let at_least = |byte: u8| low.wrapping_add(ONES * u64::from(128 - byte));
    at_least(first) & !at_least(last + 1) & !word
}

/// Sets the highest bit of the bytes that may have to be encoded in a path, among them some that need
/// not be and are seldom there.
#[inline]
fn seldom(word: u64) -> u64 {
    between(word, 0, b'\'')
        | between(word, b'<', b'?')
        | between(word, b'[', b'^')
        | between(word, b'`', b'`')
        | between(word, b'{', 0x7E)
        | between(word, 0x7F, 0x7F)
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
    use super::{Flags, is_own_form};
    use crate::chars::PATH;

    #[test]
    fn what_has_to_be_encoded_is_seen_wherever_it_is() {
        let seldom = b"!$&'=~";
        for byte in 0..=u8::MAX {
            for len in 1..20 {
                for at in 0..len {
                    let mut path = vec![b'a'; len];
                    path[at] = byte;
                    let has = |flags| is_own_form(&path, Flags(flags));
                    let is_plain = PATH.has(byte);
                    let is_seldom = seldom.contains(&byte);
                    assert_eq!(has(Flags::ENCODED), is_plain && !is_seldom, "{byte:02X}");
                    assert_eq!(has(Flags::BEYOND_ASCII), byte != b'%' && byte < 0x80, "{byte:02X}");
                    assert_eq!(has(0), byte != b'%', "{byte:02X}");
                }
            }
        }
    }
}
