//! The reference interpreter: it tries the rules one by one, and every split of every rule, slowly
//! and by the letter of the specification. It shares no code with the table.

use std::collections::BTreeSet;

use super::Asked;
use super::conditions::meets;
use super::rule::{Answer, Piece, Rule, Subject, Target};

/// The values of captures, by name: in the spelling of the request for those of the path; decoded
/// for the others, but for a percent sign, which is `%25`.
pub(crate) type Values = Vec<(&'static str, Vec<u8>)>;

/// The fields that were looked at.
pub(crate) type Looked = BTreeSet<&'static str>;

/// The number of the rule that answers, with its status and location; and what was looked at.
pub(crate) fn answer(rules: &[Rule], asked: &Asked) -> (Option<Outcome>, Looked) {
    let mut looked = Looked::new();
    (first(rules, asked, &mut looked), looked)
}

fn first(rules: &[Rule], asked: &Asked, looked: &mut Looked) -> Option<Outcome> {
    for (index, rule) in rules.iter().enumerate() {
        let takes = rule.methods.is_empty()
            || rule.methods.contains(&asked.method)
            || (asked.method == "HEAD" && rule.methods.contains(&"GET"));
        let path = units(asked.path.as_bytes());
        let Some(values) = takes.then(|| split(&rule.source, &path, Some("/"))).flatten() else {
            continue;
        };
        let Some(values) = meets(rule, asked, values, looked) else { continue };
        match &rule.answer {
            Answer::Pass => return None,
            Answer::Final(status) => return Some((index, *status, None)),
            Answer::Redirect(status, target) => {
                let query = asked.query.as_deref().filter(|_| !rule.drops_query);
                if let Some(location) = location(rule, target, &values, query) {
                    return Some((index, *status, Some(location)));
                }
            }
        }
    }
    None
}

pub(crate) type Outcome = (usize, u16, Option<String>);

/// A character of the normal form, and how the request spells it.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) normal: String,
    pub(crate) raw: Vec<u8>,
}

const PCHAR: &str =
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
        units.push(Unit { normal, raw: bytes[at..at + len].into() });
        at += len;
    }
    units
}

/// The values of the first split that fits: `{name}` as short, `{*name}` as long as possible. No
/// `{name}` goes across the separator.
pub(crate) fn split(pieces: &[Piece], path: &[Unit], separator: Option<&str>) -> Option<Values> {
    let is_host = separator == Some(".");
    let Some((piece, others)) = pieces.split_first() else {
        return path.is_empty().then(Vec::new);
    };
    let capture = |name, len: usize| {
        let value = path[..len].iter().flat_map(|unit| unit.raw.clone()).collect();
        let mut values = vec![(name, value)];
        values.extend(split(others, &path[len..], separator)?);
        Some(values)
    };
    match piece {
        Piece::Text(text) => {
            let text = text_units(text, separator);
            let starts = path.len() >= text.len()
                && path.iter().zip(&text).all(|(path, text)| path.normal == text.normal);
            starts.then(|| split(others, &path[text.len()..], separator)).flatten()
        }
        Piece::One(name) => (1..=path.len())
            .take_while(|&len| Some(&path[len - 1].normal[..]) != separator)
            .filter(|&len| ![".", ".."].contains(&&normal(&path[..len])[..]))
            .find_map(|len| capture(name, len)),
        Piece::Rest(name) => (0..=path.len())
            .rev()
            .filter(|&len| is_rest(&normal(&path[..len])) && !(is_host && len == 0))
            .find_map(|len| capture(name, len)),
    }
}

