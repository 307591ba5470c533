//! The caching policy of a response.

/// The time for which caches may store a response (RFC 9111 §5.2.2).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum CachePolicy {
    /// The default for the status.
    #[default]
    Default,
    /// `max-age`, in seconds.
    MaxAge(u32),
    /// `no-store`.
    NoStore,
    /// No `Cache-Control` field.
    Unset,
    /// A value that is sent as declared, by the offset of its text in the heap.
    Declared(u32),
}

impl CachePolicy {
    /// Decodes two numbers of a record.
    pub(crate) fn from_numbers(numbers: (u32, u32)) -> Option<CachePolicy> {
        match numbers {
            (0, _) => Some(CachePolicy::Default),
            (1, seconds) => Some(CachePolicy::MaxAge(seconds)),
            (2, _) => Some(CachePolicy::NoStore),
            (3, _) => Some(CachePolicy::Unset),
            (4, offset) => Some(CachePolicy::Declared(offset)),
            _ => None,
        }
    }

    /// Returns the two numbers that encode the policy in a record.
    pub fn numbers(self) -> (u32, u32) {
        match self {
            CachePolicy::Default => (0, 0),
            CachePolicy::MaxAge(seconds) => (1, seconds),
            CachePolicy::NoStore => (2, 0),
            CachePolicy::Unset => (3, 0),
            CachePolicy::Declared(offset) => (4, offset),
        }
    }
}
