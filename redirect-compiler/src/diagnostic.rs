//! The faults of rules: what is wrong, where, and the text of the message.

mod escape;
pub(crate) mod kind;
mod name;
mod nearest;
mod render;
pub(crate) mod suppression;
#[cfg(test)]
mod tests;

pub use escape::escaped;
pub use name::{FaultName, UnknownFaultName};
pub use nearest::nearest;

pub use crate::syntax::field::Field;

use std::ops::Range;

use crate::diagnostic::kind::{ConstantFault, FaultKind, LintFault, OptionFault, TargetFault};
use crate::diagnostic::render::{Description, Written};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use redirect_core::SourceLocation;

/// A fault of a rule, with its position.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The node with the fault.
    pub node: NodeId,
    /// The field of the node.
    pub field: Field,
    /// The faulty bytes of the text of a source, target or value; an empty range for other fields.
    pub range: Range<usize>,
    pub(crate) kind: FaultKind,
}

/// A value with its range of bytes in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) range: Range<usize>,
    pub(crate) value: T,
}

impl<T> Spanned<T> {
    pub(crate) fn new(range: Range<usize>, value: T) -> Spanned<T> {
        Spanned { range, value }
    }
}

impl Spanned<FaultKind> {
    /// Creates a fault of a field of a node.
    pub(crate) fn at(self, node: NodeId, field: Field) -> Fault {
        Fault { node, field, range: self.range, kind: self.value }
    }
}

impl Fault {
    /// Creates a fault of a whole field.
    pub(crate) fn new(node: NodeId, field: Field, kind: FaultKind) -> Fault {
        Fault { node, field, range: 0..0, kind }
    }

    fn describe(&self) -> Description {
        self.kind.describe(self.field, &Written::default())
    }

    /// Returns the name of the fault.
    pub fn name(&self) -> FaultName {
        self.describe().name
    }

    /// Returns whether `#[allow(…)]` can silence the fault.
    pub fn is_allowable(&self) -> bool {
        self.describe().is_allowable
    }

    /// Returns whether the fault is in a field that determines which requests the node's rules
    /// match. These requests are then unknown.
    pub(crate) fn affects_matching(&self) -> bool {
        matches!(self.field, Field::Source | Field::Condition(_) | Field::ConditionValue(..))
    }

    /// Returns whether the fault is a rule that matches the same requests as an earlier one.
    pub(crate) fn is_duplicate(&self) -> bool {
        matches!(self.kind, FaultKind::Lint(LintFault::Duplicate { .. }))
    }

    /// Returns whether the fault is a probable mistake in a valid rule.
    pub(crate) fn is_lint(&self) -> bool {
        matches!(self.kind, FaultKind::Lint(_))
    }

    /// Returns whether the fault is an unused `default` or constant. It may be wrong if a part of
    /// the table cannot be parsed, because that part may use it.
    pub fn is_unused(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Option(OptionFault::UnusedDefault | OptionFault::DefaultBeforeFile)
                | FaultKind::Constant(ConstantFault::Unused(_))
        )
    }

    /// Returns whether the fault concerns a constant.
    pub(crate) fn is_of_constant(&self) -> bool {
        matches!(self.kind, FaultKind::Constant(_))
    }

    /// Returns the name of an unknown capture, and that of the known one that it resembles.
    pub fn similar_capture(&self) -> Option<(&str, &str)> {
        match &self.kind {
            FaultKind::Target(TargetFault::UnknownCapture { name, nearest, .. }) => {
                Some((name, nearest.as_deref()?))
            }
            _ => None,
        }
    }

    /// Returns the location of the fault in a file, if it is known.
    pub fn location<'a>(&self, document: &Document<'a>) -> Option<SourceLocation<'a>> {
        match self.node {
            NodeId::Rule(id) => {
                let rule = document.rule(id);
                let location = rule.source_location?;
                let column = match self.field {
                    Field::Target => rule.columns.target,
                    Field::Status => rule.columns.status,
                    Field::File
                    | Field::Format
                    | Field::Method(_)
                    | Field::Name
                    | Field::Source
                    | Field::Condition(_)
                    | Field::ConditionValue(..)
                    | Field::Option(_)
                    | Field::Value(_)
                    | Field::ListValue(..)
                    | Field::Allow(_) => location.column(),
                };
                // A field that is not on the line has no column.
                let column = if column > 0 { column } else { location.column() };
                let file = location.file().unwrap_or_default();
                Some(SourceLocation::new(file, location.line(), column))
            }
            NodeId::Line(id) => Some(document.invalid_line(id).source_location),
            NodeId::Scope(_) | NodeId::Assertion(_) | NodeId::Constant(_) => None,
        }
    }

    /// Returns the text of the fault: one line that names the problem, then lines with evidence
    /// (`note:`) and a suggested edit (`help:`), and last the name of the lint or error.
    pub fn text(&self, document: &Document<'_>) -> String {
        render::render(self, document)
    }
}
