//! Proofs about the rules of a table together.
//!
//! A rule's paths are a regular language, and the rest of a request is one of finitely many
//! scenarios. So most questions about rules become the emptiness of a product of [`automata`], in
//! each scenario of the [`model`]. [`trivial`] decides static rules without them.
//! [`reachability`], [`chain`] and [`cycle`] each prove one kind of fault, [`cross_rule`] reports
//! what they prove, and [`flatten`] acts on it.

pub(crate) mod automata;
pub(crate) mod chain;
pub(crate) mod cross_rule;
pub(crate) mod cycle;
pub(crate) mod flatten;
pub(crate) mod model;
pub(crate) mod reachability;
pub(crate) mod trivial;

#[cfg(test)]
mod test_rules;
