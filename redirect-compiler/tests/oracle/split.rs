//! The splits of a text into the pieces of a pattern.

use super::rule::{Piece, Rule};
use super::shapes::has_shape;

/// The values of captures, by name. Values from the path are spelled as in the request. Other
/// values are decoded, except that a percent sign is `%25`.
pub(crate) type CaptureValues = Vec<(&'static str, Vec<u8>)>;

/// A character of the normal form, and how the request spells it.
#[derive(Clone, Debug)]
pub(crate) struct PathChar {
    pub(crate) normal: String,
    pub(crate) raw: Vec<u8>,
    role: Role,
}

/// The pieces that a character can be part of.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Role {
    Any,
    Text,
    Capture,
}

/// The kind of a text, which determines how it is split.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum TextKind {
    Path { any_case: bool },
    Host,
    Value,
}

impl TextKind {
    /// Returns the character that no `{name}` contains.
    fn separator(self) -> Option<&'static str> {
        match self {
            TextKind::Path { .. } => Some("/"),
            TextKind::Host => Some("."),
            TextKind::Value => None,
        }
    }
}

/// Returns the captures of a path, if the source matches it.
pub(crate) fn match_path(rule: &Rule, path: &str) -> Option<CaptureValues> {
    let kind = TextKind::Path { any_case: rule.any_case };
    let mut path = path_chars(path.as_bytes());
    if !rule.any_slash {
        return split(&rule.source, &path, kind);
    }
    let is_slash = |last: &&mut PathChar| last.normal == "/";
    if path.last().is_some_and(|last| last.normal == "/") {
        path.pop();
    }
    // An instance of the source that ends in a literal slash matches the path with that slash.
    let mut instance = path.clone();
    instance.push(PathChar { normal: "/".into(), raw: Vec::new(), role: Role::Text });
    // In any other instance, only a capture can match a final slash that remains.
    if let Some(last) = path.last_mut().filter(is_slash) {
        last.role = Role::Capture;
    }
    split(&rule.source, &path, kind).or_else(|| split(&rule.source, &instance, kind))
}

pub(crate) const PCHAR: &str =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

pub(crate) fn path_chars(bytes: &[u8]) -> Vec<PathChar> {
    let mut chars = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let is_hex = digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let escaped =
            (bytes[at] == b'%' && is_hex).then(|| u8::from_str_radix(digits.unwrap(), 16));
        let (byte, len) = escaped.map_or((bytes[at], 1), |byte| (byte.unwrap(), 3));
        let is_unreserved = PCHAR.contains(char::from(byte)) || (byte == b'/' && len == 1);
        let normal =
            if is_unreserved { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        chars.push(PathChar { normal, raw: bytes[at..at + len].into(), role: Role::Any });
        at += len;
    }
    chars
}

/// Returns the values of the first split that matches, with each `{name}` as short and each
/// `{*name}` as long as possible. No `{name}` contains the separator.
pub(crate) fn split(pieces: &[Piece], text: &[PathChar], kind: TextKind) -> Option<CaptureValues> {
    let Some((piece, others)) = pieces.split_first() else {
        return text.is_empty().then(Vec::new);
    };
    let capture = |name, len: usize| {
        let value = text[..len].iter().flat_map(|c| c.raw.clone()).collect();
        let mut values = vec![(name, value)];
        values.extend(split(others, &text[len..], kind)?);
        Some(values)
    };
    let is_value = |len: usize, shape| {
        let value = &text[..len];
        value.iter().all(|c| c.role != Role::Text) && has_shape(value, shape)
    };
    match *piece {
        Piece::Text(written) => {
            let written = pattern_chars(written, kind);
            let starts = text.len() >= written.len()
                && text.iter().zip(&written).all(|(c, written)| is_text(c, written, kind));
            starts.then(|| split(others, &text[written.len()..], kind)).flatten()
        }
        Piece::Param(name, shape) => (1..=text.len())
            .take_while(|&len| Some(&text[len - 1].normal[..]) != kind.separator())
            .filter(|&len| ![".", ".."].contains(&&normal(&text[..len])[..]))
            .filter(|&len| is_value(len, shape))
            .find_map(|len| capture(name, len)),
        Piece::CatchAll(name, shape) => (0..=text.len())
            .rev()
            .filter(|&len| {
                is_catch_all(&normal(&text[..len])) && !(kind == TextKind::Host && len == 0)
            })
            .filter(|&len| is_value(len, shape))
            .find_map(|len| capture(name, len)),
    }
}

/// Returns whether a character equals a character of the pattern's text.
fn is_text(actual: &PathChar, expected: &PathChar, kind: TextKind) -> bool {
    let any_case = kind == TextKind::Path { any_case: true };
    let is_same = actual.normal == expected.normal
        || any_case && actual.normal.eq_ignore_ascii_case(&expected.normal);
    is_same && actual.role != Role::Capture
}

/// Returns the characters of a text in a pattern: encoded for a path, in lower case for a host, and
/// unchanged otherwise.
fn pattern_chars(text: &str, kind: TextKind) -> Vec<PathChar> {
    match kind {
        TextKind::Path { .. } => path_chars(text.as_bytes()),
        TextKind::Host => decoded_chars(text.to_lowercase().as_bytes()),
        TextKind::Value => decoded_chars(text.as_bytes()),
    }
}

/// Returns the characters of a text without percent-encoding.
pub(crate) fn decoded_chars(bytes: &[u8]) -> Vec<PathChar> {
    let encode = |&byte: &u8| if byte == b'%' { b"%25".to_vec() } else { vec![byte] };
    bytes.iter().flat_map(|byte| path_chars(&encode(byte))).collect()
}

pub(crate) fn normal(chars: &[PathChar]) -> String {
    chars.iter().map(|char| &char.normal[..]).collect()
}

fn is_catch_all(normal: &str) -> bool {
    let slashes = normal.replace("%2F", "/").replace("%5C", "/");
    !slashes.starts_with('/') && slashes.split('/').all(|segment| segment != "." && segment != "..")
}

/// Decodes a text once.
pub(crate) fn decoded(chars: &[PathChar]) -> Vec<u8> {
    let decode = |raw: &[u8]| match raw {
        [b'%', digits @ ..] if digits.len() == 2 => {
            vec![u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap()]
        }
        raw => raw.to_vec(),
    };
    chars.iter().flat_map(|char| decode(&char.raw)).collect()
}

pub(crate) fn form_decoded(name: &str) -> Vec<u8> {
    decoded(&path_chars(name.replace('+', " ").as_bytes()))
}
