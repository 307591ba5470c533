//! Networks that conditions compare the address of the peer with.
//!
//! A network is one pattern of a condition: a literal that consists of the length of the prefix and
//! the bytes of the first address. A set of networks is a list of ranges, as in the table.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::diagnostic::kind::ConditionFault;
use crate::lower::pattern::Pieces;
use redirect_core::internals::pattern::Piece;

/// The first address of the IPv4-mapped IPv6 addresses, and the length of their prefix
/// (RFC 4291 §2.5.5.2). They count as IPv4 addresses.
const MAPPED: u128 = 0xFFFF << 32;
const MAPPED_PREFIX: u8 = 96;

/// All addresses of a family that begin with the same bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Network {
    first: IpAddr,
    /// The number of bits.
    prefix: u8,
}

impl Network {
    /// Parses an address or a network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
    pub(crate) fn parse(text: &str) -> Result<Network, ConditionFault> {
        let invalid = || ConditionFault::IpValue(text.into());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let bits = bits_of(address);
        let prefix = match prefix {
            Some(prefix) => parse_prefix(prefix).filter(|prefix| *prefix <= bits),
            None => Some(bits),
        };
        let prefix = prefix.ok_or_else(invalid)?;
        let network = Network { first: masked(address, prefix), prefix };
        if network.first != address {
            let network = network.to_string();
            return Err(ConditionFault::HostBits { value: text.into(), network });
        }
        Ok(network.canonical())
    }

    /// Converts a network of IPv4-mapped addresses to one of IPv4 addresses.
    fn canonical(self) -> Network {
        let first = self.first.to_canonical();
        if first == self.first || self.prefix < MAPPED_PREFIX {
            return self;
        }
        Network { first, prefix: self.prefix - MAPPED_PREFIX }
    }

    /// Returns the literal of a pattern.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = vec![self.prefix];
        match self.first {
            IpAddr::V4(first) => bytes.extend_from_slice(&first.octets()),
            IpAddr::V6(first) => bytes.extend_from_slice(&first.octets()),
        }
        bytes
    }

    /// Converts the literal of a pattern back to a network.
    fn from_bytes(bytes: &[u8]) -> Option<Network> {
        let (&prefix, octets) = bytes.split_first()?;
        let v4 = <[u8; 4]>::try_from(octets).map(IpAddr::from);
        let v6 = <[u8; 16]>::try_from(octets).map(IpAddr::from);
        Some(Network { first: v4.or(v6).ok()?, prefix })
    }

    /// Returns the first and the last address as numbers.
    fn range(self) -> Range {
        let first = number(self.first);
        let host_bits = bits_of(self.first) - self.prefix;
        Range { first, last: first | hosts(host_bits) }
    }
}

/// Formats an address, or a network in CIDR notation.
impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

/// Parses the length of a prefix: digits without a leading zero.
fn parse_prefix(text: &str) -> Option<u8> {
    let prefix: u8 = text.parse().ok()?;
    (prefix.to_string() == text).then_some(prefix)
}

/// Returns the number of bits of an address.
fn bits_of(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// Returns an address without the bits after a prefix.
fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    let host_bits = u32::from(bits_of(address) - prefix);
    let mask = u128::MAX.checked_shl(host_bits).unwrap_or_default();
    address_of(number(address) & mask, address.is_ipv4())
}

/// Returns an address as a number.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u32::from(address).into(),
        IpAddr::V6(address) => address.into(),
    }
}

/// Returns the address that is a number.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn address_of(number: u128, is_v4: bool) -> IpAddr {
    if is_v4 {
        let number = u32::try_from(number);
        Ipv4Addr::from(number.expect("invariant: IPv4 addresses have 32 bits")).into()
    } else {
        Ipv6Addr::from(number).into()
    }
}

/// A first and a last address of one family, as numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Range {
    first: u128,
    last: u128,
}

/// The addresses of some networks: sorted ranges of each family, which neither overlap nor touch.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct AddressSet {
    v4: Vec<Range>,
    v6: Vec<Range>,
}

impl AddressSet {
    /// Collects the addresses of the patterns of a condition.
    pub(crate) fn new(patterns: &[impl AsRef<[Piece<Vec<u8>>]>]) -> AddressSet {
        let mut set = AddressSet::default();
        for network in networks(patterns) {
            let ranges = if network.first.is_ipv4() { &mut set.v4 } else { &mut set.v6 };
            ranges.push(network.range());
        }
        set.v4 = merged(set.v4);
        set.v6 = merged(set.v6);
        set
    }

