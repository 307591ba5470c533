//! The language that a client prefers.

use crate::request::RequestRef;
use crate::request::list::items;

/// Returns the first language range of `Accept-Language` that has the highest weight (RFC 9110
/// §12.5.4). `*` is ignored, because it is not a language. A weight of 0 excludes a language.
pub(crate) fn preferred<'r>(request: impl RequestRef<'r>) -> Option<&'r [u8]> {
    let mut best = (0, None);
    for item in ranges(request) {
        if let Some((weight, range)) = weight_of(item) {
            if range != b"*" && weight > best.0 {
                best = (weight, Some(range));
            }
        }
    }
    best.1
}

/// Returns the elements of `Accept-Language`: language ranges, each with its weight.
pub(crate) fn ranges<'r>(request: impl RequestRef<'r>) -> impl Iterator<Item = &'r [u8]> {
    request.header("accept-language").flat_map(|line| items(line, b','))
}

/// Returns a range and its weight in thousandths, which is 1000 if the range has none. A range with
/// an invalid weight is ignored.
pub(crate) fn weight_of(item: &[u8]) -> Option<(u16, &[u8])> {
    let mut parts = items(item, b';');
    let range = parts.next()?.trim_ascii();
    if range.is_empty() {
        return None;
    }
    let Some(parameter) = parts.next() else { return Some((1000, range)) };
    let value = match parameter.trim_ascii() {
        [b'q' | b'Q', rest @ ..] => rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start(),
        _ => return None,
    };
    Some((qvalue(value)?, range))
}

/// Parses `qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )` (RFC 9110 §12.4.2).
fn qvalue(value: &[u8]) -> Option<u16> {
    let (whole, decimals) = match value {
        [whole] => (whole, &[][..]),
        [whole, b'.', decimals @ ..] if decimals.len() <= 3 => (whole, decimals),
        _ => return None,
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let mut weight = digit(*whole)? * 1000;
    let mut unit = 100;
    for decimal in decimals {
        weight += digit(*decimal)? * unit;
        unit /= 10;
    }
    (weight <= 1000).then_some(weight)
}
