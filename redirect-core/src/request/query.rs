//! The query of a request, as parameters (`application/x-www-form-urlencoded`).

use crate::request::charset::pct_encoded;

/// The parameters of `query` that a target does not set itself, each in the spelling of the
/// request; all of the query where nothing is left out, so that it is carried byte for byte.
pub(crate) fn kept<'q, 'n>(
    query: &'q str,
    names: impl Iterator<Item = &'n [u8]> + Clone,
) -> impl Iterator<Item = &'q str> {
    let is_set = move |parameter: &str| {
        let name = parameter.split('=').next().unwrap_or_default();
        names.clone().any(|set| decoded(name.as_bytes()).eq(set.iter().copied()))
    };
    let all = !query.is_empty() && !query.split('&').any(&is_set);
    let parts =
        (!all).then(|| query.split('&').filter(move |part| !part.is_empty() && !is_set(part)));
    all.then_some(query).into_iter().chain(parts.into_iter().flatten())
}

/// The bytes that a name or a value stands for, decoded once.
pub fn decoded(text: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (&byte, after) = rest.split_first()?;
        let (value, left) = match (byte, pct_encoded(rest)) {
            (_, Some(value)) => (value, &rest[3..]),
            (b'+', None) => (b' ', after),
            (byte, None) => (byte, after),
        };
        rest = left;
        Some(value)
    })
}
