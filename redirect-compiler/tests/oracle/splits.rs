//! Texts as units, and the splits of a text by the pieces of a pattern.

use super::rule::{Piece, Rule};
use super::shapes::has_shape;

/// The values of captures, by name: in the spelling of the request for those of the path; decoded
/// for the others, but for a percent sign, which is `%25`.
pub(crate) type Values = Vec<(&'static str, Vec<u8>)>;

/// A character of the normal form, and how the request spells it.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) normal: String,
    pub(crate) raw: Vec<u8>,
    part: PartOf,
}

/// What a unit can be a part of.
#[derive(Clone, Copy, PartialEq, Debug)]
enum PartOf {
    Any,
    Text,
    Capture,
}

/// What is split.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Whole {
    Path { any_case: bool },
    Host,
    Value,
}

impl Whole {
    /// What no `{name}` goes across.
    fn separator(self) -> Option<&'static str> {
        match self {
            Whole::Path { .. } => Some("/"),
            Whole::Host => Some("."),
            Whole::Value => None,
        }
    }
}

/// The captures of a path, if the source fits it.
pub(crate) fn of_path(rule: &Rule, path: &str) -> Option<Values> {
    let whole = Whole::Path { any_case: rule.any_case };
    let mut path = units(path.as_bytes());
    if !rule.any_slash {
        return split(&rule.source, &path, whole);
    }
    let is_slash = |unit: &&mut Unit| unit.normal == "/";
    path.pop_if(|last| last.normal == "/");
    // What is compared with it is an instance of the source without the slash that it ends in.
    let mut instance = path.clone();
    instance.push(Unit { normal: "/".into(), raw: Vec::new(), part: PartOf::Text });
    // Or one that ends in no slash, but for one that a capture holds.
    if let Some(last) = path.last_mut().filter(is_slash) {
        last.part = PartOf::Capture;
    }
    split(&rule.source, &path, whole).or_else(|| split(&rule.source, &instance, whole))
}

pub(crate) const PCHAR: &str =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

pub(crate) fn units(bytes: &[u8]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| str::from_utf8(digits).ok());
        let is_hex = digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let escaped =
            (bytes[at] == b'%' && is_hex).then(|| u8::from_str_radix(digits.unwrap(), 16));
        let (byte, len) = escaped.map_or((bytes[at], 1), |byte| (byte.unwrap(), 3));
        let stays = PCHAR.contains(char::from(byte)) || (byte == b'/' && len == 1);
        let normal = if stays { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        units.push(Unit { normal, raw: bytes[at..at + len].into(), part: PartOf::Any });
        at += len;
    }
    units
}

/// The values of the first split that fits: `{name}` as short, `{*name}` as long as possible. No
/// `{name}` goes across the separator.
pub(crate) fn split(pieces: &[Piece], text: &[Unit], whole: Whole) -> Option<Values> {
    let Some((piece, others)) = pieces.split_first() else {
        return text.is_empty().then(Vec::new);
    };
    let capture = |name, len: usize| {
        let value = text[..len].iter().flat_map(|unit| unit.raw.clone()).collect();
        let mut values = vec![(name, value)];
        values.extend(split(others, &text[len..], whole)?);
        Some(values)
    };
    let is_value = |len: usize, shape| {
        let value = &text[..len];
        value.iter().all(|unit| unit.part != PartOf::Text) && has_shape(value, shape)
    };
    match *piece {
        Piece::Text(written) => {
            let written = text_units(written, whole);
            let starts = text.len() >= written.len()
                && text.iter().zip(&written).all(|(unit, written)| is_text(unit, written, whole));
            starts.then(|| split(others, &text[written.len()..], whole)).flatten()
        }
        Piece::Param(name, shape) => (1..=text.len())
            .take_while(|&len| Some(&text[len - 1].normal[..]) != whole.separator())
            .filter(|&len| ![".", ".."].contains(&&normal(&text[..len])[..]))
            .filter(|&len| is_value(len, shape))
            .find_map(|len| capture(name, len)),
        Piece::CatchAll(name, shape) => (0..=text.len())
            .rev()
            .filter(|&len| is_rest(&normal(&text[..len])) && !(whole == Whole::Host && len == 0))
            .filter(|&len| is_value(len, shape))
            .find_map(|len| capture(name, len)),
    }
}

/// Whether a unit is the one that is written.
fn is_text(unit: &Unit, written: &Unit, whole: Whole) -> bool {
    let any_case = whole == Whole::Path { any_case: true };
    let is_same = unit.normal == written.normal
        || any_case && unit.normal.eq_ignore_ascii_case(&written.normal);
    is_same && unit.part != PartOf::Capture
}

/// The units of a text of the author's: of a path it is encoded, of a host without regard to case,
/// and elsewhere as it is.
fn text_units(text: &str, whole: Whole) -> Vec<Unit> {
    match whole {
        Whole::Path { .. } => units(text.as_bytes()),
        Whole::Host => decoded_units(text.to_lowercase().as_bytes()),
        Whole::Value => decoded_units(text.as_bytes()),
    }
}

/// The units of a text in which each byte stands for itself.
pub(crate) fn decoded_units(bytes: &[u8]) -> Vec<Unit> {
    let spelt = |&byte: &u8| if byte == b'%' { b"%25".to_vec() } else { vec![byte] };
    bytes.iter().flat_map(|byte| units(&spelt(byte))).collect()
}

pub(crate) fn normal(units: &[Unit]) -> String {
    units.iter().map(|unit| &unit.normal[..]).collect()
}

fn is_rest(normal: &str) -> bool {
    let slashes = normal.replace("%2F", "/").replace("%5C", "/");
    !slashes.starts_with('/') && slashes.split('/').all(|segment| segment != "." && segment != "..")
}

/// The bytes that a text stands for, decoded once.
pub(crate) fn decoded(units: &[Unit]) -> Vec<u8> {
    let decode = |raw: &[u8]| match raw {
        [b'%', digits @ ..] if digits.len() == 2 => {
            vec![u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap()]
        }
        raw => raw.to_vec(),
    };
    units.iter().flat_map(|unit| decode(&unit.raw)).collect()
}

pub(crate) fn form_decoded(name: &str) -> Vec<u8> {
    decoded(&units(name.replace('+', " ").as_bytes()))
}
