//! The hash of keys, fixed so that a table is the same wherever it is built and read.
//!
//! It is built from folded multiplication, as are wyhash (Wang Yi, 2019) and foldhash: the 128-bit
//! product of two words, each combined with a constant by XOR, is folded to 64 bits by an XOR of
//! its halves. A text of up to 32 bytes takes two multiplications, one of up to 64 bytes four, of
//! which two are independent of the others. Longer texts add one multiplication for each 16 bytes
//! in the middle. The hash does not resist an attacker who chooses keys, and need not: keys are
//! those of the author, a perfect hash has no chains to attack, and a request that collides with a
//! key is compared with it once.

#![expect(
    clippy::inline_always,
    reason = "unoptimized, a call in the macro costs more than a body"
)]

use crate::swar::{SHORT, outer_words, read_short, read_word};

/// Odd constants without a pattern in their bits: from the golden ratio, and from the square root
/// of two.
const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;
const SQRT_2: u64 = 0x6A09_E667_F3BC_C909;
/// In each byte the bit in which ASCII letters of the two cases differ.
const CASE_BITS: u64 = u64::MAX / 255 * 0x20;

/// The greatest length of a text that [`hash_ends`] covers.
const SAMPLED: usize = 64;

/// Returns the hash of a text.
#[inline]
pub fn hash(bytes: &[u8], seed: u64) -> u64 {
    add_middle(hash_ends(bytes, seed, 0), bytes, 0)
}

/// Returns a hash like [`hash`], but regardless of the case of ASCII letters (and of a few other
/// characters).
#[inline]
pub(crate) fn hash_ignoring_case(bytes: &[u8], seed: u64) -> u64 {
    add_middle(hash_ends(bytes, seed, CASE_BITS), bytes, CASE_BITS)
}

/// Hashes the length of a text and up to 32 bytes at each end. `case_bits` are set in each word.
#[inline(always)]
fn hash_ends(bytes: &[u8], seed: u64, case_bits: u64) -> u64 {
    let len = bytes.len();
    let seed = seed ^ len as u64;
    if len < 8 {
        return fold(seed, read_short(bytes) | case_bits, GOLDEN_RATIO);
    }
    let [first, second, third, last] = outer_words(bytes);
    let mut hash = fold(seed, first | case_bits, last | case_bits);
    if len > SHORT {
        // Neither multiplication waits for the other, nor for the one before.
        let at = |at| read_word(bytes, at) | case_bits;
        hash ^= fold(SQRT_2, at(16), at(24));
        hash ^= fold(GOLDEN_RATIO, at(len - 32), at(len - 24));
    }
    fold(hash, second | case_bits, third | case_bits)
}

/// Completes a hash of the ends of a text with the bytes between them.
#[inline(always)]
fn add_middle(ends: u64, bytes: &[u8], case_bits: u64) -> u64 {
    if bytes.len() <= SAMPLED {
        return ends;
    }
    let word = |at| read_word(bytes, at) | case_bits;
    let (mut middle, mut at) = (0, 32);
    while at < bytes.len() - 32 {
        // The last of these steps may overlap the end.
        middle = hash_words([word(at), word(at + 8)], middle);
        at += 16;
    }
    combine(ends, middle)
}

/// Computes the same hash from bytes that arrive one by one.
pub(crate) struct Hasher {
    seed: u64,
    case_bits: u64,
    first: [u8; 32],
    middle: u64,
    /// The bytes that are not yet part of `middle`, which lags behind by the 32 bytes of the end.
    pending: [u8; 80],
    pending_len: usize,
    len: usize,
}

impl Hasher {
    /// Creates a hasher that computes [`hash`].
    pub(crate) fn new(seed: u64) -> Hasher {
        Hasher {
            seed,
            case_bits: 0,
            first: [0; 32],
            middle: 0,
            pending: [0; 80],
            pending_len: 0,
            len: 0,
        }
    }

    /// Creates a hasher that computes [`hash_ignoring_case`].
    pub(crate) fn ignoring_case(seed: u64) -> Hasher {
        Hasher { case_bits: CASE_BITS, ..Hasher::new(seed) }
    }

    /// Adds a byte.
    pub(crate) fn write(&mut self, byte: u8) {
        self.pending[self.pending_len] = byte;
        self.pending_len += 1;
        self.len += 1;
        if self.len == 32 {
            self.first.copy_from_slice(&self.pending[..32]);
        }
        if self.pending_len > SAMPLED {
            let word = |at| read_word(&self.pending, at) | self.case_bits;
            self.middle = hash_words([word(32), word(40)], self.middle);
            self.pending.copy_within(16.., 0);
            self.pending_len -= 16;
        }
    }

