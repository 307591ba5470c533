//! The origin of the site.

use crate::lower::location::host::normal_ipv6;
use crate::lower::location::{Target, authority};

/// A scheme, a host and a port (RFC 6454 §4).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Origin {
    pub(crate) scheme: String,
    /// The host and the port, in lower case. An IPv6 address is written as browsers send it.
    pub(crate) authority: String,
}

impl Origin {
    /// Parses an origin, such as `https://example.com`.
    pub(crate) fn parse(text: &str) -> Option<Origin> {
        let mut faults = Vec::new();
        let url = Target::parse(text, Some(&[]), &mut faults)?.literal()?;
        let url = String::from_utf8(url).ok().filter(|_| faults.is_empty())?.to_ascii_lowercase();
        let (scheme, authority) = url.split_once("://")?;
        let is_origin = ["http", "https"].contains(&scheme) && !authority.contains(['/', '?', '#']);
        let host = authority::split(authority).0;
        let normal_host = normal_ipv6(host).unwrap_or_else(|| host.into());
        let authority = normal_host + &authority[host.len()..];
        is_origin.then(|| Origin { scheme: scheme.into(), authority })
    }
}
