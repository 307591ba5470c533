//! The syntax of hosts.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::request::charset::LABEL;

/// The longest label of a host, in bytes (RFC 1035 §2.3.4).
pub const MAX_LABEL: usize = 63;
/// The longest host, in bytes, without its final dot.
pub const MAX_HOST: usize = 253;

/// Returns the host of an authority (RFC 3986 §3.2), without the port and a final dot, or `None` if
/// the authority is not valid. A request cannot contain user information (RFC 9110 §4.2.4).
pub(crate) fn host_of(authority: &str) -> Option<&[u8]> {
    let (host, port) = split(authority)?;
    (port.is_empty() || is_port(port)).then_some(())?;
    valid_host(host)
}

/// Returns the port of an authority without leading zeros, or `None` if it has none or is not
/// valid. The host may be empty.
pub(crate) fn port_of(authority: &str) -> Option<&[u8]> {
    let (host, port) = split(authority)?;
    let digits = port.strip_prefix(':').filter(|digits| !digits.is_empty())?;
    (is_port(port) && (host.is_empty() || valid_host(host).is_some())).then_some(())?;
    let significant = digits.trim_start_matches('0');
    Some(if significant.is_empty() { b"0" } else { significant.as_bytes() })
}

/// The host and the port of a request, as a value of a target: an authority that a target could
/// contain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestHost<'a> {
    /// The host, without a final dot.
    pub(crate) host: &'a [u8],
    /// The port with its colon, or no text.
    pub(crate) port: &'a [u8],
}

