//! The character classes of RFC 3986, each with its line of the grammar.

use crate::swar::any_in_chunks;

/// A set of bytes.
#[derive(Clone, Copy, Debug)]
pub struct ByteSet([bool; 256]);

impl ByteSet {
    const fn new(bytes: &[u8]) -> ByteSet {
        ByteSet([false; 256]).with(bytes)
    }

    const fn with(mut self, bytes: &[u8]) -> ByteSet {
        let mut i = 0;
        while i < bytes.len() {
            self.0[bytes[i] as usize] = true;
            i += 1;
        }
        self
    }

    const fn without(mut self, bytes: &[u8]) -> ByteSet {
        let mut i = 0;
        while i < bytes.len() {
            self.0[bytes[i] as usize] = false;
            i += 1;
        }
        self
    }

    /// Returns whether the set contains all bytes of a text.
    pub(crate) fn contains_all(&self, text: &[u8]) -> bool {
        text.iter().all(|&byte| self.contains(byte))
    }

    /// Returns whether the set contains a byte.
    pub const fn contains(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}

/// `unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"`
pub const UNRESERVED: ByteSet =
    ByteSet::new(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

/// `tchar` (RFC 9110 §5.6.2) without uppercase letters
const LOWERCASE_TCHAR: ByteSet =
    ByteSet::new(b"abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

/// Returns whether a name of a header field is valid and in lower case.
pub fn is_lowercase_token(name: &[u8]) -> bool {
    !name.is_empty() && LOWERCASE_TCHAR.contains_all(name)
}

/// `pchar = unreserved / pct-encoded / sub-delims / ":" / "@"`, the percent sign apart,
/// with `sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "="`
pub(crate) const PCHAR: ByteSet = UNRESERVED.with(b"!$&'()*+,;=").with(b":@");

/// `path = *( "/" / pchar )`, abbreviated
pub const PATH: ByteSet = PCHAR.with(b"/");

/// `query = *( pchar / "/" / "?" )`
pub const QUERY: ByteSet = PCHAR.with(b"/?");

/// The characters of the value of one query parameter: `query` without the separators.
pub(crate) const QUERY_VALUE: ByteSet = QUERY.without(b"&=+;#");

/// `fragment = *( pchar / "/" / "?" )`
pub const FRAGMENT: ByteSet = QUERY;

/// The characters of a host that is written as it is: `pchar`, and the brackets of an IPv6 address.
pub(crate) const HOST: ByteSet = PCHAR.with(b"[]");

/// The characters of a label of a host: letters, digits and hyphens (RFC 1123 §2.1), and the
/// underscore, which is common in practice.
pub const LABEL: ByteSet =
    ByteSet::new(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

/// The characters of a query that is carried over into a `Location` byte for byte: visible ASCII
/// except the backslash, which browsers read as a slash, and `#`.
pub const CARRIED: ByteSet = {
    let mut set = ByteSet([false; 256]);
    let mut byte = 0x21;
    while byte < 0x7F {
        set.0[byte] = true;
        byte += 1;
    }
    set.without(b"\\#")
};

/// Returns whether a path is its own normal form: all bytes are in [`PATH`]. Chunks are tested with
/// comparisons of ranges instead of table lookups, so that the compiler vectorizes the test.
pub(crate) fn is_normal_path(bytes: &[u8]) -> bool {
    if bytes.len() < 8 {
        return PATH.contains_all(bytes);
    }
    let is_other = |byte: u8| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // Digits and their neighbors in ASCII: `&'()*+,-./0123456789:;`.
        let is_near_digits = byte.wrapping_sub(b'&') <= b';' - b'&';
        let is = |other| byte == other;
        let is_sign = is(b'!') | is(b'$') | is(b'=') | is(b'@') | is(b'_') | is(b'~');
        !(is_letter | is_near_digits | is_sign)
    };
    !match bytes.len() {
        32.. => any_in_chunks::<32>(bytes, is_other),
        16.. => any_in_chunks::<16>(bytes, is_other),
        _ => any_in_chunks::<8>(bytes, is_other),
    }
}

/// Returns whether a text is a path that needs no further analysis: it starts with a single slash,
/// has neither percent signs nor braces, no segment starts with a dot, and it has no syntax of a
/// capture in another format. Most paths pass, and the macro runs unoptimized, where further
/// analysis is slow.
pub fn is_static_path(text: &str) -> bool {
    // A `const` would be copied in each iteration.
    static ALLOWED: ByteSet = PATH.without(b"$./:*(+");
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if !ALLOWED.0[byte as usize] {
            let before = if at > 0 { bytes[at - 1] } else { b'/' };
            let is_text = match byte {
                b'/' => at == 0 || before != b'/',
                b'.' => before != b'/',
                b'+' => before != b'.',
                b':' | b'(' => before.is_ascii_alphanumeric(),
                _ => false,
            };
            if !is_text {
                return false;
            }
        }
        at += 1;
    }
    text.starts_with('/')
}

/// Returns the position of the first occurrence of one of two characters. Each is searched for
/// alone, which is fast even when unoptimized.
pub fn find_either(text: &str, [a, b]: [char; 2]) -> Option<usize> {
    match (text.find(a), text.find(b)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Decodes `pct-encoded = "%" HEXDIG HEXDIG` at the start of `bytes`.
pub fn pct_encoded(bytes: &[u8]) -> Option<u8> {
    match *bytes {
        [b'%', high, low, ..] => Some(hex(high)? << 4 | hex(low)?),
        _ => None,
    }
}

/// Returns the upper-case `pct-encoded` form of a byte (RFC 3986 §2.1).
pub const fn encoded(byte: u8) -> [u8; 3] {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    [b'%', HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize]]
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PATH, is_normal_path};

    #[test]
    fn a_normal_path_has_only_path_characters_at_every_position() {
        for byte in 0..=u8::MAX {
            for len in 1..80 {
                for at in 0..len {
                    let mut path = vec![b'/'; len];
                    path[at] = byte;
                    assert_eq!(
                        is_normal_path(&path),
                        PATH.contains(byte),
                        "{byte:02X} at {at} of {len}"
                    );
                }
            }
        }
    }
}