/// The units of a text of the author's: of a path it is encoded, of a host without regard to case,
/// and elsewhere as it is.
fn text_units(text: &str, separator: Option<&str>) -> Vec<Unit> {
    match separator {
        Some("/") => units(text.as_bytes()),
        Some(_) => decoded_units(text.to_lowercase().as_bytes()),
        None => decoded_units(text.as_bytes()),
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

/// What may stand in each place, beside a valid `%xx`.
const IN_SEGMENT: fn(char) -> bool = |c| PCHAR.contains(c);
const IN_PATH: fn(char) -> bool = |c| PCHAR.contains(c) || c == '/';
const IN_QUERY: fn(char) -> bool = |c| PCHAR.contains(c) || "/?".contains(c);
const IN_VALUE: fn(char) -> bool = |c| IN_QUERY(c) && !"&=+;#".contains(c);

fn location(rule: &Rule, target: &Target, values: &Values, query: Option<&str>) -> Option<String> {
    let value = |name: &str| &values.iter().find(|(other, _)| *other == name).unwrap().1[..];
    let origin = target.origin.map_or(Some(String::new()), |(label, domain)| {
        let label = label.map_or(Some(String::new()), |name| label_of(value(name)))?;
        Some(format!("https://{label}{domain}"))
    })?;
    let path = path(&target.path, &value)?;
    let query = merged(rule, target, &value, query.unwrap_or_default());
    let fragment = target.fragment.as_ref();
    let fragment = fragment
        .map_or(String::new(), |pieces| format!("#{}", fill(pieces, IN_QUERY, IN_QUERY, &value)));
    Some(format!("{origin}{path}{query}{fragment}"))
}

fn label_of(value: &[u8]) -> Option<String> {
    let label = String::from_utf8(value.into()).ok()?;
    let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let fits = plain && label.len() < 64 && !label.starts_with('-') && !label.ends_with('-');
    fits.then(|| format!("{label}."))
}

/// The query of the target, and behind it what is kept of the request's.
fn merged<'v>(
    rule: &Rule,
    target: &Target,
    value: &impl Fn(&str) -> &'v [u8],
    query: &str,
) -> String {
    let own = target.query.iter().map(|(name, pieces)| {
        let name = encode(name.as_bytes(), IN_QUERY);
        format!("{name}={}", fill(pieces, IN_QUERY, IN_VALUE, value))
    });
    let set = target.query.iter().map(|(name, _)| form_decoded(name));
    let compared = rule.conditions.iter().filter_map(|condition| match condition.subject {
        Subject::Query(name) if !condition.patterns.is_empty() => Some(name.as_bytes().to_vec()),
        _ => None,
    });
    let names: Vec<_> = set.chain(compared).collect();
    let is_set = |part: &str| names.contains(&form_decoded(part.split('=').next().unwrap()));
    let kept: Vec<_> = if query.split('&').any(is_set) {
        query.split('&').filter(|part| !is_set(part) && !part.is_empty()).map(carried).collect()
    } else {
        vec![carried(query)]
    };
    let all: Vec<_> = own.chain(kept).filter(|part| !part.is_empty()).collect();
    if all.is_empty() { String::new() } else { format!("?{}", all.join("&")) }
}

#[derive(Clone, Copy, PartialEq)]
enum Origin {
    Text,
    One,
    Rest,
}

/// The filled path, unless it has a segment that the author did not write.
fn path<'v>(pieces: &[Piece], value: &impl Fn(&str) -> &'v [u8]) -> Option<String> {
    // Each unit with the kind of piece that it comes from; an empty value leaves a mark.
    let mut filled: Vec<(String, Origin)> = Vec::new();
    for piece in pieces {
        let (text, origin) = match piece {
            Piece::Text(text) => (encode(text.as_bytes(), IN_PATH), Origin::Text),
            Piece::One(name) => (encode(value(name), IN_SEGMENT), Origin::One),
            Piece::Rest(name) => (encode(value(name), IN_PATH), Origin::Rest),
        };
        if origin != Origin::Text {
            filled.push((String::new(), origin));
        }
        filled.extend(units(text.as_bytes()).into_iter().map(|unit| (unit.normal, origin)));
    }
    let second = filled.iter().filter(|(text, _)| !text.is_empty()).nth(1);
    if second.is_some_and(|(text, from)| is_escaped_slash(text) && *from != Origin::Text) {
        return None;
    }
    let slashes: Vec<_> = (0..filled.len()).filter(|&at| filled[at].0 == "/").collect();
    let segments = slashes.iter().enumerate().map(|(nth, &open)| (open, slashes.get(nth + 1)));
    for (open, close) in segments {
        let end = close.map_or(filled.len(), |&close| close + 1);
        let inside = &filled[open + 1..close.copied().unwrap_or(filled.len())];
        let text: String = inside.iter().map(|(text, _)| &text[..]).collect();
        let origins: Vec<_> = filled[open..end].iter().map(|(_, origin)| *origin).collect();
        let is_literal = origins.iter().all(|origin| *origin == Origin::Text);
        let is_in_rest = close.is_some() && origins.iter().all(|origin| *origin == Origin::Rest);
        let is_empty = text.is_empty() && close.is_some() && !is_in_rest;
        if !is_literal && (is_empty || text == "." || text == "..") {
            return None;
        }
    }
    Some(fill(pieces, IN_PATH, IN_SEGMENT, value))
}

fn is_escaped_slash(unit: &str) -> bool {
    unit == "%2F" || unit == "%5C"
}

fn fill<'v>(
    pieces: &[Piece],
    in_text: fn(char) -> bool,
    in_value: fn(char) -> bool,
    value: &impl Fn(&str) -> &'v [u8],
) -> String {
    let filled = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => encode(text.as_bytes(), in_text),
        Piece::One(name) => encode(value(name), in_value),
        Piece::Rest(name) => encode(value(name), |c| in_value(c) || c == '/'),
    });
    filled.collect()
}

/// Everything that may not stand there is encoded; a valid `%xx` stays.
fn encode(text: &[u8], stays: impl Fn(char) -> bool) -> String {
    let spelt = |unit: &Unit| match unit.raw[..] {
        [byte] if stays(char::from(byte)) => char::from(byte).to_string(),
        [byte] => format!("%{byte:02X}"),
        _ => String::from_utf8(unit.raw.clone()).unwrap(),
    };
    units(text).iter().map(spelt).collect()
}

fn carried(query: &str) -> String {
    let spelt = |byte: u8| match byte {
        b'\\' | b'#' => format!("%{byte:02X}"),
        0x21..0x7F => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    query.bytes().map(spelt).collect()
}

pub(crate) fn form_decoded(name: &str) -> Vec<u8> {
    let decode = |unit: &Unit| match unit.raw[..] {
        [b'+'] => b' ',
        [byte] => byte,
        _ => u8::from_str_radix(str::from_utf8(&unit.raw[1..]).unwrap(), 16).unwrap(),
    };
    units(name.as_bytes()).iter().map(decode).collect()
}
