//! Conditions in the reference interpreter.

use test_support::TestRequest;

use super::interpreter::FieldSet;
use super::rule::{Condition, Piece, Rule, Subject};
use super::split::{
    CaptureValues, TextKind, decoded_chars, form_decoded, normal, path_chars, split,
};

/// Returns the values of all captures if all conditions hold. Conditions on header fields are
/// evaluated last.
pub(crate) fn match_all(
    rule: &Rule,
    request: &TestRequest,
    mut values: CaptureValues,
    fields: &mut FieldSet,
) -> Option<CaptureValues> {
    let (on_fields, others): (Vec<_>, Vec<_>) =
        rule.conditions.iter().partition(|condition| condition.subject.field().is_some());
    for condition in others.into_iter().chain(on_fields) {
        fields.extend(condition.subject.field());
        match (match_one(condition, request, &values), condition.negated) {
            (Some(captured), false) => values.extend(captured),
            (None, true) => {}
            _ => return None,
        }
    }
    Some(values)
}

/// Returns the captures of a condition, if its subject is present and matches.
fn match_one(
    condition: &Condition,
    request: &TestRequest,
    values: &CaptureValues,
) -> Option<CaptureValues> {
    let value = value(condition.subject, request, values)?;
    if condition.patterns.is_empty() {
        return Some(Vec::new());
    }
    condition.patterns.iter().find_map(|pattern| match (condition.subject, &pattern[..]) {
        (Subject::Language, [Piece::Text(range)]) => {
            let (value, range) = (latin(&value).to_lowercase(), range.to_lowercase());
            let fits = value == range || value.starts_with(&format!("{range}-"));
            fits.then(Vec::new)
        }
        (Subject::Capture(_), [Piece::Text(text)]) => {
            (normal(&path_chars(&value)) == normal(&path_chars(text.as_bytes()))).then(Vec::new)
        }
        (Subject::Host | Subject::Scheme, pieces) => {
            split(pieces, &decoded_chars(&value.to_ascii_lowercase()), TextKind::Host)
        }
        (_, pieces) => split(pieces, &decoded_chars(&value), TextKind::Value),
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
    }
}

fn host(authority: &str) -> Option<Vec<u8>> {
    let host = authority.split(':').next()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_host = host.split('.').all(|label| {
        let has_label_chars = label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        let fits = !label.is_empty() && label.len() < 64;
        has_label_chars && fits && !label.starts_with('-') && !label.ends_with('-')
    });
    is_host.then(|| host.as_bytes().into())
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

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
