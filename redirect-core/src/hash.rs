//! The hash of keys: our own, so that what is built with it is the same wherever it is built.

/// Odd numbers without a pattern in their bits: of the golden ratio, and of the square root of two.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const LENGTHS: u64 = 0x6A09_E667_F3BC_C909;

/// A hash of bytes, all of whose bits depend on all of them. A loop over words and no more: where
/// nothing is optimised, each call in it takes its time.
pub(crate) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(LENGTHS);
    let mut at = 0;
    while at + 8 <= bytes.len() {
        let mut word = [0; 8];
        word.copy_from_slice(&bytes[at..at + 8]);
        hash = mixed(hash ^ u64::from_le_bytes(word));
        at += 8;
    }
    if at < bytes.len() {
        let mut word = [0; 8];
        word[..bytes.len() - at].copy_from_slice(&bytes[at..]);
        hash = mixed(hash ^ u64::from_le_bytes(word));
    }
    mixed(hash)
}

/// Both halves of a product, one upon the other.
fn mixed(word: u64) -> u64 {
    let product = u128::from(word ^ FACTOR) * u128::from(FACTOR);
    #[allow(clippy::cast_possible_truncation)]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn all_of_it_counts() {
        let texts = ["", "\0", "a", "a\0", "/docs/abcdefgh", "/docs/abcdefgi", "/docs/abcdefgh\0"];
        let mut hashes: Vec<u64> = texts.iter().map(|text| hash(text.as_bytes(), 0)).collect();
        hashes.extend(texts.iter().map(|text| hash(text.as_bytes(), 1)));
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 2 * texts.len());
    }

    #[test]
    fn it_stays_what_it_is() {
        assert_eq!(hash(b"/blog/rust", 0), 10_115_540_634_620_792_405);
    }
}
