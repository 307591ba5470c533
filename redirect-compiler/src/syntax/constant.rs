//! Constants: texts with a name.

use std::borrow::Cow;

use crate::syntax::field::Field;
use crate::syntax::ids::{ConstantId, NodeId, ScopeId};

/// A constant: `let api = "https://api.example.com";`. In the texts of its block, `{api}` stands
/// for its value.
#[derive(Clone, Debug)]
pub struct Constant<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// The value.
    pub value: ConstantValue<'a>,
    /// The scope that contains the constant, and in which it is known.
    pub scope: Option<ScopeId>,
}

/// The value of a constant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConstantValue<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// The environment variable of that name: `env!("API_ORIGIN")`.
    Variable(Cow<'a, str>, Result<Secret, UnreadableVariable>),
    /// A value that cannot be parsed.
    Invalid,
}

/// The value of an environment variable. It may be confidential, so it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The reason why the value of an environment variable is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnreadableVariable {
    /// The variable is not set.
    Unset,
    /// The value is not valid UTF-8.
    NotUtf8,
}

/// A field whose text contains a constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConstantUse {
    /// The node with the field.
    pub node: NodeId,
    /// The field.
    pub field: Field,
    /// The constant.
    pub constant: ConstantId,
}

impl Constant<'_> {
    /// Returns the text of the constant, or `None` if it is unknown.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            ConstantValue::Text(text) => Some(text),
            ConstantValue::Invalid => None,
            ConstantValue::Variable(_, value) => value.as_ref().ok().map(|secret| &secret.0[..]),
        }
    }

    /// Returns the name of the environment variable that the constant reads.
    pub(crate) fn variable(&self) -> Option<&str> {
        match &self.value {
            ConstantValue::Text(_) | ConstantValue::Invalid => None,
            ConstantValue::Variable(name, _) => Some(name),
        }
    }
}
