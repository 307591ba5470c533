//! The index of a table: a perfect hash from keys to rules, behind a Bloom filter.

pub mod group;
pub mod hash;
pub mod key;
pub mod perfect_hash;
pub mod prefix_filter;
pub mod segment_hashes;
