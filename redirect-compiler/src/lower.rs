//! From what is written to what it means: each part of a rule by itself.

pub(crate) mod braces;
pub(crate) mod capture;
pub(crate) mod checked_rule;
pub(crate) mod condition;
pub(crate) mod first_rule;
pub(crate) mod foreign_syntax;
pub(crate) mod location;
pub(crate) mod options;
pub(crate) mod origin;
pub(crate) mod rule;
pub(crate) mod scope;
pub(crate) mod source;
