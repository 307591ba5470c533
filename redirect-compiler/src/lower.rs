//! Lowering: from the syntax of a document to checked rules, each by itself.
//!
//! A scope is lowered to an [`InheritedScope`](scope::InheritedScope), a rule to a
//! [`CheckedRule`](checked_rule::CheckedRule): its source and conditions to the pieces that
//! requests are matched against, its target to the parts of a `Location`. Checks of a rule against
//! others are lints and proofs, which come later.

pub(crate) mod braces;
pub(crate) mod characters;
pub(crate) mod checked_rule;
pub(crate) mod condition;
pub(crate) mod first_rule;
pub(crate) mod foreign_syntax;
pub(crate) mod location;
pub(crate) mod options;
pub(crate) mod pattern;
pub(crate) mod rule;
pub(crate) mod scope;
pub(crate) mod source;
