//! Texts of a request, read in their normal form without an allocation.
//!
//! The normal form of a path (RFC 3986 §6.2.2) decodes each `%xx` that stands for a `pchar`,
//! encodes every other byte, and has hexadecimal digits in upper case. `/` is not a `pchar`, and
//! neither are `%` and `\`, so `%2F`, `%25` and `%5C` stay encoded. Other texts are decoded
//! according to their [`Encoding`] and then written in the same way, so that one comparison serves
//! all of them.

use crate::request::charset::{PATH, PCHAR, encoded, is_normal_path, pct_encoded};

/// The greatest number of characters of a path that a rule matches, and of another text that a
/// pattern with captures matches. RFC 9110 §4.1 recommends that servers support at least 8,000
/// bytes.
pub const MAX_CHARS: usize = 8192;

/// One character of the normal form, for which a byte or a `%xx` of the text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathChar {
    /// A `pchar` or a slash, written as it is.
    Plain(u8),
    /// Any other byte, written as `%XX`.
    Encoded(u8),
}

impl PathChar {
    /// Returns the character that stands for a byte.
    pub fn from_byte(byte: u8) -> PathChar {
        if PATH.contains(byte) { PathChar::Plain(byte) } else { PathChar::Encoded(byte) }
    }

    /// Returns the byte that the character stands for.
    pub(crate) fn byte(self) -> u8 {
        match self {
            PathChar::Plain(byte) | PathChar::Encoded(byte) => byte,
        }
    }

    fn to_ascii_lowercase(self) -> PathChar {
        match self {
            PathChar::Plain(byte) => PathChar::Plain(byte.to_ascii_lowercase()),
            PathChar::Encoded(byte) => PathChar::Encoded(byte),
        }
    }

    /// Returns the bytes that it is written as, and their number.
    pub fn bytes(self) -> ([u8; 3], usize) {
        match self {
            PathChar::Plain(byte) => ([byte, 0, 0], 1),
            PathChar::Encoded(byte) => (encoded(byte), 3),
        }
    }

    /// Removes this character from the start of a text in normal form.
    fn strip_from_start(self, normal: &[u8]) -> Option<&[u8]> {
        let (bytes, len) = self.bytes();
        normal.strip_prefix(&bytes[..len])
    }

    /// Removes this character from the end of a text in normal form.
    fn strip_from_end(self, normal: &[u8]) -> Option<&[u8]> {
        let (bytes, len) = self.bytes();
        normal.strip_suffix(&bytes[..len])
    }
}

/// The mode in which a source is compared with a path.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct MatchMode {
    /// True if the case of ASCII letters is ignored.
    pub ignore_case: bool,
    /// True if one final slash is optional.
    pub optional_slash: bool,
}

impl MatchMode {
    /// All modes, each at its index.
    pub const ALL: [MatchMode; 4] = [
        MatchMode { ignore_case: false, optional_slash: false },
        MatchMode { ignore_case: true, optional_slash: false },
        MatchMode { ignore_case: false, optional_slash: true },
        MatchMode { ignore_case: true, optional_slash: true },
    ];

    /// Returns the position in [`ALL`](MatchMode::ALL).
    pub fn index(self) -> usize {
        usize::from(self.ignore_case) + 2 * usize::from(self.optional_slash)
    }
}

/// The encoding of the characters of a text of the request.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Encoding {
    /// A path: percent-encoded (RFC 3986 §3.3).
    #[default]
    Path,
    /// A path that is its own normal form, so that its bytes are compared directly.
    NormalPath,
    /// A path whose letters are read in lower case. Slices of it are [`Encoding::Path`], because
    /// captures keep their case.
    CaselessPath,
    /// A name or value of a query: percent-encoded, with `+` for a space
    /// (`application/x-www-form-urlencoded`).
    Form,
    /// The value of a header field: each byte stands for itself.
    Bytes,
    /// A host or a scheme: ASCII letters are read in lower case.
    Host,
}

impl Encoding {
    fn is_percent_encoded(self) -> bool {
        match self {
            Encoding::Path | Encoding::CaselessPath | Encoding::Form => true,
            Encoding::NormalPath | Encoding::Bytes | Encoding::Host => false,
        }
    }