    /// Returns the hash of all bytes.
    pub(crate) fn finish(&self) -> u64 {
        let pending = &self.pending[..self.pending_len];
        if self.len <= SAMPLED {
            return hash_ends(pending, self.seed, self.case_bits);
        }
        // The hash of the ends depends only on them and on the length.
        let mut ends = [0; SAMPLED];
        ends[..32].copy_from_slice(&self.first);
        ends[32..].copy_from_slice(&pending[self.pending_len - 32..]);
        let seed = self.seed ^ (self.len ^ SAMPLED) as u64;
        combine(hash_ends(&ends, seed, self.case_bits), self.middle)
    }
}

/// Spreads a small number over 64 bits, to serve as a seed. Maps zero to zero.
#[inline(always)]
pub(crate) fn spread(number: u64) -> u64 {
    number.wrapping_mul(SQRT_2)
}

/// Returns the hash of two words.
#[inline]
pub(crate) fn hash_words([first, second]: [u64; 2], seed: u64) -> u64 {
    fold(seed, first, second)
}

/// Combines two hashes.
#[inline]
pub(crate) fn combine(hash: u64, other: u64) -> u64 {
    fold(hash, other, GOLDEN_RATIO)
}

/// Maps a hash to a number below `count` by multiplication instead of division (D. Lemire, "Fast
/// Random Integer Generation in an Interval", 2019).
#[inline(always)]
pub(crate) fn reduce(hash: u64, count: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "the number is below `count`")]
    let number = (product(hash, count as u64) >> 64) as usize;
    number
}

/// Returns the slot, below `count`, that a pilot gives to a hash.
#[inline(always)]
pub fn slot_of(hash: u64, pilot: u16, count: usize) -> usize {
    let displaced = hash ^ spread(pilot.into());
    reduce(displaced.wrapping_mul(GOLDEN_RATIO), count)
}

/// Multiplies two words, each combined with a constant by XOR, and folds the product.
#[inline(always)]
fn fold(hash: u64, first: u64, second: u64) -> u64 {
    let product = product(hash ^ first ^ GOLDEN_RATIO, second ^ SQRT_2);
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[inline(always)]
#[expect(clippy::cast_lossless, reason = "unoptimized, `u128::from` is a call")]
fn product(a: u64, b: u64) -> u128 {
    (a as u128).wrapping_mul(b as u128)
}

#[cfg(test)]
mod tests {
    use super::{Hasher, hash, hash_ignoring_case};

    const TEXT: &[u8] =
        b"/en-US/docs/Web/JavaScript/Reference/Global_Objects/Array/at/en-US/docs/Web/API/x\0\0\0";

    #[test]
    fn every_byte_and_the_seed_change_the_hash() {
        let mut hashes = Vec::new();
        for len in 0..TEXT.len() {
            hashes.extend([hash(&TEXT[..len], 0), hash(&TEXT[..len], super::GOLDEN_RATIO)]);
            for at in 0..len {
                let mut other = TEXT[..len].to_vec();
                other[at] ^= 1;
                hashes.push(hash(&other, 0));
            }
        }
        let count = hashes.len();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
    }

    #[test]
    fn hasher_agrees_with_hash() {
        for len in 0..TEXT.len() {
            let mut hasher = Hasher::new(7);
            TEXT[..len].iter().for_each(|&byte| hasher.write(byte));
            assert_eq!(hasher.finish(), hash(&TEXT[..len], 7));
            let mut hasher = Hasher::ignoring_case(7);
            TEXT[..len].iter().for_each(|&byte| hasher.write(byte.to_ascii_uppercase()));
            assert_eq!(hasher.finish(), hash_ignoring_case(&TEXT[..len], 7));
        }
    }

    #[test]
    fn combined_hashes_are_distinct() {
        let mut combined: Vec<u64> =
            (0..100).flat_map(|a| (0..100).map(move |b| super::combine(a << 40, b))).collect();
        combined.sort_unstable();
        combined.dedup();
        assert_eq!(combined.len(), 10_000);
    }

    #[test]
    fn slots_of_different_pilots_are_in_range_and_differ() {
        let mut slots: Vec<usize> =
            (0..100).map(|pilot| super::slot_of(12345, pilot, 1000)).collect();
        assert!(slots.iter().all(|&slot| slot < 1000));
        slots.sort_unstable();
        slots.dedup();
        assert!(slots.len() > 50, "{}", slots.len());
    }

    #[test]
    fn hash_is_stable() {
        assert_eq!(hash(b"/blog/rust", 0), 9_031_418_045_703_323_806);
    }
}
