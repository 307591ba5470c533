//! The hash of keys: our own, so that a table is the same wherever it is built and read.

// Macros run unoptimised, where a call costs more than what these functions do.
#![allow(clippy::inline_always)]

/// Odd numbers without a pattern in their bits: of the golden ratio, and of the square root of two.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const LENGTHS: u64 = 0x6A09_E667_F3BC_C909;

/// A hash of bytes: two words at a time, of which the last two overlap those before. It is a loop over
/// words and no more, since each call in it takes its time where nothing is optimised. Seeds that
/// differ in a few bits give hashes of texts that do.
#[inline]
pub(crate) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let len = bytes.len();
    let Some(last) = bytes.last_chunk() else {
        let (first, second) = short(bytes);
        return ended(round(seed, first, second), len);
    };
    let (pairs, _) = bytes.as_chunks();
    let (mut hash, mut at) = (seed, 0);
    while at < (len - 1) / 16 {
        hash = pair(hash, pairs[at]);
        at += 1;
    }
    ended(pair(hash, *last), len)
}

/// A round of two words.
#[inline(always)]
fn pair(hash: u64, words: [u8; 16]) -> u64 {
    let words = u128::from_le_bytes(words);
    #[allow(clippy::cast_possible_truncation)]
    round(hash, words as u64, (words >> 64) as u64)
}

/// The same hash of bytes that come one by one.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    hash: u64,
    /// The last 32 bytes, as far as there are as many: those of the last round, and those behind it.
    last: [u8; 32],
    /// How many of them are behind the last round.
    new: usize,
    len: usize,
}

impl Hasher {
    pub(crate) fn new(seed: u64) -> Hasher {
        Hasher { hash: seed, last: [0; 32], new: 0, len: 0 }
    }

    pub(crate) fn put(&mut self, byte: u8) {
        if self.new == 16 {
            self.hash = round(self.hash, word(&self.last, 16), word(&self.last, 24));
            self.last.copy_within(16.., 0);
            self.new = 0;
        }
        self.last[16 + self.new] = byte;
        self.new += 1;
        self.len += 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn finish(&self) -> u64 {
        let last = &self.last[..16 + self.new];
        if self.len < 16 {
            let (first, second) = short(&last[16..]);
            return ended(round(self.hash, first, second), self.len);
        }
        let at = last.len() - 16;
        ended(round(self.hash, word(last, at), word(last, at + 8)), self.len)
    }
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
pub(crate) fn piloted(hash: u64, pilot: u16, count: usize) -> usize {
    let turned = hash ^ u64::from(pilot).wrapping_mul(LENGTHS);
    reduced(turned.wrapping_mul(FACTOR), count)
}

#[inline]
fn ended(hash: u64, len: usize) -> u64 {
    round(hash, (len as u64).wrapping_mul(LENGTHS), FACTOR)
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

/// Fewer than 16 bytes, in two words.
#[inline]
fn short(bytes: &[u8]) -> (u64, u64) {
    match bytes.len() {
        8.. => (word(bytes, 0), word(bytes, bytes.len() - 8)),
        _ => (few(bytes), 0),
    }
}

/// Fewer than eight bytes in a word, without a loop.
#[inline]
pub(crate) fn few(bytes: &[u8]) -> u64 {
    if bytes.len() >= 4 {
        return half(bytes, 0) | half(bytes, bytes.len() - 4) << 32;
    }
    let [a, b, c] = [0, 1, 2].map(|at| u64::from(bytes.get(at).copied().unwrap_or_default()));
    a | b << 8 | c << 16
}

/// Eight bytes, from a place behind which there are as many.
#[inline(always)]
pub(crate) fn word(bytes: &[u8], at: usize) -> u64 {
    match bytes[at.min(bytes.len())..] {
        [a, b, c, d, e, f, g, h, ..] => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    }
}

#[inline]
fn half(bytes: &[u8], at: usize) -> u64 {
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk);
    four.map_or(0, |four| u32::from_le_bytes(*four).into())
}

#[cfg(test)]
mod tests {
    use super::{Hasher, hash};

    const TEXT: &[u8] = b"/en-US/docs/Web/JavaScript/Reference/Global_Objects/Array/at\0\0\0\0";

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
            assert_eq!((hasher.finish(), hasher.len()), (hash(&TEXT[..len], 7), len));
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
        assert_eq!(hash(b"/blog/rust", 0), 8_320_366_122_680_903_897);
    }
}
