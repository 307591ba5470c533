//! The authority of a target: its host and port.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::location::host;

/// Host and port as they are written (RFC 3986 §3.2), the port without its colon.
pub(crate) fn split(authority: &str) -> (&str, Option<&str>) {
    let unclosed = if authority.starts_with('[') { authority.len() } else { 0 };
    let host_end = authority.rfind(']').map_or(unclosed, |bracket| bracket + 1);
    match authority[host_end..].rfind(':') {
        Some(colon) => (&authority[..host_end + colon], Some(&authority[host_end + colon + 1..])),
        None => (authority, None),
    }
}

/// Checks the authority that stands at `at` in the target.
pub(crate) fn check(authority: &str, at: usize, faults: &mut Vec<Spanned<FaultKind>>) {
    if let Some(sign) = authority.rfind('@') {
        faults.push(Spanned::new(at..at + sign + 1, FaultKind::Target(TargetFault::UserInfo)));
        return;
    }
    let (host, port) = split(authority);
    faults.extend(port.and_then(|port| check_port(port, at + host.len() + 1)));
    faults.extend(host::check(host, at));
}

fn check_port(port: &str, at: usize) -> Option<Spanned<FaultKind>> {
    let range = at..at + port.len();
    if port.contains('{') {
        return Some(Spanned::new(range, FaultKind::Target(TargetFault::CaptureInPort)));
    }
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    let is_port = is_number && !port.starts_with('0') && port.parse::<u16>().is_ok();
    (!is_port)
        .then(|| Spanned::new(at - 1..range.end, FaultKind::Target(TargetFault::Port(port.into()))))
}
