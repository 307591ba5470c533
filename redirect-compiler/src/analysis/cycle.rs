//! Redirect cycles: whether some request is redirected forever.
//!
//! A static rule is simply followed. Rules with captures are first reduced to the [`graph`] of
//! which rule may lead to which, an over-approximation. Each cycle of redirects is within a
//! strongly connected component of it, and each component is [searched](search) for a request that
//! really goes around. Such a request is [followed](follow) on the table, so that no cycle is
//! reported because of an approximation.

pub(crate) mod candidate_paths;
pub(crate) mod follow;
pub(crate) mod graph;
pub(crate) mod plan;
mod plan_language;
pub(crate) mod scc;
pub(crate) mod search;
