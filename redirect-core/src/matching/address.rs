//! Sets of IP addresses, as sorted ranges of bytes.

use std::net::IpAddr;

/// Returns whether an address is in a set: the ranges of its family. An IPv4-mapped IPv6 address
/// (RFC 4291 §2.5.5.2) counts as the IPv4 address.
///
/// A range is a first and a last address in network byte order. The ranges of a set are sorted and
/// do not overlap, so a binary search finds the only one that can contain the address.
pub fn is_in_ranges(v4: &[u8], v6: &[u8], address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => contains(v4, address.octets()),
        IpAddr::V6(address) => contains(v6, address.octets()),
    }
}

fn contains<const N: usize>(ranges: &[u8], address: [u8; N]) -> bool {
    let address = &address[..];
    let first = |range: usize| ranges.get(range * 2 * N..).and_then(|rest| rest.get(..N));
    let last = |range: usize| ranges.get(range * 2 * N + N..).and_then(|rest| rest.get(..N));
    // The number of ranges that start at or before the address.
    let (mut low, mut high) = (0, ranges.len() / (2 * N));
    while low < high {
        let middle = low + (high - low) / 2;
        if first(middle).is_some_and(|first| first <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low > 0 && last(low - 1).is_some_and(|last| address <= last)
}

#[cfg(test)]
mod tests {
    use super::is_in_ranges;

    #[test]
    fn ranges_include_their_first_and_last_address() {
        let v4 = [10, 0, 0, 0, 10, 0, 0, 255, 10, 0, 2, 0, 10, 0, 2, 0];
        let mut v6 = [0; 32];
        v6[15] = 1;
        v6[31] = 3;
        for (address, expected) in [
            ("9.255.255.255", false),
            ("10.0.0.0", true),
            ("10.0.0.7", true),
            ("10.0.0.255", true),
            ("10.0.1.0", false),
            ("10.0.2.0", true),
            ("10.0.2.1", false),
            ("::ffff:10.0.0.7", true),
            ("::", false),
            ("::1", true),
            ("::3", true),
            ("::4", false),
        ] {
            assert_eq!(is_in_ranges(&v4, &v6, address.parse().unwrap()), expected, "{address}");
            assert!(!is_in_ranges(&[], &[1, 2, 3], address.parse().unwrap()));
        }
    }
}
