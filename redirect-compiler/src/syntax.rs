//! The abstract syntax tree: rules as they are written, before their texts are interpreted.
//!
//! The macro's parser and the readers of file formats build the tree, and `lower` interprets it. A
//! node is identified by a [`NodeId`], to which faults and spans refer.

pub(crate) mod assertion;
pub(crate) mod braces;
pub(crate) mod document;
pub(crate) mod ids;
pub(crate) mod rule;

pub use assertion::Assertion;
pub use document::{Document, Include, InvalidLine, Scope, ScopeKind, Unreadable};
pub use ids::{AssertionId, LineId, NodeId, RuleId, ScopeId};
pub use rule::{Condition, Dialect, FieldColumns, Operator, OptionPlacement, Rule, Settings};
