//! The query of a request, as parameters (`application/x-www-form-urlencoded`).

use crate::request::charset::pct_encoded;

/// Returns whether the name of a parameter, as the request spells it, decodes to one of `names`.
pub(crate) fn is_named<'n>(parameter: &str, names: impl Iterator<Item = &'n [u8]>) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    for other in names {
        if decodes_to(name.as_bytes(), other) {
            return true;
        }
    }
    false
}

/// Returns whether the query has a parameter of one of these names.
pub(crate) fn has_parameter<'n>(
    query: &str,
    names: &(impl Iterator<Item = &'n [u8]> + Clone),
) -> bool {
    for parameter in query.split('&') {
        if is_named(parameter, names.clone()) {
            return true;
        }
    }
    false
}

/// Returns whether a name or a value decodes to `expected`.
pub(crate) fn decodes_to(text: &[u8], expected: &[u8]) -> bool {
    let mut left = expected;
    for byte in decoded(text) {
        match left.split_first() {
            Some((&next, rest)) if next == byte => left = rest,
            _ => return false,
        }
    }
    left.is_empty()
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
