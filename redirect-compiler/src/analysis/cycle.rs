//! Whether rules send a request round in a cycle.

pub(crate) mod candidates;
pub(crate) mod follow;
pub(crate) mod graph;
pub(crate) mod search;
