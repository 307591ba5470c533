//! The characters of RFC 3986, each class with its line of the grammar.

use crate::table::swar::has_in_chunks;

/// A set of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Class([bool; 256]);

impl Class {
    const fn of(bytes: &[u8]) -> Class {
        Class([false; 256]).or(bytes)
    }

    const fn or(mut self, bytes: &[u8]) -> Class {
        let mut i = 0;
        while i < bytes.len() {
            self.0[bytes[i] as usize] = true;
            i += 1;
        }
        self
    }

    const fn without(mut self, bytes: &[u8]) -> Class {
        let mut i = 0;
        while i < bytes.len() {
            self.0[bytes[i] as usize] = false;
            i += 1;
        }
        self
    }

    pub const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}

/// `unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"`
const UNRESERVED: Class =
    Class::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

/// `pchar = unreserved / pct-encoded / sub-delims / ":" / "@"`, the percent sign apart,
/// with `sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "="`
pub(crate) const PCHAR: Class = UNRESERVED.or(b"!$&'()*+,;=").or(b":@");

/// `path = *( "/" / pchar )`, in short
pub const PATH: Class = PCHAR.or(b"/");

/// `query = *( pchar / "/" / "?" )`
pub const QUERY: Class = PCHAR.or(b"/?");

/// The value of one parameter in a query: what separates parameters is not of it.
pub(crate) const QUERY_VALUE: Class = QUERY.without(b"&=+;#");

/// `fragment = *( pchar / "/" / "?" )`
pub const FRAGMENT: Class = QUERY;

/// What a label of a host may hold: letters, digits and hyphens (RFC 1123 §2.1), and the
/// underscore, which real names have.
pub const LABEL: Class =
    Class::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

/// What a `Location` may hold of a query that is carried over byte for byte: visible ASCII,
/// but for the backslash, which browsers read as a slash, and the fragment's sign.
pub const CARRIED: Class = {
    let mut class = Class([false; 256]);
    let mut byte = 0x21;
    while byte < 0x7F {
        class.0[byte] = true;
        byte += 1;
    }
    class.without(b"\\#")
};

/// Whether all bytes are of [`PATH`], looked at many at a time.
pub(crate) fn is_path(bytes: &[u8]) -> bool {
    if bytes.len() < 8 {
        return bytes.iter().all(|&byte| PATH.has(byte));
    }
    let is_other = |byte: u8| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // Digits, and what stands beside them in ASCII.
        let is_near_digits = byte.wrapping_sub(b'&') <= b';' - b'&';
        let is = |other| byte == other;
        let is_sign = is(b'!') | is(b'$') | is(b'=') | is(b'@') | is(b'_') | is(b'~');
        !(is_letter | is_near_digits | is_sign)
    };
    !match bytes.len() {
        32.. => has_in_chunks::<32>(bytes, is_other),
        16.. => has_in_chunks::<16>(bytes, is_other),
        _ => has_in_chunks::<8>(bytes, is_other),
    }
}

/// Whether a text is a path from the root that needs no second look: it has neither percent signs nor
/// braces, it does not begin with two slashes, and no segment begins with a dot or what marks a capture
/// elsewhere. Most paths are plain, and where nothing is optimised a second look takes its time.
pub fn is_plain_path(text: &str) -> bool {
    // A constant would be copied at each step.
    static ANYWHERE: Class = PATH.without(b"$./:*");
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if !ANYWHERE.0[byte as usize] {
            let is_behind_slash = at > 0 && bytes[at - 1] == b'/';
            if is_behind_slash || !matches!(byte, b'.' | b'/' | b':' | b'*') {
                return false;
            }
        }
        at += 1;
    }
    text.starts_with('/')
}

/// Where the first of two characters stands. Each is looked for alone, which is fast also where nothing
/// is optimised.
pub fn first_of(text: &str, [a, b]: [char; 2]) -> Option<usize> {
    match (text.find(a), text.find(b)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The value of `pct-encoded = "%" HEXDIG HEXDIG` at the start of `bytes`.
pub fn pct_encoded(bytes: &[u8]) -> Option<u8> {
    match *bytes {
        [b'%', high, low, ..] => Some(hex(high)? << 4 | hex(low)?),
        _ => None,
    }
}

/// The upper-case `pct-encoded` form of a byte (RFC 3986 §2.1).
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
    use super::{PATH, is_path};

    #[test]
    fn a_path_is_one_wherever_its_bytes_are() {
        for byte in 0..=u8::MAX {
            for len in 1..80 {
                for at in 0..len {
                    let mut path = vec![b'/'; len];
                    path[at] = byte;
                    assert_eq!(is_path(&path), PATH.has(byte), "{byte:02X} at {at} of {len}");
                }
            }
        }
    }
}