    /// Returns whether an address is in the set.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let ranges = if address.is_ipv4() { &self.v4 } else { &self.v6 };
        let number = number(address);
        ranges.iter().any(|range| range.first <= number && number <= range.last)
    }

    /// Returns whether all addresses of the set are in another one.
    pub(crate) fn is_subset(&self, other: &AddressSet) -> bool {
        let is_subset = |ranges: &[Range], others: &[Range]| {
            // The ranges of a set do not touch, so one of them includes each range of a subset.
            ranges.iter().all(|range| {
                others.iter().any(|other| other.first <= range.first && range.last <= other.last)
            })
        };
        is_subset(&self.v4, &other.v4) && is_subset(&self.v6, &other.v6)
    }

    /// Returns whether no address is in both sets.
    pub(crate) fn is_disjoint(&self, other: &AddressSet) -> bool {
        let is_disjoint = |ranges: &[Range], others: &[Range]| {
            ranges.iter().all(|range| {
                others.iter().all(|other| range.last < other.first || other.last < range.first)
            })
        };
        is_disjoint(&self.v4, &other.v4) && is_disjoint(&self.v6, &other.v6)
    }

    /// Returns the ranges of IPv4 and those of IPv6, as the table stores them.
    pub(crate) fn to_bytes(&self) -> [Vec<u8>; 2] {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for range in &self.v4 {
            for number in [range.first, range.last] {
                v4.extend_from_slice(&number.to_be_bytes()[12..]);
            }
        }
        for range in &self.v6 {
            for number in [range.first, range.last] {
                v6.extend_from_slice(&number.to_be_bytes());
            }
        }
        [v4, v6]
    }
}

/// Returns the literals of networks with the addresses in ranges of IPv4 and in ranges of IPv6.
pub(crate) fn literals_of_ranges(v4: &[u8], v6: &[u8]) -> Vec<Vec<u8>> {
    let mut literals = Vec::new();
    for (ranges, octets, is_v4) in [(v4, 4, true), (v6, 16, false)] {
        for range in ranges.chunks_exact(2 * octets) {
            let (mut first, last) = (number_of(&range[..octets]), number_of(&range[octets..]));
            // The largest network that starts at the first address and does not exceed the last.
            while first <= last {
                let bits = u8::try_from(8 * octets).unwrap_or_default();
                let mut prefix = bits;
                let end = |prefix: u8| first | hosts(bits - prefix);
                while prefix > 0 && first & hosts(bits - prefix + 1) == 0 && end(prefix - 1) <= last
                {
                    prefix -= 1;
                }
                let end = end(prefix);
                literals.push(Network { first: address_of(first, is_v4), prefix }.to_bytes());
                let Some(next) = end.checked_add(1) else { break };
                first = next;
            }
        }
    }
    literals
}

/// Returns the number that octets in network byte order represent.
fn number_of(octets: &[u8]) -> u128 {
    octets.iter().fold(0, |number, &octet| number << 8 | u128::from(octet))
}

/// Returns the last of the numbers with some bits.
fn hosts(bits: u8) -> u128 {
    1_u128.checked_shl(bits.into()).map_or(u128::MAX, |size| size - 1)
}

/// Returns the networks that are the patterns of a condition.
fn networks(patterns: &[impl AsRef<[Piece<Vec<u8>>]>]) -> Vec<Network> {
    let mut networks = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        if let [Piece::Literal(bytes)] = pattern.as_ref() {
            networks.extend(Network::from_bytes(bytes));
        }
    }
    networks
}

/// Sorts ranges, and merges those that overlap or touch.
fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut merged: Vec<Range> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.first <= last.last.saturating_add(1) => {
                last.last = last.last.max(range.last);
            }
            _ => merged.push(range),
        }
    }
    merged
}

/// The addresses for documentation (RFC 5737 §3, RFC 3849 §2), which read best in messages.
const SAMPLES: [&str; 4] = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"];

