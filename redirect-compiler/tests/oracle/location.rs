//! The location of a response: a target with its captures filled in.

use super::rule::{Piece, Rule, Subject, Target};
use super::split::{CaptureValues, PCHAR, PathChar, form_decoded, path_chars};

/// The characters that each component of a URI allows, in addition to a valid `%xx`.
const IN_SEGMENT: fn(char) -> bool = |c| PCHAR.contains(c);
const IN_PATH: fn(char) -> bool = |c| PCHAR.contains(c) || c == '/';
const IN_QUERY: fn(char) -> bool = |c| PCHAR.contains(c) || "/?".contains(c);
const IN_VALUE: fn(char) -> bool = |c| IN_QUERY(c) && !"&=+;#".contains(c);

pub(crate) fn location(
    rule: &Rule,
    target: &Target,
    values: &CaptureValues,
    query: Option<&str>,
) -> Option<String> {
    let value = |name: &str| &values.iter().find(|(other, _)| *other == name).unwrap().1[..];
    let origin = target.origin.map_or(Some(String::new()), |(label, domain)| {
        let label = label.map_or(Some(String::new()), |name| to_label(value(name)))?;
        Some(format!("https://{label}{domain}"))
    })?;
    let path = path(&target.path, &value)?;
    let query = merge_queries(rule, target, &value, query.unwrap_or_default());
    let fragment = target.fragment.as_ref();
    let fragment = fragment
        .map_or(String::new(), |pieces| format!("#{}", fill(pieces, IN_QUERY, IN_QUERY, &value)));
    Some(format!("{origin}{path}{query}{fragment}"))
}

fn to_label(value: &[u8]) -> Option<String> {
    let label = String::from_utf8(value.into()).ok()?;
    let has_label_chars = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let fits =
        has_label_chars && label.len() < 64 && !label.starts_with('-') && !label.ends_with('-');
    fits.then(|| format!("{label}."))
}

/// Returns the query of the target, followed by the parameters that are kept from the request.
fn merge_queries<'v>(
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
        query
            .split('&')
            .filter(|part| !is_set(part) && !part.is_empty())
            .map(encode_query)
            .collect()
    } else {
        vec![encode_query(query)]
    };
    let all: Vec<_> = own.chain(kept).filter(|part| !part.is_empty()).collect();
    if all.is_empty() { String::new() } else { format!("?{}", all.join("&")) }
}

#[derive(Clone, Copy, PartialEq)]
enum Origin {
    Text,
    Param,
    CatchAll,
}

/// Returns the path with its captures filled in, or `None` if a value changes its segments.
fn path<'v>(pieces: &[Piece], value: &impl Fn(&str) -> &'v [u8]) -> Option<String> {
    // Each character, with the kind of piece that it comes from. An empty value leaves a mark.
    let mut filled: Vec<(String, Origin)> = Vec::new();
    for piece in pieces {
        let (text, origin) = match piece {
            Piece::Text(text) => (encode(text.as_bytes(), IN_PATH), Origin::Text),
            Piece::Param(name, _) => (encode(value(name), IN_SEGMENT), Origin::Param),
            Piece::CatchAll(name, _) => (encode(value(name), IN_PATH), Origin::CatchAll),
        };
        if origin != Origin::Text {
            filled.push((String::new(), origin));
        }
        filled.extend(path_chars(text.as_bytes()).into_iter().map(|c| (c.normal, origin)));
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
        let is_in_catch_all =
            close.is_some() && origins.iter().all(|origin| *origin == Origin::CatchAll);
        let is_empty = text.is_empty() && close.is_some() && !is_in_catch_all;
        if !is_literal && (is_empty || text == "." || text == "..") {
            return None;
        }
    }
    Some(fill(pieces, IN_PATH, IN_SEGMENT, value))
}

fn is_escaped_slash(c: &str) -> bool {
    c == "%2F" || c == "%5C"
}

fn fill<'v>(
    pieces: &[Piece],
    in_text: fn(char) -> bool,
    in_value: fn(char) -> bool,
    value: &impl Fn(&str) -> &'v [u8],
) -> String {
    let filled = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => encode(text.as_bytes(), in_text),
        Piece::Param(name, _) => encode(value(name), in_value),
        Piece::CatchAll(name, _) => encode(value(name), |c| in_value(c) || c == '/'),
    });
    filled.collect()
}

/// Percent-encodes the characters that are not allowed. A valid `%xx` is kept.
fn encode(text: &[u8], is_allowed: impl Fn(char) -> bool) -> String {
    let encode = |c: &PathChar| match c.raw[..] {
        [byte] if is_allowed(char::from(byte)) => char::from(byte).to_string(),
        [byte] => format!("%{byte:02X}"),
        _ => String::from_utf8(c.raw.clone()).unwrap(),
    };
    path_chars(text).iter().map(encode).collect()
}

fn encode_query(query: &str) -> String {
    let encode = |byte: u8| match byte {
        b'\\' | b'#' => format!("%{byte:02X}"),
        0x21..0x7F => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    query.bytes().map(encode).collect()
}
