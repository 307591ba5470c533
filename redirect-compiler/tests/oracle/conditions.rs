//! Conditions in the reference interpreter.

use std::net::IpAddr;

use test_support::TestRequest;

use super::interpreter::FieldSet;
use super::rule::{Condition, Piece, Rule, Subject};
use super::split::{
    CaptureValues, MAX_CHARS, TextKind, decoded_chars, form_decoded, normal, path_chars, split,
};

/// Returns the values of all captures if all conditions hold, or else the first one that does not.
/// Conditions on header fields are
/// evaluated after the others, and those on the address of the peer last.
pub(crate) fn match_all<'r>(
    rule: &'r Rule,
    request: &TestRequest,
    mut values: CaptureValues,
    fields: &mut FieldSet,
) -> Result<CaptureValues, &'r Condition> {
    let (on_peer, others): (Vec<_>, Vec<_>) =
        rule.conditions.iter().partition(|condition| condition.subject == Subject::Ip);
    let (on_fields, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|condition| inspected(rule, condition).field().is_some());
    for condition in others.into_iter().chain(on_fields).chain(on_peer) {
        fields.extend(inspected(rule, condition).field());
        let captured = match_one(rule, condition, request, &values);
        match (captured, condition.negated) {
            (Some(captured), false) => values.extend(captured),
            (None, true) => {}
            _ => return Err(condition),
        }
    }
    Ok(values)
}

/// Returns the subject of a condition, or that of the condition that captures its subject.
fn inspected(rule: &Rule, condition: &Condition) -> Subject {
    let Subject::Capture(name) = condition.subject else { return condition.subject };
    let declares = |other: &&Condition| {
        other.patterns.iter().flatten().any(|piece| piece.name() == Some(name))
    };
    rule.conditions.iter().find(declares).map_or(condition.subject, |origin| origin.subject)
}

/// Returns the captures of a condition, if its subject is present and matches.
fn match_one(
    rule: &Rule,
    condition: &Condition,
    request: &TestRequest,
    values: &CaptureValues,
) -> Option<CaptureValues> {
    let value = match (condition.subject, rule.languages) {
        (Subject::Language, Some(languages)) => site_language(request, languages)?.into(),
        (subject, _) => value(subject, request, values)?,
    };
    if condition.patterns.is_empty() {
        return Some(Vec::new());
    }
    condition.patterns.iter().find_map(|pattern| match (condition.subject, &pattern[..]) {
        (Subject::Language, [Piece::Text(range)]) => {
            let (value, range) = (latin(&value).to_lowercase(), range.to_lowercase());
            let is_exact = rule.languages.is_some();
            let fits = value == range || !is_exact && value.starts_with(&format!("{range}-"));
            fits.then(Vec::new)
        }
        (Subject::Capture(_), [Piece::Text(text)]) => {
            let expected = match inspected(rule, condition) {
                Subject::Capture(_) => path_chars(text.as_bytes()),
                Subject::Host => decoded_chars(text.to_lowercase().as_bytes()),
                _ => decoded_chars(text.as_bytes()),
            };
            (normal(&path_chars(&value)) == normal(&expected)).then(Vec::new)
        }
        (Subject::Ip, [Piece::Text(network)]) => is_in(&latin(&value), network).then(Vec::new),
        (Subject::Host | Subject::Scheme, pieces) => {
            split(pieces, &decoded_chars(&value.to_ascii_lowercase()), TextKind::Host)
        }
        (_, pieces) => {
            let has_captures = pieces.iter().any(|piece| piece.name().is_some());
            let is_too_long = has_captures && value.len() > MAX_CHARS;
            let value = decoded_chars(&value);
            (!is_too_long).then(|| split(pieces, &value, TextKind::Value)).flatten()
        }
    })
}

fn value(subject: Subject, request: &TestRequest, values: &CaptureValues) -> Option<Vec<u8>> {
    match subject {
        Subject::Host => host(request.authority.as_deref()?),
        Subject::Scheme => Some(request.scheme?.into()),
        Subject::Language => language(request),
        Subject::Header(name) => {
            request.header_values(name).first().map(|line| line.as_bytes().into())
        }
        Subject::Cookie(name) => {
            let joined = request.header_values("cookie").join("; ");
            let pairs = joined.split(';').map(str::trim).filter_map(|pair| pair.split_once('='));
            pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
        }
        Subject::Query(name) => {
            let query = request.query.as_deref()?;
            let mut parameters = query.split('&').filter(|part| !part.is_empty());
            let is_named =
                |part: &&str| form_decoded(part.split('=').next().unwrap()) == name.as_bytes();
            let found = parameters.find(is_named)?;
            Some(form_decoded(found.split_once('=').map_or("", |(_, value)| value)))
        }
        Subject::Capture(name) => {
            values.iter().find(|(other, _)| *other == name).map(|(_, v)| v.clone())
        }
        Subject::Ip => Some(request.peer_addr?.to_string().into_bytes()),
        Subject::Port => port(request),
    }
}

