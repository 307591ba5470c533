//! What can be proved about the rules of a table together.

pub(crate) mod automata;
pub(crate) mod chain;
pub(crate) mod chained;
pub(crate) mod cross_rule;
pub(crate) mod cycle;
pub(crate) mod flatten;
pub(crate) mod looped;
pub(crate) mod model;
pub(crate) mod reachability;
pub(crate) mod trivial;
pub(crate) mod unreachable;
