//! What is written, before it means anything.

pub(crate) mod document;
pub(crate) mod items;
pub(crate) mod rule;

pub use crate::assertion::Assertion;
pub use document::{Document, Include, NodeId, Scope, ScopeKind, Unreadable};
pub use rule::{Columns, Condition, Dialect, Operator, OptionPlacement, Rule, Settings};