impl<'a> RequestHost<'a> {
    /// Parses an authority. Returns `None` if the host is neither a name nor an address, or if the
    /// port is not a number from 1 to 65535 in its shortest form.
    pub fn parse(authority: &'a str) -> Option<RequestHost<'a>> {
        let (host, port) = split(authority)?;
        let is_valid_port = port.is_empty() || is_port(port) && is_port_of_target(&port[1..]);
        let host = valid_host(host).filter(|_| is_valid_port)?;
        let is_valid_host =
            if host.starts_with(b"[") { is_ipv6_literal(host) } else { !is_misread(host) };
        is_valid_host.then_some(RequestHost { host, port: port.as_bytes() })
    }
}

/// Returns whether digits are a port from 1 to 65535 without leading zeros.
fn is_port_of_target(digits: &str) -> bool {
    !digits.starts_with('0') && digits.parse::<u16>().is_ok()
}

/// Returns whether a text in brackets is an IPv6 address.
fn is_ipv6_literal(host: &[u8]) -> bool {
    let address = host.strip_prefix(b"[").and_then(|host| host.strip_suffix(b"]"));
    let address = address.and_then(|address| std::str::from_utf8(address).ok());
    address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

/// Returns the port that a scheme implies (RFC 9110 §4.2).
pub fn default_port(scheme: &str) -> Option<&'static str> {
    if scheme.eq_ignore_ascii_case("https") {
        Some("443")
    } else {
        scheme.eq_ignore_ascii_case("http").then_some("80")
    }
}

/// Splits an authority into the host, and the port with its colon.
fn split(authority: &str) -> Option<(&str, &str)> {
    let end = match authority.strip_prefix('[') {
        Some(literal) => 1 + literal.find(']')? + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    Some(authority.split_at(end))
}

/// Returns a host without a final dot, or `None` if it is not valid.
fn valid_host(host: &str) -> Option<&[u8]> {
    if host.starts_with('[') {
        return is_ip_literal(host).then_some(host.as_bytes());
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    is_host(host.as_bytes()).then_some(host.as_bytes())
}

/// Returns whether a text is a colon and a `port = *DIGIT` (RFC 3986 §3.2.3).
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns whether a text in brackets has only the characters of an IPv6 address.
fn is_ip_literal(host: &str) -> bool {
    let is_address_byte = |byte: u8| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.';
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    address.is_some_and(|address| !address.is_empty() && address.bytes().all(is_address_byte))
}

/// Returns whether a name is a valid host: labels separated by dots.
pub(crate) fn is_host(name: &[u8]) -> bool {
    name.len() <= MAX_HOST && name.split(|&byte| byte == b'.').all(is_label)
}

/// Returns whether a name is a valid label, which neither starts nor ends with a hyphen
/// (RFC 1123 §2.1).
pub fn is_label(label: &[u8]) -> bool {
    let has_outer_hyphen = label.starts_with(b"-") || label.ends_with(b"-");
    (1..=MAX_LABEL).contains(&label.len()) && !has_outer_hyphen && LABEL.contains_all(label)
}

/// Returns whether browsers read a host as another IPv4 address, such as `1.1` as `1.0.0.1`, or
/// reject it for its number.
pub fn is_misread(host: &[u8]) -> bool {
    let is_address = || std::str::from_utf8(host).is_ok_and(|it| it.parse::<Ipv4Addr>().is_ok());
    ends_in_number(host) && !is_address()
}

/// Returns whether the last label of a host is a number (WHATWG URL, ends-in-a-number checker).
pub fn ends_in_number(host: &[u8]) -> bool {
    let last = host.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    let is_decimal = !last.is_empty() && last.iter().all(u8::is_ascii_digit);
    is_decimal
        || matches!(last, [b'0', b'x' | b'X', digits @ ..]
            if digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::{RequestHost, host_of, is_misread, port_of};

    #[test]
    fn hosts_whose_last_label_is_a_number_are_addresses() {
        for host in ["127.1", "1", "0x7f.1", "a.0X", "1.2.3.4.5", "256.1.1.1", "01.1.1.1", "a.1"] {
            assert!(is_misread(host.as_bytes()), "{host}");
        }
        for host in ["127.0.0.1", "1.a", "a.0xg", "a.x1", "a.1a", "example.com", "[::1]", ""] {
            assert!(!is_misread(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn an_authority_is_a_host_and_a_port() {
        for (authority, host) in [
            ("example.com", Some("example.com")),
            ("Example.com.", Some("Example.com")),
            ("example.com:8080", Some("example.com")),
            ("example.com.:80", Some("example.com")),
            ("example.com:", Some("example.com")),
            ("[::1]", Some("[::1]")),
            ("[::ffff:192.0.2.1]:443", Some("[::ffff:192.0.2.1]")),
            ("user@example.com", None),
            ("user:80@example.com", None),
            ("example.com:80@other.example", None),
            ("example.com:http", None),
            ("example.com:80:80", None),
            ("example.com:+80", None),
            ("[::1].example.com", None),
            ("[::1]:80@example.com", None),
            ("[::1]x", None),
            ("[::1", None),
            ("[a@b]", None),
            ("[]", None),
            (":80", None),
            ("", None),
        ] {
            assert_eq!(host_of(authority), host.map(str::as_bytes), "{authority}");
        }
    }

    #[test]
    fn a_request_host_is_an_authority_that_a_target_could_contain() {
        for (authority, parts) in [
            ("example.com", Some(("example.com", ""))),
            ("Example.com.:8080", Some(("Example.com", ":8080"))),
            ("192.0.2.1:1", Some(("192.0.2.1", ":1"))),
            ("127.1:80", None),
            ("0x7f.1", None),
            ("2130706433", None),
            ("[::1]:65535", Some(("[::1]", ":65535"))),
            ("example.com:", None),
            ("example.com:0", None),
            ("example.com:080", None),
            ("example.com:+80", None),
            ("example.com:65536", None),
            ("user@example.com", None),
            ("[1]", None),
            ("a/b", None),
            (":80", None),
            ("", None),
        ] {
            let found = RequestHost::parse(authority);
            let expected = parts.map(|(host, port)| (host.as_bytes(), port.as_bytes()));
            assert_eq!(found.map(|it| (it.host, it.port)), expected, "{authority}");
        }
    }

    #[test]
    fn a_port_follows_a_valid_host_or_none() {
        for (authority, port) in [
            ("example.com:8080", Some("8080")),
            ("example.com:0080", Some("80")),
            ("example.com:000", Some("0")),
            ("[::1]:443", Some("443")),
            (":8080", Some("8080")),
            ("example.com", None),
            ("example.com:", None),
            ("example.com:http", None),
            ("user@example.com:80", None),
            ("user:80@example.com", None),
            ("[::1", None),
            ("", None),
        ] {
            assert_eq!(port_of(authority), port.map(str::as_bytes), "{authority}");
        }
    }
}
