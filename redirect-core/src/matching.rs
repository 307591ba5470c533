//! Matching of rules against requests: paths, captures and conditions.

mod backtrack;
pub mod captures;
pub mod condition;
pub mod dfa;
pub mod pattern;
pub mod text;
