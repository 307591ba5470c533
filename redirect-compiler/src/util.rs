//! Helpers that know nothing of redirects.

pub(crate) mod interner;
pub(crate) mod parallel;
