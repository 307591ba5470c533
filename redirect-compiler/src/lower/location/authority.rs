//! The authority of a target: its host and its port.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::characters::is_all;

/// Splits an authority into its host and its port (RFC 3986 §3.2). The port excludes the colon.
pub(crate) fn split(authority: &str) -> (&str, Option<&str>) {
    let unclosed = if authority.starts_with('[') { authority.len() } else { 0 };
    let bracket_end = authority.rfind(']').map_or(unclosed, |bracket| bracket + 1);
    match authority[bracket_end..].rfind(':') {
        Some(colon) => {
            let (host, port) = authority.split_at(bracket_end + colon);
            (host, Some(&port[1..]))
        }
        None => (authority, None),
    }
}

/// Reports a user name or password. `offset` is the offset of the authority in the target.
pub(crate) fn user_info(authority: &str, offset: usize) -> Option<Spanned<FaultKind>> {
    let sign = authority.rfind('@')?;
    Some(Spanned::new(offset..offset + sign + 1, FaultKind::Target(TargetFault::UserInfo)))
}

/// Reports a capture in the port.
pub(crate) fn capture_in_port(port: &str, offset: usize) -> Option<Spanned<FaultKind>> {
    let range = offset..offset + port.len();
    port.contains('{').then(|| Spanned::new(range, FaultKind::Target(TargetFault::CaptureInPort)))
}

/// Reports a port that is not a number from 1 to 65535 in its shortest form.
pub(crate) fn invalid_port(port: &str, offset: usize) -> Option<Spanned<FaultKind>> {
    let is_number = is_all(port, u8::is_ascii_digit);
    let is_port = is_number && !port.starts_with('0') && port.parse::<u16>().is_ok();
    let with_colon = offset - 1..offset + port.len();
    (!is_port).then(|| Spanned::new(with_colon, FaultKind::Target(TargetFault::Port(port.into()))))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn ports_follow_the_host() {
        for (authority, parts) in [
            ("example.com", ("example.com", None)),
            ("example.com:8080", ("example.com", Some("8080"))),
            ("example.com:", ("example.com", Some(""))),
            ("[::1]", ("[::1]", None)),
            ("[::1]:80", ("[::1]", Some("80"))),
            ("[::1", ("[::1", None)),
        ] {
            assert_eq!(split(authority), parts);
        }
    }
}