pub(crate) fn host(authority: &str) -> Option<Vec<u8>> {
    if authority.starts_with('[') {
        let (address, after) = authority.split_at(authority.find(']')? + 1);
        return is_port(after).then(|| address.as_bytes().into());
    }
    let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
    is_port(port).then_some(())?;
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_host = host.split('.').all(|label| {
        let has_label_chars = label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        let fits = !label.is_empty() && label.len() < 64;
        has_label_chars && fits && !label.starts_with('-') && !label.ends_with('-')
    });
    is_host.then(|| host.as_bytes().into())
}

/// Returns the port of a valid authority, or of one without a host, or else of the scheme.
fn port(request: &TestRequest) -> Option<Vec<u8>> {
    let explicit = request.authority.as_deref().and_then(|authority| {
        let (before, digits) = authority.rsplit_once(':')?;
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        let is_valid = before.is_empty() || host(authority).is_some();
        (is_number && is_valid).then(|| digits.parse::<u128>().unwrap().to_string())
    });
    let of_scheme = request.scheme.map(|scheme| match &scheme.to_ascii_lowercase()[..] {
        "https" => "443".to_owned(),
        _ => "80".to_owned(),
    });
    explicit.or(of_scheme).map(String::into_bytes)
}

/// Returns whether an address is in a network. Compares the bits as text.
fn is_in(address: &str, network: &str) -> bool {
    let (network, len) = network.split_once('/').unwrap_or((network, "128"));
    let (address, network) = (bits(address), bits(network));
    let len = len.parse::<usize>().unwrap().min(network.len());
    address.len() == network.len() && address.starts_with(&network[..len])
}

fn bits(address: &str) -> String {
    let octets = match address.strip_prefix("::ffff:").unwrap_or(address).parse().unwrap() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let bits: Vec<String> = octets.iter().map(|octet| format!("{octet:08b}")).collect();
    bits.concat()
}

fn is_port(text: &str) -> bool {
    let port = text.strip_prefix(':').unwrap_or(if text.is_empty() { "" } else { "x" });
    port.chars().all(|c| c.is_ascii_digit())
}

fn language(request: &TestRequest) -> Option<Vec<u8>> {
    let header = request.header_values("accept-language").join(",");
    let mut ranges: Vec<(f32, &str)> = header
        .split(',')
        .map(|range| match range.split_once(';') {
            None => (1.0, range.trim()),
            Some((range, weight)) => {
                let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok());
                (weight.unwrap_or(0.0), range.trim())
            }
        })
        .filter(|(weight, range)| *weight > 0.0 && *weight <= 1.0 && !["*", ""].contains(range))
        .collect();
    // The sort is stable: the first of equals stays first.
    ranges.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    ranges.first().map(|(_, range)| range.as_bytes().into())
}

/// Returns the best language of a site: RFC 4647 §3.4, with the list of ranges sorted by weight.
fn site_language(request: &TestRequest, languages: &[&'static str]) -> Option<&'static str> {
    let header = request.header_values("accept-language").join(",").to_lowercase();
    let weighted = |range: &str| match range.split_once(';') {
        None => Some((1.0, range.trim().to_owned())),
        Some((range, weight)) => {
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            (weight <= 1.0).then(|| (weight, range.trim().to_owned()))
        }
    };
    let mut ranges: Vec<(f32, String)> = header.split(',').filter_map(weighted).collect();
    // The sort is stable: the first of equals stays first.
    ranges.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let includes = |range: &str, tag: &str| {
        let tag = tag.to_lowercase();
        range != "*" && format!("{tag}-").starts_with(&format!("{range}-"))
    };
    let is_refused =
        |tag: &str| ranges.iter().any(|(weight, range)| *weight == 0.0 && includes(range, tag));
    let is_named = |tag: &str| ranges.iter().any(|(_, range)| includes(range, tag));
    let acceptable: Vec<_> = languages.iter().copied().filter(|tag| !is_refused(tag)).collect();
    let look_up = |range: &str| {
        if range == "*" {
            return acceptable.iter().copied().find(|tag| !is_named(tag));
        }
        let mut subtags: Vec<&str> = range.split('-').collect();
        while !subtags.is_empty() {
            let prefix = subtags.join("-");
            if let Some(tag) = acceptable.iter().find(|tag| tag.eq_ignore_ascii_case(&prefix)) {
                return Some(*tag);
            }
            subtags.pop();
            while subtags.len() > 1 && subtags.last().is_some_and(|subtag| subtag.len() == 1) {
                subtags.pop();
            }
        }
        None
    };
    ranges.iter().filter(|(weight, _)| *weight > 0.0).find_map(|(_, range)| look_up(range))
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
