//! The language that a client prefers.

use crate::request::RequestRef;

/// Returns the range of `Accept-Language` with the highest weight, and the first of equals
/// (RFC 9110 §12.5.4). `*` is not a language, and a weight of 0 excludes one.
pub(crate) fn preferred<'r>(request: impl RequestRef<'r>) -> Option<&'r [u8]> {
    let ranges =
        request.header("accept-language").flat_map(|line| line.split(|&byte| byte == b','));
    let mut best: Option<(u16, &'r [u8])> = None;
    for (weight, range) in ranges.filter_map(weighted) {
        if range != b"*" && weight > best.map_or(0, |(best, _)| best) {
            best = Some((weight, range));
        }
    }
    best.map(|(_, range)| range)
}

/// Returns a range and its weight in thousandths, which is 1000 if the range has none. A range with
/// an invalid weight is ignored.
fn weighted(item: &[u8]) -> Option<(u16, &[u8])> {
    let mut parts = item.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
    let range = parts.next().filter(|range| !range.is_empty())?;
    let Some(parameter) = parts.next() else { return Some((1000, range)) };
    let value = match parameter {
        [b'q' | b'Q', rest @ ..] => rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start(),
        _ => return None,
    };
    Some((qvalue(value)?, range))
}

/// Parses `qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )` (RFC 9110 §12.4.2)
fn qvalue(value: &[u8]) -> Option<u16> {
    let (whole, decimals) = match value {
        [whole] => (whole, &[][..]),
        [whole, b'.', decimals @ ..] if decimals.len() <= 3 => (whole, decimals),
        _ => return None,
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let mut weight = digit(*whole)? * 1000;
    for (decimal, unit) in decimals.iter().zip([100, 10, 1]) {
        weight += digit(*decimal)? * unit;
    }
    (weight <= 1000).then_some(weight)
}
