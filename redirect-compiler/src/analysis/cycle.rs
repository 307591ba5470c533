//! Redirect cycles: the search for a request that is redirected forever.
//!
//! Redirects by static rules are simply followed. For rules with captures, the [`graph`]
//! over-approximates which rule may lead to which. Each cycle of redirects is within one of its
//! strongly connected components, and each component is [searched](search) for a request that
//! really goes in a cycle. Each candidate is [followed](follow) on the table, so no cycle is
//! reported because of an approximation.

pub(crate) mod candidate_paths;
pub(crate) mod follow;
pub(crate) mod graph;
pub(crate) mod plan;
mod plan_language;
pub(crate) mod scc;
pub(crate) mod search;
