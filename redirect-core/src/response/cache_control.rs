//! What is said to caches.

/// How long caches may keep an answer (RFC 9111 §5.2.2).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Cache {
    /// As long as the status says.
    #[default]
    Default,
    /// That many seconds.
    MaxAge(u32),
    /// Not at all.
    NoStore,
    /// Nothing is said of it.
    Unset,
}

impl Cache {
    /// What two numbers of the table mean; `None` if nothing.
    pub(crate) fn of_numbers(numbers: (u32, u32)) -> Option<Cache> {
        match numbers {
            (0, _) => Some(Cache::Default),
            (1, seconds) => Some(Cache::MaxAge(seconds)),
            (2, _) => Some(Cache::NoStore),
            (3, _) => Some(Cache::Unset),
            _ => None,
        }
    }

    pub fn numbers(self) -> (u32, u32) {
        match self {
            Cache::Default => (0, 0),
            Cache::MaxAge(seconds) => (1, seconds),
            Cache::NoStore => (2, 0),
            Cache::Unset => (3, 0),
        }
    }
}