/// Returns an address for each set of networks such that some address is in exactly these.
///
/// The networks that contain an address change only at the first address of a network, and after
/// its last one. These addresses and the first of each family thus represent all others.
pub(crate) fn representatives(patterns: &[&Pieces]) -> Vec<IpAddr> {
    let networks = networks(patterns);
    let mut candidates: Vec<IpAddr> = Vec::new();
    for sample in SAMPLES {
        candidates.extend(sample.parse::<IpAddr>());
    }
    for network in &networks {
        let is_v4 = network.first.is_ipv4();
        let Range { first, last } = network.range();
        // The first address of a network often stands for the network itself.
        let host = if first < last { first + 1 } else { first };
        for number in [host, first] {
            candidates.push(address_of(number, is_v4));
        }
        if last < if is_v4 { u32::MAX.into() } else { u128::MAX } {
            candidates.push(address_of(last + 1, is_v4));
        }
    }
    candidates.push(Ipv4Addr::UNSPECIFIED.into());
    for number in [0, MAPPED + (1 << 32)] {
        candidates.push(Ipv6Addr::from(number).into());
    }
    let mut found: Vec<Vec<bool>> = Vec::new();
    let mut representatives = Vec::new();
    for address in candidates {
        let is_mapped = address.to_canonical() != address;
        let mut containing = Vec::with_capacity(networks.len());
        for network in &networks {
            let is_same_family = network.first.is_ipv4() == address.is_ipv4();
            let Range { first, last } = network.range();
            let number = number(address);
            containing.push(is_same_family && first <= number && number <= last);
        }
        if !is_mapped && !found.contains(&containing) {
            found.push(containing);
            representatives.push(address);
        }
    }
    representatives
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pieces {
        vec![Piece::Literal(Network::parse(text).unwrap().to_bytes())]
    }

    fn set(texts: &[&str]) -> AddressSet {
        let patterns: Vec<Pieces> = texts.iter().map(|text| pattern(text)).collect();
        AddressSet::new(&patterns)
    }

    #[test]
    fn networks_have_no_host_bits() {
        for (text, parsed) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("192.0.2.1", "192.0.2.1/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::/0", "::/0"),
            ("2001:DB8:0::/32", "2001:db8::/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:192.0.2.1", "192.0.2.1/32"),
        ] {
            assert_eq!(Network::parse(text).unwrap().to_string(), parsed);
        }
        for (text, corrected) in [
            ("10.0.0.1/8", "10.0.0.0/8"),
            ("192.0.2.130/25", "192.0.2.128/25"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("1.2.3.4/0", "0.0.0.0/0"),
            ("::1/0", "::/0"),
            ("::ffff:10.0.0.1/104", "::ffff:10.0.0.0/104"),
        ] {
            let network = corrected.into();
            let fault = ConditionFault::HostBits { value: text.into(), network };
            assert_eq!(Network::parse(text), Err(fault));
        }
        for text in [
            "",
            "10.0.0",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0/+8",
            "10.0.0.0/",
            "010.0.0.0",
            "::/129",
            "fe80::1%eth0",
            "localhost",
            "[::1]",
            "10.0.0.0/8 ",
        ] {
            assert_eq!(Network::parse(text), Err(ConditionFault::IpValue(text.into())));
        }
    }

    #[test]
    fn ranges_that_touch_are_merged() {
        let halves = set(&["10.128.0.0/9", "10.0.0.0/9", "10.1.0.0/16"]);
        assert_eq!(halves, set(&["10.0.0.0/8"]));
        assert_eq!(halves.to_bytes()[0], [10, 0, 0, 0, 10, 255, 255, 255]);
        assert_eq!(set(&["::/1", "8000::/1"]), set(&["::/0"]));
    }

    #[test]
    fn families_are_distinct() {
        let (v4, v6) = (set(&["0.0.0.0/0"]), set(&["::/0"]));
        assert!(v4.is_disjoint(&v6) && !v4.is_subset(&v6));
        let mapped = "::ffff:192.0.2.1".parse().unwrap();
        assert!(v4.contains(mapped) && !v6.contains(mapped));
        assert!(set(&["10.1.0.0/16"]).is_subset(&set(&["10.0.0.0/8", "::1"])));
        assert!(!set(&["10.1.0.0/16"]).is_disjoint(&set(&["10.0.0.0/8"])));
    }

    #[test]
    fn representatives_are_in_each_set_of_networks() {
        let of = |texts: &[&str]| {
            let patterns: Vec<Pieces> = texts.iter().map(|text| pattern(text)).collect();
            let found = representatives(&patterns.iter().collect::<Vec<_>>());
            found.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), ["192.0.2.1"]);
        assert_eq!(of(&["10.0.0.0/8"]), ["192.0.2.1", "10.0.0.1"]);
        assert_eq!(
            of(&["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"]),
            ["192.0.2.1", "2001:db8::1", "10.0.0.1", "10.1.0.1"]
        );
        assert_eq!(of(&["0.0.0.0/0", "::/0"]), ["192.0.2.1", "2001:db8::1"]);
        // All IPv6 addresses but those of one network, next to the mapped ones.
        assert_eq!(
            of(&["0.0.0.0/0", "::/97", "::fffe:0:0/96", "::8000:0/97"]),
            ["192.0.2.1", "2001:db8::1", "::1", "::8000:0", "::fffe:0:1"]
        );
    }
}
