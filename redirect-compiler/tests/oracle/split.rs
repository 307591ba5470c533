//! The splits of a text into the pieces of a pattern.

use std::collections::HashMap;

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

/// The greatest number of characters of a path that a rule matches.
pub(crate) const MAX_CHARS: usize = 8192;

/// Returns the captures of a path, if the source matches it. Those of missing segments have no
/// value.
pub(crate) fn match_path(rule: &Rule, path: &str) -> Option<CaptureValues> {
    let Some([present, missing]) = choices(rule) else { return match_whole(rule, path) };
    // Without its final slash, a path that ends before the segment lacks the segment.
    let is_optional = |piece: &Piece| matches!(piece, Piece::Optional(_));
    let is_last = rule.source.iter().position(is_optional) == Some(rule.source.len() - 1);
    let needs_value = is_last && rule.any_slash;
    let has_value = |values: &CaptureValues| !values.last().is_some_and(|last| last.1.is_empty());
    let found = match_path(&present, path).filter(|values| !needs_value || has_value(values));
    found.or_else(|| match_path(&missing, path))
}

/// Returns a rule with its first optional segment present, and without that segment. Returns `None`
/// if it has none.
pub(crate) fn choices(rule: &Rule) -> Option<[Rule; 2]> {
    let is_optional = |piece: &Piece| matches!(piece, Piece::Optional(_));
    let at = rule.source.iter().position(is_optional)?;
    let (mut present, mut missing) = (rule.clone(), rule.clone());
    if let Piece::Optional(capture) = &rule.source[at] {
        present.source[at] = (**capture).clone();
    }
    missing.source.remove(at);
    if let Some(Piece::Text(before)) = missing.source.get_mut(at - 1) {
        *before = before.strip_suffix('/').unwrap();
    }
    let is_empty = missing.source.iter().all(|piece| *piece == Piece::Text(""));
    if is_empty && !rule.any_slash {
        missing.source.push(Piece::Text("/"));
    }
    Some([present, missing])
}

/// Works like [`match_path`] for a source without optional segments.
fn match_whole(rule: &Rule, path: &str) -> Option<CaptureValues> {
    let kind = TextKind::Path { any_case: rule.any_case };
    let mut path = path_chars(path.as_bytes());
    (path.len() <= MAX_CHARS).then_some(())?;
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
    Search { kind, known: HashMap::new() }.split(pieces, text)
}

/// A search for a split, with its results for the numbers of remaining pieces and characters.
struct Search {
    kind: TextKind,
    known: HashMap<(usize, usize), Option<CaptureValues>>,
}

impl Search {
    fn split(&mut self, pieces: &[Piece], text: &[PathChar]) -> Option<CaptureValues> {
        let key = (pieces.len(), text.len());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.first_split(pieces, text);
        self.known.insert(key, found.clone());
        found
    }

    fn first_split(&mut self, pieces: &[Piece], text: &[PathChar]) -> Option<CaptureValues> {
        let Some((piece, others)) = pieces.split_first() else {
            return text.is_empty().then(Vec::new);
        };
        if let Piece::Text(written) = piece {
            let rest = starts_with(text, written, self.kind)
                .then(|| &text[pattern_chars(written, self.kind).len()..])?;
            return self.split(others, rest);
        }
        let mut ends = value_ends(text, piece, self.kind);
        let (name, shape) = match *piece {
            Piece::Param(name, shape) => (name, shape),
            Piece::CatchAll(name, shape) => {
                ends.reverse();
                (name, shape)
            }
            Piece::Text(_) => unreachable!("texts are compared above"),
            Piece::Optional(_) => unreachable!("one of the variants has no optional segments"),
        };
        let any_case = self.kind == TextKind::Path { any_case: true };
        for len in ends {
            if let Some(rest) = self.split(others, &text[len..])
                && has_shape(&text[..len], shape, any_case)
            {
                let value = text[..len].iter().flat_map(|c| c.raw.clone()).collect();
                return Some([vec![(name, value)], rest].concat());
            }
        }
        None
    }
}

/// Returns the lengths of the values that a capture may have at the start of a text, apart from its
/// shape. No value has a dot segment or begins with a slash, in any encoding. Outside of paths, a
/// `{name}` is one segment, whatever it contains.
fn value_ends(text: &[PathChar], piece: &Piece, kind: TextKind) -> Vec<usize> {
    let is_param = matches!(piece, Piece::Param(..));
    let has_segments = !is_param || matches!(kind, TextKind::Path { .. });
    let mut ends = Vec::new();
    if !is_param && kind != TextKind::Host {
        ends.push(0);
    }
    let mut segment = String::new();
    for (at, char) in text.iter().enumerate() {
        let is_separator = is_param && Some(&char.normal[..]) == kind.separator();
        let is_slash = has_segments && ["/", "%2F", "%5C"].contains(&&char.normal[..]);
        let is_after_dots = [".", ".."].contains(&&segment[..]);
        if char.role == Role::Text || is_separator || is_slash && (at == 0 || is_after_dots) {
            break;
        }
        if is_slash {
            segment.clear();
        } else {
            segment += &char.normal;
        }
        if ![".", ".."].contains(&&segment[..]) {
            ends.push(at + 1);
        }
    }
    ends
}

/// Returns whether a text starts with a text of the pattern.
fn starts_with(text: &[PathChar], written: &str, kind: TextKind) -> bool {
    let written = pattern_chars(written, kind);
    text.len() >= written.len()
        && text.iter().zip(&written).all(|(c, written)| is_text(c, written, kind))
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

/// Returns whether a `{*name}` may have a value: it does not begin with a slash and has no dot
/// segment, in any encoding.
pub(crate) fn is_catch_all(normal: &str) -> bool {
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
