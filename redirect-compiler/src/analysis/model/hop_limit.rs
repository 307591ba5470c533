//! The limit on redirects that a client follows.

/// The maximum number of redirects that a client follows in a row (Fetch, HTTP-redirect fetch, step
/// 6).
pub(crate) const MAX_HOPS: usize = 20;
