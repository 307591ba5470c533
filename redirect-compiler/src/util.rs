//! General data structures and algorithms, independent of redirects.

pub(crate) mod hash_index;
pub(crate) mod interner;
pub(crate) mod parallel;