    /// Decodes the first character of `bytes`, and returns it with the number of its bytes.
    fn first(self, bytes: &[u8]) -> Option<(PathChar, usize)> {
        let byte = *bytes.first()?;
        let escaped = if self.is_percent_encoded() { pct_encoded(bytes) } else { None };
        let len = if escaped.is_some() { 3 } else { 1 };
        let char = match (self, escaped) {
            (Encoding::Form, Some(byte)) => PathChar::from_byte(byte),
            (_, Some(byte)) if PCHAR.contains(byte) => PathChar::Plain(byte),
            (_, Some(byte)) => PathChar::Encoded(byte),
            (Encoding::Form, None) if byte == b'+' => PathChar::Encoded(b' '),
            (
                Encoding::Path
                | Encoding::NormalPath
                | Encoding::CaselessPath
                | Encoding::Form
                | Encoding::Bytes
                | Encoding::Host,
                None,
            ) => PathChar::from_byte(byte),
        };
        let is_caseless = matches!(self, Encoding::Host | Encoding::CaselessPath);
        Some((if is_caseless { char.to_ascii_lowercase() } else { char }, len))
    }

    /// Decodes the last character of `bytes`. A `%xx` contains no other `%`, so decoding from the
    /// end finds the same characters as decoding from the start.
    fn last(self, bytes: &[u8]) -> Option<(PathChar, usize)> {
        match bytes.last_chunk::<3>() {
            Some(triple) if self.is_percent_encoded() && pct_encoded(triple).is_some() => {
                self.first(triple)
            }
            _ => self.first(bytes.last_chunk::<1>()?),
        }
    }

    /// Returns the byte that no `{name}` matches: the slash of a path, the dot of a host.
    fn separator(self) -> Option<u8> {
        match self {
            Encoding::Path | Encoding::NormalPath | Encoding::CaselessPath => Some(b'/'),
            Encoding::Host => Some(b'.'),
            Encoding::Form | Encoding::Bytes => None,
        }
    }
}

/// The length of a text compared with the limit, as far as it is known.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
enum Length {
    #[default]
    Unmeasured,
    Fits,
    TooLong,
}

impl Length {
    /// Returns what is known about a part of the text.
    fn of_part(self) -> Length {
        if self == Length::Fits { self } else { Length::Unmeasured }
    }
}

/// A text as the request spells it, with its encoding.
#[derive(Clone, Copy, Default, Debug)]
pub struct Text<'a> {
    raw: &'a [u8],
    encoding: Encoding,
    /// True for a path with an encoded slash or backslash, and for slices of it.
    has_encoded_slash: bool,
    length: Length,
}

impl<'a> Text<'a> {
    /// Creates a text from its bytes.
    pub fn new(raw: &'a [u8], encoding: Encoding) -> Text<'a> {
        let is_path = matches!(encoding, Encoding::Path | Encoding::CaselessPath);
        let has_encoded_slash = is_path && has_encoded_slash(raw);
        Text { raw, encoding, has_encoded_slash, length: Length::Unmeasured }
    }

    /// Creates a text from the bytes in a rule, to compare it with a text in `encoding`. Only paths
    /// are percent-encoded in rules.
    pub fn from_rule(raw: &'a [u8], encoding: Encoding) -> Text<'a> {
        let encoding = if encoding == Encoding::Form { Encoding::Bytes } else { encoding };
        Text::new(raw, encoding)
    }

    /// Creates a text from the path of a request.
    pub fn path(path: &'a str) -> Text<'a> {
        let raw = path.as_bytes();
        let is_normal = is_normal_path(raw);
        Text::new(raw, if is_normal { Encoding::NormalPath } else { Encoding::Path })
    }

    /// Returns the path as it is compared in a match mode.
    #[must_use]
    pub fn in_mode(self, mode: MatchMode) -> Text<'a> {
        let raw = if mode.optional_slash { self.raw.strip_suffix(b"/") } else { None };
        let encoding = if mode.ignore_case { Encoding::CaselessPath } else { self.encoding };
        Text { raw: raw.unwrap_or(self.raw), encoding, length: self.length.of_part(), ..self }
    }

    /// Returns the bytes as the request spells them.
    pub fn raw(self) -> &'a [u8] {
        self.raw
    }

    pub(crate) fn encoding(self) -> Encoding {
        self.encoding
    }

    pub(crate) fn len(self) -> usize {
        self.raw.len()
    }

    /// Returns whether the text has more than [`MAX_CHARS`] characters. A character consists of one
    /// to three bytes, so only texts between two lengths are decoded.
    #[inline]
    pub(crate) fn is_too_long(self) -> bool {
        match self.length {
            Length::Unmeasured => self.raw.len() > MAX_CHARS && self.has_too_many_chars(),
            Length::Fits => false,
            Length::TooLong => true,
        }
    }

    /// Returns the text with a known answer to [`Text::is_too_long`], so that many patterns can be
    /// compared with it without decoding it each time.
    #[inline]
    pub(crate) fn with_length(self, is_too_long: bool) -> Text<'a> {
        Text { length: if is_too_long { Length::TooLong } else { Length::Fits }, ..self }
    }

