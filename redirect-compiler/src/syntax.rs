//! The abstract syntax tree: rules as they are written, before their texts are interpreted.
//!
//! The macro's parser and the readers of file formats build the tree, and `lower` interprets it. A
//! node is identified by a [`NodeId`], to which faults and spans refer.

pub(crate) mod assertion;
pub(crate) mod braces;
pub(crate) mod constant;
pub(crate) mod document;
pub(crate) mod field;
pub(crate) mod ids;
pub(crate) mod rule;

pub use assertion::Assertion;
pub use constant::{Constant, ConstantUse, ConstantValue, Secret, UnreadableVariable};
pub use document::{Document, Include, InvalidLine, Scope, ScopeKind, Unreadable};
pub use ids::{AssertionId, ConstantId, LineId, NodeId, RuleId, ScopeId};
pub use rule::{
    Condition, Dialect, FieldColumns, METHODS, Operator, OptionPlacement, Rule, Setting,
    SettingValue, Settings,
};
