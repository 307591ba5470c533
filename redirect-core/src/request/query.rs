//! The query of a request, as parameters (`application/x-www-form-urlencoded`).

use crate::request::charset::pct_encoded;

/// Returns the parameters of `query` that are not in `names`, each as the request spells it. If
/// none is dropped, the whole query is one item, so that it is carried over byte for byte.
pub(crate) fn without_parameters<'q, 'n>(
    query: &'q str,
    names: impl Iterator<Item = &'n [u8]> + Clone,
) -> impl Iterator<Item = &'q str> {
    let is_dropped = move |parameter: &str| {
        let name = parameter.split('=').next().unwrap_or_default();
        names.clone().any(|dropped| decoded(name.as_bytes()).eq(dropped.iter().copied()))
    };
    let all = !query.is_empty() && !query.split('&').any(&is_dropped);
    let kept = (!all).then(|| {
        query.split('&').filter(move |parameter| !parameter.is_empty() && !is_dropped(parameter))
    });
    all.then_some(query).into_iter().chain(kept.into_iter().flatten())
}

/// Decodes a name or a value once.
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
