//! The syntax of hosts.

use crate::request::charset::LABEL;

/// The longest label of a host, in bytes (RFC 1035 §2.3.4).
pub const MAX_LABEL: usize = 63;
/// The longest host, in bytes, without its final dot.
pub const MAX_HOST: usize = 253;

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
