//! The location of a response: a target with its captures filled in.

use std::net::{Ipv4Addr, Ipv6Addr};

use test_support::TestRequest;

use super::conditions::host;
use super::rule::{Piece, REQUEST_HOST, REQUEST_URI, Rule, Subject, Target, is_whole_host};
use super::split::{
    CaptureValues, PCHAR, PathChar, decoded, form_decoded, is_catch_all, normal, path_chars,
};

/// The characters that each component of a URI allows, in addition to a valid `%xx`.
const IN_SEGMENT: fn(char) -> bool = |c| PCHAR.contains(c);
const IN_PATH: fn(char) -> bool = |c| PCHAR.contains(c) || c == '/';
const IN_QUERY: fn(char) -> bool = |c| PCHAR.contains(c) || "/?".contains(c);
const IN_VALUE: fn(char) -> bool = |c| IN_QUERY(c) && !"&=+;#".contains(c);

/// The canonical path of a request, and its query.
#[derive(Clone, Copy)]
pub(crate) struct RequestUri<'r> {
    pub(crate) path: &'r str,
    pub(crate) query: Option<&'r str>,
}

pub(crate) fn location(
    rule: &Rule,
    target: &Target,
    values: &CaptureValues,
    request: &TestRequest,
    request_uri: RequestUri<'_>,
) -> Option<String> {
    let path_of_request = &request.path[..];
    let query = request_uri.query.filter(|_| !rule.drops_query && !target.has_request_uri());
    let uri = request_uri.value();
    let host = request.authority.as_deref().and_then(request_host);
    // The capture of a missing segment is empty.
    let value = |name: &str| {
        let found = values.iter().find(|(other, _)| *other == name);
        let captured = found.map_or(&[][..], |(_, value)| value);
        match name {
            REQUEST_URI => &uri[..],
            REQUEST_HOST => host.as_deref().unwrap_or_default().as_bytes(),
            _ => captured,
        }
    };
    if target.has_request_host() {
        host.as_ref()?;
    }
    if target.has_request_uri() {
        starts_with_one_slash(path_of_request).then_some(())?;
    }
    let origin = target.origin.map_or(Some(String::new()), |(label, domain)| {
        let label = match label {
            None => String::new(),
            Some(REQUEST_HOST) => host.clone()?,
            Some(name) if is_whole_host(domain) => to_host(value(name))?,
            Some(name) => format!("{}.", to_label(&decoded(&path_chars(value(name))))?),
        };
        Some(format!("https://{label}{domain}"))
    })?;
    let final_slash = path_of_request.ends_with('/') && !rule.any_slash;
    let path = path(&target.path, &value, final_slash)?;
    let is_present = |name: &str| {
        [REQUEST_URI, REQUEST_HOST].contains(&name)
            || values.iter().any(|(other, _)| *other == name)
    };
    let query = merge_queries(rule, target, &value, &is_present, query.unwrap_or_default());
    let fragment = target.fragment.as_ref();
    let fragment = fragment
        .map_or(String::new(), |pieces| format!("#{}", fill(pieces, IN_QUERY, IN_QUERY, &value)));
    Some(format!("{origin}{path}{query}{fragment}"))
}

/// Returns the host and the port of an authority, if a target could contain them.
fn request_host(authority: &str) -> Option<String> {
    let host = String::from_utf8(host(authority)?).unwrap();
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    address.is_none_or(|address| address.parse::<Ipv6Addr>().is_ok()).then_some(())?;
    is_name_or_address(&host).then_some(())?;
    let port = authority[host.len()..].trim_start_matches('.');
    if let Some(digits) = port.strip_prefix(':') {
        let number: u128 = digits.parse().ok()?;
        ((1..=65535).contains(&number) && number.to_string() == digits).then_some(())?;
    }
    Some(host.to_ascii_lowercase() + port)
}

fn to_host(value: &[u8]) -> Option<String> {
    let host = decoded(&path_chars(value));
    let labels: Option<Vec<_>> = host.split(|&byte| byte == b'.').map(to_label).collect();
    labels.map(|labels| labels.join(".")).filter(|host| is_name_or_address(host))
}

/// Returns whether a host with a number at its end is an IPv4 address.
fn is_name_or_address(host: &str) -> bool {
    !ends_in_number(host) || host.parse::<Ipv4Addr>().is_ok()
}

/// Returns whether the last label of a host is a number, decimal or hexadecimal.
pub(crate) fn ends_in_number(host: &str) -> bool {
    let last = host.split('.').next_back().unwrap().to_ascii_lowercase();
    match last.strip_prefix("0x") {
        Some(digits) => digits.chars().all(|digit| digit.is_ascii_hexdigit()),
        None => last.chars().all(|digit| digit.is_ascii_digit()),
    }
}

