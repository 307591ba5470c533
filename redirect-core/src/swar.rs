//! SWAR ("SIMD within a register"): operations on the eight bytes of a word at a time.
//!
//! All byte searches rest on one trick (H. S. Warren, *Hacker's Delight*, §6-1; A. Mycroft, 1987):
//! after an XOR with the byte in every lane, a lane is zero exactly where the byte is, and
//! `(word - 0x01…01) & !word & 0x80…80` sets the high bit of the lowest zero lane. Higher lanes may
//! be set as well, by a borrow. So the lowest set bit, found by counting trailing zeros, is the
//! first match in little-endian order, and a search takes one step for eight bytes, without a
//! branch for each.

#![expect(
    clippy::inline_always,
    reason = "unoptimized, a call in the macro costs more than a body"
)]

/// A one in each byte of a word.
const ONES: u64 = u64::MAX / 255;

/// The greatest length at which [`outer_words`] cover all bytes.
pub(crate) const SHORT: usize = 32;

/// Reads fewer than eight bytes into a word, without a loop.
#[inline]
pub(crate) fn read_short(bytes: &[u8]) -> u64 {
    if bytes.len() >= 4 {
        return read_half(bytes, 0) | read_half(bytes, bytes.len() - 4) << 32;
    }
    let byte = |at| bytes.get(at).map_or(0, |&byte| u64::from(byte));
    byte(0) | byte(1) << 8 | byte(2) << 16
}

/// Reads the eight bytes at `at`; zero if there are fewer.
#[inline(always)]
pub(crate) fn read_word(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at.wrapping_add(8)).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => 0,
    }
}

#[inline]
fn read_half(bytes: &[u8], at: usize) -> u64 {
    let four = bytes.get(at..at.wrapping_add(4)).and_then(<[u8]>::first_chunk);
    four.map_or(0, |four| u32::from_le_bytes(*four).into())
}

/// Reads two words at the start and two at the end of eight bytes or more. They overlap if there
/// are fewer than [`SHORT`] bytes.
#[inline(always)]
pub(crate) fn outer_words(bytes: &[u8]) -> [u64; 4] {
    let last = bytes.len().saturating_sub(8);
    [
        read_word(bytes, 0),
        read_word(bytes, last.min(8)),
        read_word(bytes, last.saturating_sub(8)),
        read_word(bytes, last),
    ]
}

/// Returns a mask whose lowest set bit is the high bit of the first `byte` in `word`; zero if there
/// is none.
#[inline(always)]
pub(crate) fn match_mask(word: u64, byte: u8) -> u64 {
    let word = word ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & ONES << 7
}

/// Returns whether two words may contain `byte`, an ASCII character. There are no false negatives,
/// and false positives only where a byte is not ASCII.
#[inline(always)]
pub(crate) fn may_contain([first, second]: [u64; 2], byte: u8) -> bool {
    let lowered = |word: u64| (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES);
    (lowered(first) | lowered(second)) & ONES << 7 != 0
}

/// Returns whether the bytes contain a percent sign. Up to `SHORT` bytes are searched in four
/// overlapping words, without a loop.
#[inline]
pub fn has_percent(bytes: &[u8]) -> bool {
    let percent = |word| match_mask(word, b'%');
    if bytes.len() < 8 {
        return percent(read_short(bytes)) != 0;
    }
    if bytes.len() <= SHORT {
        let [first, second, third, last] = outer_words(bytes);
        return percent(first) | percent(second) | percent(third) | percent(last) != 0;
    }
    any_in_chunks::<SHORT>(bytes, |byte| byte == b'%')
}

/// Returns whether one of at least `N` bytes satisfies a predicate. Within a chunk of `N` there are
/// no branches, so that the compiler vectorizes the predicate.
#[inline(always)]
pub(crate) fn any_in_chunks<const N: usize>(bytes: &[u8], predicate: impl Fn(u8) -> bool) -> bool {
    let any = |chunk: &[u8; N]| {
        let any = chunk.iter().fold(0, |any, &byte| any | u8::from(predicate(byte)));
        any != 0
    };
    // The last chunk overlaps the one before.
    bytes.chunks_exact(N).filter_map(<[u8]>::first_chunk).any(any)
        || bytes.last_chunk().is_some_and(any)
}