    #[cold]
    fn has_too_many_chars(self) -> bool {
        self.raw.len() > 3 * MAX_CHARS
            || !self.encoding.is_percent_encoded()
            || self.chars().nth(MAX_CHARS).is_some()
    }

    /// Returns whether a path may contain an encoded slash or backslash.
    pub(crate) fn has_encoded_slash(self) -> bool {
        self.has_encoded_slash
    }

    pub(crate) fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Returns a slice of the text; an empty one if the range is out of bounds.
    pub(crate) fn slice(self, start: usize, end: usize) -> Text<'a> {
        let encoding = match self.encoding {
            Encoding::CaselessPath => Encoding::Path,
            encoding => encoding,
        };
        let raw = self.raw.get(start..end).unwrap_or_default();
        Text { raw, encoding, length: self.length.of_part(), ..self }
    }

    /// Returns an iterator over the bytes that the text stands for, decoded once.
    pub fn decoded(self) -> impl Iterator<Item = u8> {
        self.chars().map(PathChar::byte)
    }

    /// Returns an iterator over the characters.
    pub fn chars(self) -> impl Iterator<Item = PathChar> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let (char, len) = self.encoding.first(rest)?;
            rest = &rest[len..];
            Some(char)
        })
    }

    /// Returns an iterator over the characters, from the last to the first.
    pub(crate) fn chars_from_end(self) -> impl Iterator<Item = PathChar> {
        let mut rest = self.raw;
        std::iter::from_fn(move || {
            let (char, len) = self.encoding.last(rest)?;
            rest = &rest[..rest.len() - len];
            Some(char)
        })
    }

    /// Returns an iterator over the bytes of the normal form.
    pub fn normalized(self) -> impl Iterator<Item = u8> {
        self.chars().flat_map(|char| {
            let (bytes, len) = char.bytes();
            bytes.into_iter().take(len)
        })
    }

    /// Returns the byte that no `{name}` matches.
    pub(crate) fn separator(self) -> Option<u8> {
        self.encoding.separator()
    }

    /// Returns whether the byte at `at` is the separator.
    pub(crate) fn is_separator(self, at: usize) -> bool {
        self.encoding.separator().is_some_and(|separator| self.raw.get(at) == Some(&separator))
    }

    pub(crate) fn has_separator(self) -> bool {
        self.encoding.separator().is_some_and(|separator| self.raw.contains(&separator))
    }

    /// Returns the character at `at`, and the position after it.
    pub(crate) fn after(self, at: usize) -> Option<(PathChar, usize)> {
        let (char, len) = self.encoding.first(self.raw.get(at..)?)?;
        Some((char, at + len))
    }

    /// Returns the character that ends at `end`, and its position.
    #[inline]
    pub(crate) fn last_char(self, end: usize) -> Option<(PathChar, usize)> {
        if self.encoding == Encoding::NormalPath {
            let at = end.checked_sub(1)?;
            return Some((PathChar::Plain(*self.raw.get(at)?), at));
        }
        let (char, len) = self.encoding.last(self.raw.get(..end)?)?;
        Some((char, end - len))
    }

    /// Returns the position of the character that ends at `end`.
    pub(crate) fn before(self, end: usize) -> Option<usize> {
        let (_, len) = self.encoding.last(self.raw.get(..end)?)?;
        Some(end - len)
    }

    /// Returns whether the normal form equals `normal`, a text in normal form.
    pub(crate) fn equals(self, normal: &[u8]) -> bool {
        self.literal_at(0, normal) == Some(self.len())
    }

    /// Returns whether two texts have the same normal form, and so the same characters.
    pub(crate) fn is_equivalent(self, other: Text<'_>) -> bool {
        let mut chars = other.chars();
        for char in self.chars() {
            if chars.next() != Some(char) {
                return false;
            }
        }
        chars.next().is_none()
    }

    /// Returns the end of `literal`, a text in normal form, if it starts at `at`.
    pub(crate) fn literal_at(self, at: usize, literal: &[u8]) -> Option<usize> {
        if self.encoding == Encoding::NormalPath {
            return self.raw.get(at..)?.starts_with(literal).then_some(at + literal.len());
        }
        let (mut end, mut left) = (at, literal);
        while let Some((&first, rest)) = left.split_first() {
            // Most characters are not encoded.
            if self.encoding == Encoding::Path && self.raw.get(end) == Some(&first) && first != b'%'
            {
                (end, left) = (end + 1, rest);
                continue;
            }
            let (char, next) = self.after(end)?;
            left = char.strip_from_start(left)?;
            end = next;
        }
        Some(end)
    }

    /// Returns whether the byte at `at` may be the start of a literal.
    #[inline]
    pub(crate) fn may_start_at(self, at: usize, literal: &[u8]) -> bool {
        let (Some(&byte), Some(&first)) = (self.raw.get(at), literal.first()) else { return true };
        byte.eq_ignore_ascii_case(&first) || first == b'%' || byte == b'%' || byte == b'+'
    }

    /// Returns the start of `literal`, a text in normal form, if it ends at `end`.
    pub(crate) fn literal_before(self, end: usize, literal: &[u8]) -> Option<usize> {
        let (mut start, mut left) = (end, literal);
        while !left.is_empty() {
            let (char, len) = self.encoding.last(self.raw.get(..start)?)?;
            left = char.strip_from_end(left)?;
            start -= len;
        }
        Some(start)
    }
}

