//! Bytes, eight at a time.

// Macros run unoptimised, where a call costs more than what these functions do.
#![allow(clippy::inline_always)]

/// A one in each byte of a word.
const ONES: u64 = u64::MAX / 255;

/// The longest bytes whose words at both ends are all of them.
pub(crate) const SHORT: usize = 32;

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
    match bytes.get(at..at.wrapping_add(8)).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => 0,
    }
}

#[inline]
fn half(bytes: &[u8], at: usize) -> u64 {
    let four = bytes.get(at..at.wrapping_add(4)).and_then(<[u8]>::first_chunk);
    four.map_or(0, |four| u32::from_le_bytes(*four).into())
}

/// Two words at the start and two at the end of eight bytes or more: all of a short text.
#[inline(always)]
pub(crate) fn ends(bytes: &[u8]) -> [u64; 4] {
    let last = bytes.len().saturating_sub(8);
    [
        word(bytes, 0),
        word(bytes, last.min(8)),
        word(bytes, last.saturating_sub(8)),
        word(bytes, last),
    ]
}

/// The highest bit of the first byte that is `byte`, and of some behind it; zero if there is none.
#[inline(always)]
pub(crate) fn position(word: u64, byte: u8) -> u64 {
    let word = word ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & ONES << 7
}

/// Whether one of the bytes of two words may be `byte`, of ASCII: it is for certain where all of them
/// are of ASCII.
#[inline(always)]
pub(crate) fn may_hold([first, second]: [u64; 2], byte: u8) -> bool {
    let lowered = |word: u64| (word ^ (ONES * u64::from(byte))).wrapping_sub(ONES);
    (lowered(first) | lowered(second)) & ONES << 7 != 0
}

/// Whether one of the bytes is a percent sign.
#[inline]
pub fn has_percent(bytes: &[u8]) -> bool {
    let percent = |word| position(word, b'%');
    if bytes.len() < 8 {
        return percent(few(bytes)) != 0;
    }
    if bytes.len() <= SHORT {
        let [first, second, before, last] = ends(bytes).map(percent);
        return first | second | before | last != 0;
    }
    has_in_chunks::<SHORT>(bytes, |byte| byte == b'%')
}

/// Whether one of `N` bytes or more is as asked: without branches, so that `N` are looked at at once.
#[inline(always)]
pub(crate) fn has_in_chunks<const N: usize>(bytes: &[u8], is_asked: impl Fn(u8) -> bool) -> bool {
    let has = |chunk: &[u8; N]| {
        let has = chunk.iter().fold(0, |has, &byte| has | u8::from(is_asked(byte)));
        has != 0
    };
    // The last chunk overlaps the one before.
    bytes.as_chunks().0.iter().any(has) || bytes.last_chunk().is_some_and(has)
}

/// Whether two texts of one length are the same: short ones are compared without a call.
#[inline]
fn are_same(one: &[u8], other: &[u8]) -> bool {
    match one.len() {
        ..8 => few(one) == few(other),
        8..=16 => {
            let last = one.len() - 8;
            word(one, 0) == word(other, 0) && word(one, last) == word(other, last)
        }
        _ => one == other,
    }
}

/// Where a text ends that stands at a place, if it does.
#[inline]
pub(crate) fn text_at(bytes: &[u8], at: usize, text: &[u8]) -> Option<usize> {
    let end = at + text.len();
    are_same(bytes.get(at..end)?, text).then_some(end)
}

/// Where the next slash from `at` on stands, or where the bytes end.
#[inline]
pub(crate) fn slash(bytes: &[u8], mut at: usize) -> usize {
    let Some(last) = bytes.len().checked_sub(8) else {
        while at < bytes.len() && bytes[at] != b'/' {
            at += 1;
        }
        return at.min(bytes.len());
    };
    while at < last {
        let found = position(word(bytes, at), b'/');
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    // What stands before is pushed out of the last word.
    let behind = at.saturating_sub(last);
    if behind >= 8 {
        return bytes.len();
    }
    match position(word(bytes, last) >> (8 * behind), b'/') {
        0 => bytes.len(),
        found => last + behind + found.trailing_zeros() as usize / 8,
    }
}

#[cfg(test)]
mod tests {
    use super::{has_percent, may_hold, slash, text_at};

    #[test]
    fn a_percent_sign_is_seen_wherever_it_is() {
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
    fn a_byte_is_seen_in_two_words() {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut words = [[b'a'; 8]; 2];
                words[at / 8][at % 8] = byte;
                let holds = may_hold(words.map(u64::from_le_bytes), b'%');
                assert!(holds == (byte == b'%') || !byte.is_ascii(), "{byte:02X} at {at}");
            }
        }
    }

    #[test]
    fn a_text_is_told_from_others() {
        let bytes: Vec<u8> = (0..60).collect();
        for len in 0..30 {
            let mut text = bytes[7..7 + len].to_vec();
            assert_eq!(text_at(&bytes, 7, &text), Some(7 + len));
            assert_eq!(text_at(&bytes[..7 + len], 7, &text), Some(7 + len));
            assert_eq!(text_at(&bytes, 60, &text), (len == 0).then_some(60));
            for at in 0..len {
                text[at] ^= 0x80;
                assert_eq!(text_at(&bytes, 7, &text), None, "{at} of {len}");
                text[at] ^= 0x80;
            }
        }
    }

    #[test]
    fn slashes_are_found_in_order() {
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
                        assert_eq!(slash(&path, from), expected, "{first} {second} {from}");
                    }
                }
            }
        }
    }
}