/// Returns whether a byte after the first one satisfies a predicate, which is also given the byte
/// before it. Up to 65 bytes are tested in two overlapping chunks, with a single branch.
#[inline(always)]
pub(crate) fn any_after(bytes: &[u8], predicate: impl Fn(u8, u8) -> bool) -> bool {
    let [_, rest @ ..] = bytes else { return false };
    let previous = &bytes[..rest.len()];
    match rest.len() {
        33..=64 => any_pair_in_outer_chunks::<32>(previous, rest, predicate),
        16..=32 => any_pair_in_outer_chunks::<16>(previous, rest, predicate),
        8..=15 => any_pair_in_outer_chunks::<8>(previous, rest, predicate),
        4..=7 => any_pair_in_outer_chunks::<4>(previous, rest, predicate),
        _ => any_pair(previous, rest, predicate),
    }
}

/// Returns whether two bytes at the same position of two texts of the same length satisfy a
/// predicate. Within a chunk there are no branches, so that the compiler vectorizes the predicate.
#[inline(never)]
fn any_pair(left: &[u8], right: &[u8], predicate: impl Fn(u8, u8) -> bool) -> bool {
    const N: usize = 32;
    let any_in_chunk = |(left, right): (&[u8; N], &[u8; N])| {
        (0..N).fold(false, |any, at| any | predicate(left[at], right[at]))
    };
    if left.len() < N {
        return left.iter().zip(right).any(|(&left, &right)| predicate(left, right));
    }
    let chunks = left.chunks_exact(N).zip(right.chunks_exact(N));
    chunks
        .filter_map(|(left, right)| left.first_chunk().zip(right.first_chunk()))
        .any(any_in_chunk)
        // The last chunk overlaps the one before.
        || left.last_chunk().zip(right.last_chunk()).is_some_and(any_in_chunk)
}

/// Works like [`any_pair`] for `N` to `2 * N` bytes. The first and the last chunk are tested at
/// once.
#[inline(always)]
fn any_pair_in_outer_chunks<const N: usize>(
    left: &[u8],
    right: &[u8],
    predicate: impl Fn(u8, u8) -> bool,
) -> bool {
    let first = left.first_chunk::<N>().zip(right.first_chunk::<N>());
    let last = left.last_chunk::<N>().zip(right.last_chunk::<N>());
    first.zip(last).is_some_and(|(first, last)| {
        (0..N).fold(false, |any, at| {
            any | predicate(first.0[at], first.1[at]) | predicate(last.0[at], last.1[at])
        })
    })
}

/// Returns whether two texts of the same length are equal. Short ones are compared without a call.
#[inline]
fn equals(one: &[u8], other: &[u8]) -> bool {
    match one.len() {
        ..8 => read_short(one) == read_short(other),
        8..=16 => {
            let last = one.len() - 8;
            read_word(one, 0) == read_word(other, 0)
                && read_word(one, last) == read_word(other, last)
        }
        _ => one == other,
    }
}

/// Returns the end of `text` if it starts at `at`.
#[inline]
pub(crate) fn match_at(bytes: &[u8], at: usize, text: &[u8]) -> Option<usize> {
    let end = at + text.len();
    equals(bytes.get(at..end)?, text).then_some(end)
}

