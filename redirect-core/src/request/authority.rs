//! The names of hosts.

use crate::request::charset::LABEL;

/// The longest label of a host, in bytes (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;
/// The longest host, in bytes, without its final dot.
pub(crate) const MAX_HOST: usize = 253;

/// Whether a name is a host: labels with dots between them.
pub(crate) fn is_host(name: &[u8]) -> bool {
    name.len() <= MAX_HOST && name.split(|&byte| byte == b'.').all(is_label)
}

/// Whether it is one label: no hyphen begins or ends it (RFC 1123 §2.1).
pub fn is_label(label: &[u8]) -> bool {
    let hyphen_at_an_end = label.starts_with(b"-") || label.ends_with(b"-");
    (1..=MAX_LABEL).contains(&label.len())
        && !hyphen_at_an_end
        && label.iter().all(|&byte| LABEL.has(byte))
}
