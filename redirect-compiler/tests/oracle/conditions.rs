//! The conditions, as the reference interpreter reads them.

use super::Asked;
use super::interpreter::Looked;
use super::rule::{Condition, Piece, Rule, Subject};
use super::splits::{Values, Whole, decoded_units, form_decoded, normal, split, units};

/// The values of all captures if all conditions hold: those on fields are looked at last.
pub(crate) fn meets(
    rule: &Rule,
    asked: &Asked,
    mut values: Values,
    looked: &mut Looked,
) -> Option<Values> {
    let (fields, others): (Vec<_>, Vec<_>) =
        rule.conditions.iter().partition(|condition| condition.subject.field().is_some());
    for condition in others.into_iter().chain(fields) {
        looked.extend(condition.subject.field());
        match (fit(condition, asked, &values), condition.negated) {
            (Some(captured), false) => values.extend(captured),
            (None, true) => {}
            _ => return None,
        }
    }
    Some(values)
}

/// What the value captures, if it is there and fits.
fn fit(condition: &Condition, asked: &Asked, values: &Values) -> Option<Values> {
    let value = value(condition.subject, asked, values)?;
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
            (normal(&units(&value)) == normal(&units(text.as_bytes()))).then(Vec::new)
        }
        (Subject::Host | Subject::Scheme, pieces) => {
            split(pieces, &decoded_units(&value.to_ascii_lowercase()), Whole::Host)
        }
        (_, pieces) => split(pieces, &decoded_units(&value), Whole::Value),
    })
}

fn value(subject: Subject, asked: &Asked, values: &Values) -> Option<Vec<u8>> {
    match subject {
        Subject::Host => host(asked.authority.as_deref()?),
        Subject::Scheme => Some(asked.scheme?.into()),
        Subject::Language => language(asked),
        Subject::Header(name) => asked.lines(name).first().map(|line| line.as_bytes().into()),
        Subject::Cookie(name) => {
            let joined = asked.lines("cookie").join("; ");
            let pairs = joined.split(';').map(str::trim).filter_map(|pair| pair.split_once('='));
            pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
        }
        Subject::Query(name) => {
            let query = asked.query.as_deref()?;
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
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        let fits = !label.is_empty() && label.len() < 64;
        plain && fits && !label.starts_with('-') && !label.ends_with('-')
    });
    is_host.then(|| host.as_bytes().into())
}

fn language(asked: &Asked) -> Option<Vec<u8>> {
    let header = asked.lines("accept-language").join(",");
    let mut ranges: Vec<(f32, &str)> = header
        .split(',')
        .map(|item| match item.split_once(';') {
            None => (1.0, item.trim()),
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