/// Returns the position of the first slash at or after `at`, or the length if there is none.
#[inline]
pub(crate) fn find_slash(bytes: &[u8], mut at: usize) -> usize {
    let Some(last) = bytes.len().checked_sub(8) else {
        while at < bytes.len() && bytes[at] != b'/' {
            at += 1;
        }
        return at.min(bytes.len());
    };
    while at < last {
        let found = match_mask(read_word(bytes, at), b'/');
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    // Bytes before `at` are shifted out of the last word.
    let skipped = at.saturating_sub(last);
    if skipped >= 8 {
        return bytes.len();
    }
    match match_mask(read_word(bytes, last) >> (8 * skipped), b'/') {
        0 => bytes.len(),
        found => last + skipped + found.trailing_zeros() as usize / 8,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        SHORT, any_after, find_slash, has_percent, match_at, match_mask, may_contain, outer_words,
        read_short,
    };

    #[test]
    fn lowest_bit_of_the_mask_is_the_first_match() {
        assert_eq!(match_mask(u64::from_le_bytes(*b"abcdefgh"), b'/'), 0);
        for at in 0..8 {
            let mut word = *b"abcdefgh";
            word[at..].fill(b'/');
            let mask = match_mask(u64::from_le_bytes(word), b'/');
            assert_eq!(mask.trailing_zeros() as usize / 8, at);
        }
    }

    #[test]
    fn outer_words_cover_short_texts() {
        for len in 8..=SHORT {
            for at in 0..len {
                let mut bytes = vec![0; len];
                bytes[at] = 1;
                assert!(outer_words(&bytes).iter().any(|&word| word != 0), "{at} of {len}");
            }
        }
    }

    #[test]
    fn short_reads_see_every_byte() {
        for len in 0..8 {
            for at in 0..len {
                let mut bytes = vec![0; len];
                bytes[at] = 0xA5;
                assert_ne!(read_short(&bytes), 0, "{at} of {len}");
            }
        }
    }

    #[test]
    fn percent_sign_is_found_at_every_position() {
        for byte in 0..=u8::MAX {
            for len in 1..100 {
                for at in 0..len {
                    let mut path = vec![b'a'; len];
                    path[at] = byte;
                    assert_eq!(has_percent(&path), byte == b'%', "{byte:02X} at {at} of {len}");
                }
            }
        }
    }

    #[test]
    fn byte_is_found_in_either_word() {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut words = [[b'a'; 8]; 2];
                words[at / 8][at % 8] = byte;
                let contains = may_contain(words.map(u64::from_le_bytes), b'%');
                assert!(contains == (byte == b'%') || !byte.is_ascii(), "{byte:02X} at {at}");
            }
        }
    }

    #[test]
    fn any_after_tests_every_pair_of_bytes() {
        for len in 0..140 {
            let mut bytes = vec![b'a'; len];
            for at in 0..len {
                bytes[at] = b'b';
                assert_eq!(any_after(&bytes, |_, byte| byte == b'b'), at > 0, "{at} of {len}");
                let is_before = any_after(&bytes, |previous, _| previous == b'b');
                assert_eq!(is_before, at + 1 < len, "{at} of {len}");
                bytes[at] = b'a';
            }
        }
    }

    #[test]
    fn match_at_compares_every_byte() {
        let bytes: Vec<u8> = (0..60).collect();
        for len in 0..30 {
            let mut text = bytes[7..7 + len].to_vec();
            assert_eq!(match_at(&bytes, 7, &text), Some(7 + len));
            assert_eq!(match_at(&bytes[..7 + len], 7, &text), Some(7 + len));
            assert_eq!(match_at(&bytes, 60, &text), (len == 0).then_some(60));
            for at in 0..len {
                text[at] ^= 0x80;
                assert_eq!(match_at(&bytes, 7, &text), None, "{at} of {len}");
                text[at] ^= 0x80;
            }
        }
    }

    #[test]
    fn first_slash_from_a_position_is_found() {
        for len in 0..30 {
            for first in 0..=len {
                for second in first..=len {
                    let mut path = vec![b'.'; len];
                    for at in [first, second].into_iter().filter(|&at| at < len) {
                        path[at] = b'/';
                    }
                    for from in 0..=len {
                        let rest = path[from..].iter().position(|&byte| byte == b'/');
                        let expected = rest.map_or(len, |at| from + at);
                        assert_eq!(find_slash(&path, from), expected, "{first} {second} {from}");
                    }
                }
            }
        }
    }
}
