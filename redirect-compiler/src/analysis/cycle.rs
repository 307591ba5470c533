//! Whether rules send a request in a cycle in a cycle.

pub(crate) mod candidates;
pub(crate) mod follow;
pub(crate) mod graph;
pub(crate) mod search;
