//! The hash of keys: our own, so that a table is the same wherever it is built and read.

// Macros run unoptimised, where a call costs more than what these functions do.
#![allow(clippy::inline_always)]

use crate::table::swar::{SHORT, ends, few, word};

/// Odd numbers without a pattern in their bits: of the golden ratio, and of the square root of two.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const LENGTHS: u64 = 0x6A09_E667_F3BC_C909;
/// In each byte the bit that tells small letters from capitals.
const LOWER: u64 = u64::MAX / 255 * 0x20;

/// The longest bytes of which a sample is all.
const SAMPLED: usize = 64;

/// A hash of bytes. It is a loop over words and no more, since each call in it takes its time where
/// nothing is optimised.
#[inline]
pub fn hash(bytes: &[u8], seed: u64) -> u64 {
    whole(sample(bytes, seed, 0), bytes, 0)
}

/// As [`hash`], without regard to the case of ASCII letters, and of some other characters.
#[inline]
pub(crate) fn hash_any_case(bytes: &[u8], seed: u64) -> u64 {
    whole(sample(bytes, seed, LOWER), bytes, LOWER)
}

/// A hash of the length of bytes, and of 32 of them at each end. Each word is joined to
/// `fold`.
#[inline(always)]
fn sample(bytes: &[u8], seed: u64, fold: u64) -> u64 {
    let len = bytes.len();
    let seed = seed ^ len as u64;
    if len < 8 {
        return round(seed, few(bytes) | fold, FACTOR);
    }
    let [first, second, before, last] = ends(bytes);
    let mut sample = round(seed, first | fold, last | fold);
    if len > SHORT {
        // Neither waits for the other, nor for what is before.
        let at = |at| word(bytes, at) | fold;
        sample ^= round(LENGTHS, at(16), at(24));
        sample ^= round(FACTOR, at(len - 32), at(len - 24));
    }
    round(sample, second | fold, before | fold)
}

/// The hash of bytes that have that sample.
#[inline(always)]
fn whole(sample: u64, bytes: &[u8], fold: u64) -> u64 {
    if bytes.len() <= SAMPLED {
        return sample;
    }
    let mut middle = 0;
    // What is left between the ends; the last round reaches into the one behind.
    let rounds = (bytes.len() - SAMPLED).div_ceil(16);
    for sixteen in bytes[32..].as_chunks::<16>().0.get(..rounds).unwrap_or_default() {
        middle = round(middle, word(sixteen, 0) | fold, word(sixteen, 8) | fold);
    }
    joined(sample, middle)
}

/// The same hash of bytes that come one by one.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    seed: u64,
    fold: u64,
    first: [u8; 32],
    middle: u64,
    /// The bytes from the 32 before those of the next round on.
    last: [u8; 80],
    kept: usize,
    len: usize,
}

impl Hasher {
    pub(crate) fn new(seed: u64) -> Hasher {
        Hasher { seed, fold: 0, first: [0; 32], middle: 0, last: [0; 80], kept: 0, len: 0 }
    }

    /// For [`hash_any_case`].
    pub(crate) fn any_case(seed: u64) -> Hasher {
        Hasher { fold: LOWER, ..Hasher::new(seed) }
    }

    pub(crate) fn put(&mut self, byte: u8) {
        self.last[self.kept] = byte;
        self.kept += 1;
        self.len += 1;
        if self.len == 32 {
            self.first.copy_from_slice(&self.last[..32]);
        }
        if self.kept > SAMPLED {
            let [first, second] = [32, 40].map(|at| word(&self.last, at) | self.fold);
            self.middle = round(self.middle, first, second);
            self.last.copy_within(16.., 0);
            self.kept -= 16;
        }
    }

    pub(crate) fn finish(&self) -> u64 {
        let last = &self.last[..self.kept];
        if self.len <= SAMPLED {
            return sample(last, self.seed, self.fold);
        }
        // A text of the same ends and length has the same sample.
        let mut ends = [0; SAMPLED];
        ends[..32].copy_from_slice(&self.first);
        ends[32..].copy_from_slice(&last[self.kept - 32..]);
        let seed = self.seed ^ (self.len ^ SAMPLED) as u64;
        joined(sample(&ends, seed, self.fold), self.middle)
    }
}

/// A number to begin hashes with, of no pattern in its bits; that of zero is zero.
#[inline(always)]
pub(crate) fn seed_of(kind: u64) -> u64 {
    kind.wrapping_mul(LENGTHS)
}

/// A hash of two words.
#[inline]
pub(crate) fn of_words([first, second]: [u64; 2], seed: u64) -> u64 {
    round(seed, first, second)
}

/// Joins two hashes.
#[inline]
pub(crate) fn joined(hash: u64, other: u64) -> u64 {
    round(hash, other, FACTOR)
}

/// A number below `count`, all of them alike often.
#[inline(always)]
pub(crate) fn reduced(hash: u64, count: usize) -> usize {
    #[allow(clippy::cast_possible_truncation)]
    let number = (product(hash, count as u64) >> 64) as usize;
    number
}

/// One of the many numbers below `count` that a hash can be made to give: that of a pilot.
#[inline(always)]
pub fn piloted(hash: u64, pilot: u16, count: usize) -> usize {
    let turned = hash ^ u64::from(pilot).wrapping_mul(LENGTHS);
    reduced(turned.wrapping_mul(FACTOR), count)
}

/// Both halves of a product, one upon the other.
#[inline(always)]
fn round(hash: u64, first: u64, second: u64) -> u64 {
    let product = product(hash ^ first ^ FACTOR, second ^ LENGTHS);
    #[allow(clippy::cast_possible_truncation)]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[inline(always)]
#[allow(clippy::cast_lossless)]
fn product(a: u64, b: u64) -> u128 {
    (a as u128).wrapping_mul(b as u128)
}

#[cfg(test)]
mod tests {
    use super::{Hasher, hash, hash_any_case};

    const TEXT: &[u8] =
        b"/en-US/docs/Web/JavaScript/Reference/Global_Objects/Array/at/en-US/docs/Web/API/x\0\0\0";

    #[test]
    fn all_of_it_counts() {
        let mut hashes = Vec::new();
        for len in 0..TEXT.len() {
            hashes.extend([hash(&TEXT[..len], 0), hash(&TEXT[..len], super::FACTOR)]);
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
    fn bytes_one_by_one_have_the_same() {
        for len in 0..TEXT.len() {
            let mut hasher = Hasher::new(7);
            TEXT[..len].iter().for_each(|&byte| hasher.put(byte));
            assert_eq!(hasher.finish(), hash(&TEXT[..len], 7));
            let mut hasher = Hasher::any_case(7);
            TEXT[..len].iter().for_each(|&byte| hasher.put(byte.to_ascii_uppercase()));
            assert_eq!(hasher.finish(), hash_any_case(&TEXT[..len], 7));
        }
    }

    #[test]
    fn a_hash_is_joined_to_another() {
        let mut joined: Vec<u64> =
            (0..100).flat_map(|a| (0..100).map(move |b| super::joined(a << 40, b))).collect();
        joined.sort_unstable();
        joined.dedup();
        assert_eq!(joined.len(), 10_000);
    }

    #[test]
    fn it_stays_what_it_is() {
        assert_eq!(hash(b"/blog/rust", 0), 9_031_418_045_703_323_806);
    }
}