fn to_label(label: &[u8]) -> Option<String> {
    let label = String::from_utf8(label.into()).ok()?;
    let has_label_chars = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let fits =
        has_label_chars && label.len() < 64 && !label.starts_with('-') && !label.ends_with('-');
    fits.then_some(label)
}

/// Returns the query of the target, without the parameters that contain an absent capture, followed
/// by the parameters that are kept from the request.
fn merge_queries<'v>(
    rule: &Rule,
    target: &Target,
    value: &impl Fn(&str) -> &'v [u8],
    is_present: &impl Fn(&str) -> bool,
    query: &str,
) -> String {
    let is_filled = |pieces: &[Piece]| pieces.iter().filter_map(Piece::name).all(is_present);
    let written = target.query.iter().filter(|(_, pieces)| is_filled(pieces));
    let own = written.clone().map(|(name, pieces)| {
        let name = encode(name.as_bytes(), IN_QUERY);
        format!("{name}={}", fill(pieces, IN_QUERY, IN_VALUE, value))
    });
    let set = written.map(|(name, _)| form_decoded(name));
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

/// A segment of a path with its captures filled in.
struct Segment {
    text: String,
    has_text: bool,
    has_capture: bool,
}

/// Returns the path with its captures filled in, or `None` if a value changes what it means.
///
/// A segment that consists of captures without text is removed, except that the last one stays if
/// the path of the request ends in a slash that is not ignored.
fn path<'v>(
    pieces: &[Piece],
    value: &impl Fn(&str) -> &'v [u8],
    final_slash: bool,
) -> Option<String> {
    if pieces.is_empty() {
        return Some(String::new());
    }
    let mut segments: Vec<Segment> = Vec::new();
    for piece in pieces {
        let filled = fill(std::slice::from_ref(piece), IN_PATH, IN_SEGMENT, value);
        let Some(name) = piece.name() else {
            for (nth, text) in filled.split('/').enumerate() {
                if nth > 0 || segments.is_empty() {
                    let (has_text, has_capture) = (false, false);
                    segments.push(Segment { text: String::new(), has_text, has_capture });
                }
                let segment = segments.last_mut().unwrap();
                segment.text += text;
                segment.has_text |= !text.is_empty();
            }
            continue;
        };
        is_catch_all(&normal(&path_chars(value(name)))).then_some(())?;
        let segment = segments.last_mut().unwrap();
        segment.text += &filled;
        segment.has_capture = true;
    }
    let last = segments.len() - 1;
    let mut path = String::new();
    for (nth, segment) in segments.iter().enumerate().skip(1) {
        let is_removed = segment.text.is_empty() && segment.has_capture && !segment.has_text;
        if !is_removed || nth == last && final_slash {
            path += "/";
            path += &segment.text;
        }
        // Values have no dot segments of their own.
        for part in segment.text.split('/') {
            let is_dots = ["", "."].map(|dot| format!("{dot}."));
            let part = normal(&path_chars(part.as_bytes()));
            (!segment.has_capture || !is_dots.contains(&part)).then_some(())?;
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    starts_with_one_slash(&path).then_some(path)
}

/// Returns whether a path does not start with two slashes or backslashes, encoded or not.
fn starts_with_one_slash(path: &str) -> bool {
    let start: Vec<_> = path_chars(path.as_bytes()).into_iter().take(2).collect();
    let is_slash = |char: &PathChar| ["/", "%2F", "%5C"].contains(&&char.normal[..]);
    start.len() < 2 || !start.iter().all(is_slash)
}

impl RequestUri<'_> {
    /// Returns the path and the query as one value.
    fn value(self) -> Vec<u8> {
        let RequestUri { path, query } = self;
        let query = query.filter(|query| !query.is_empty());
        let uri = query.map_or(path.to_owned(), |query| format!("{path}?{query}"));
        let encode = |byte: u8| match char::from(byte) {
            char if char.is_ascii_alphanumeric() || "-._~".contains(char) => char.to_string(),
            _ => format!("%{byte:02X}"),
        };
        uri.bytes().map(encode).collect::<String>().into_bytes()
    }
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
        Piece::Optional(_) => unreachable!("only captures of sources are optional"),
    });
    filled.collect()
}

/// Percent-encodes the characters of a path that are not allowed.
pub(crate) fn encode_path(path: &str) -> String {
    encode(path.as_bytes(), IN_PATH)
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

pub(crate) fn encode_query(query: &str) -> String {
    let encode = |byte: u8| match byte {
        b'\\' | b'#' => format!("%{byte:02X}"),
        0x21..0x7F => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    query.bytes().map(encode).collect()
}
