//! How a table finds the rules of a path: a perfect hash of keys, behind a filter.

pub mod hash;
pub mod key;
pub mod perfect_hash;
pub mod prefix_filter;
pub mod segment_hashes;