/// Returns whether a path contains an encoded slash or backslash.
fn has_encoded_slash(path: &[u8]) -> bool {
    let mut rest = path;
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'\\' || byte == b'%' && matches!(pct_encoded(rest), Some(b'/' | b'\\')) {
            return true;
        }
        rest = after;
    }
    false
}

/// Returns the number of characters of a text in normal form.
pub fn char_count(normal: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(&byte) = normal.get(at) {
        count += 1;
        at += if byte == b'%' { 3 } else { 1 };
    }
    count
}

/// Returns the normal form of a path. Copies runs of unchanged bytes at once, because the macro
/// runs unoptimized, where a step for each byte is slow.
pub fn normalize_path(text: &str) -> Vec<u8> {
    let raw = text.as_bytes();
    let mut normal = Vec::with_capacity(3 * raw.len());
    let mut at = 0;
    while at < raw.len() {
        let start = at;
        while at < raw.len() && PATH.contains(raw[at]) {
            at += 1;
        }
        normal.extend_from_slice(&raw[start..at]);
        if let Some((char, len)) = Encoding::Path.first(&raw[at..]) {
            let (bytes, bytes_len) = char.bytes();
            normal.extend_from_slice(&bytes[..bytes_len]);
            at += len;
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::{Encoding, MAX_CHARS, MatchMode, Text, normalize_path};

    fn normalized(text: &str, encoding: Encoding) -> String {
        let bytes: Vec<u8> = Text::new(text.as_bytes(), encoding).normalized().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn normal_form_decodes_pchars_and_encodes_all_else() {
        let cases = [
            ("/a", "/a"),
            ("/%61", "/a"),
            ("/%c3%a9", "/%C3%A9"),
            ("/é", "/%C3%A9"),
            ("/a%2fb%25%5c", "/a%2Fb%25%5C"),
            ("/100%", "/100%25"),
            ("/%4", "/%254"),
            ("/%zz", "/%25zz"),
            ("/a b", "/a%20b"),
            ("/%7E", "/~"),
        ];
        for (path, normal) in cases {
            assert_eq!(normalized(path, Encoding::Path), normal, "{path}");
            assert_eq!(normalize_path(path), normal.as_bytes(), "{path}");
            assert_eq!(normalized(normal, Encoding::Path), normal, "{path}");
        }
    }

    #[test]
    fn each_encoding_is_decoded_in_its_own_way() {
        assert_eq!(normalized("/A%41", Encoding::CaselessPath), "/aa");
        assert_eq!(normalized("a+b%2B%2F", Encoding::Form), "a%20b+/");
        assert_eq!(normalized("a+%41", Encoding::Bytes), "a+%2541");
        assert_eq!(normalized("EXAMPLE.com", Encoding::Host), "example.com");
    }

    #[test]
    fn characters_are_the_same_from_either_end() {
        for text in ["/%41%4%%41x", "%", "%%%41%", "", "é%C3"] {
            for encoding in [Encoding::Path, Encoding::Form, Encoding::Bytes, Encoding::Host] {
                let text = Text::new(text.as_bytes(), encoding);
                let mut reversed: Vec<_> = text.chars_from_end().collect();
                reversed.reverse();
                assert_eq!(text.chars().collect::<Vec<_>>(), reversed);
            }
        }
    }

    #[test]
    fn modes_are_at_their_index() {
        for (index, mode) in MatchMode::ALL.into_iter().enumerate() {
            assert_eq!(mode.index(), index);
        }
    }

    #[test]
    fn mode_strips_one_slash_and_ignores_case() {
        let mode = MatchMode { ignore_case: true, optional_slash: true };
        let read = |path| Text::path(path).in_mode(mode).normalized().collect::<Vec<_>>();
        assert_eq!(read("/A/"), b"/a");
        assert_eq!(read("/a//"), b"/a/");
        assert_eq!(read("/"), b"");
    }

    #[test]
    fn literals_are_found_at_both_ends() {
        let text = Text::path("/%61%2Fb");
        assert_eq!(text.literal_at(0, b"/a%2F"), Some(7));
        assert_eq!(text.literal_at(0, b"/a/"), None);
        assert_eq!(text.literal_before(8, b"%2Fb"), Some(4));
        assert_eq!(text.literal_before(8, b"/b"), None);
        assert_eq!(text.literal_at(9, b""), Some(9));
    }

    #[test]
    fn a_text_is_too_long_by_its_characters() {
        for (text, encoding, is_too_long) in [
            ("a".repeat(MAX_CHARS), Encoding::Path, false),
            ("a".repeat(MAX_CHARS + 1), Encoding::Path, true),
            ("a".repeat(MAX_CHARS + 1), Encoding::NormalPath, true),
            ("%61".repeat(MAX_CHARS), Encoding::CaselessPath, false),
            ("%61".repeat(MAX_CHARS) + "a", Encoding::Path, true),
            ("%61".repeat(MAX_CHARS) + "a", Encoding::Form, true),
            ("%61".repeat(MAX_CHARS), Encoding::Bytes, true),
            ("%6".repeat(MAX_CHARS / 2), Encoding::Path, false),
            ("%6".repeat(MAX_CHARS / 2) + "%", Encoding::Path, true),
        ] {
            let text = Text::new(text.as_bytes(), encoding);
            assert_eq!(text.is_too_long(), is_too_long, "{encoding:?} {}", text.len());
            let measured = text.with_length(is_too_long);
            assert_eq!(measured.is_too_long(), is_too_long, "{encoding:?} {}", text.len());
            assert!(!measured.slice(0, MAX_CHARS).is_too_long(), "{encoding:?} {}", text.len());
        }
    }

    #[test]
    fn encoded_slashes_are_found_in_any_spelling() {
        for (path, is_found) in [
            ("/a/b", false),
            ("/a%2Fb", true),
            ("/a%2f", true),
            ("/%5c", true),
            ("/%5C%", true),
            ("/\\", true),
            ("/%2", false),
            ("/%252F", false),
            ("/%%2F", true),
        ] {
            assert_eq!(Text::path(path).has_encoded_slash(), is_found, "{path}");
        }
    }

    #[test]
    fn texts_are_compared_in_their_normal_form() {
        let text = Text::path("/%61%2fb");
        assert!(text.equals(b"/a%2Fb"));
        for other in [&b"/a%2F"[..], b"/a%2Fbc", b"/a/b", b""] {
            assert!(!text.equals(other));
        }
        assert!(text.is_equivalent(Text::path("/a%2F%62")));
        for other in ["/a%2F", "/a%2Fbc", "/a/b", ""] {
            assert!(!text.is_equivalent(Text::path(other)), "{other}");
        }
    }
}
