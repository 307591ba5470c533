//! Proofs about all rules of a table together.
//!
//! The paths of a rule are a regular language, and the rest of a request is one of finitely many
//! scenarios. Most questions about rules thus become the emptiness of a product of [`automata`], in
//! each scenario of the [`model`]. [`trivial`] decides static rules without automata.
//! [`reachability`], [`chain`] and [`cycle`] each prove one kind of fault. [`cross_rule`] reports
//! the proved faults, and [`flatten`] uses the proofs to shorten chains. [`samples`] finds requests
//! to the rules of a finished table.

pub(crate) mod automata;
pub(crate) mod chain;
pub(crate) mod cross_rule;
pub(crate) mod cycle;
pub(crate) mod flatten;
pub(crate) mod model;
pub(crate) mod reachability;
pub(crate) mod samples;
pub(crate) mod trivial;

#[cfg(test)]
mod test_rules;
