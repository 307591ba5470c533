//! Matching of rules against requests: paths, captures and conditions.

pub mod address;
pub mod canonical;
pub mod captures;
pub mod condition;
pub mod dfa;
pub mod linear;
pub mod optional;
pub mod pattern;
pub mod text;
