//! The faults of rules, and their text.

pub(crate) mod kind;
mod name;
mod nearest;
mod render;
pub(crate) mod suppression;
#[cfg(test)]
mod tests;

pub use name::{FaultName, UnknownFaultName};
pub use nearest::nearest;

use std::ops::Range;

use crate::diagnostic::kind::{FaultKind, LintFault, OptionFault};
use crate::diagnostic::render::Description;
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use redirect_core::SourceLocation;

/// A fault: what is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The node with the fault.
    pub node: NodeId,
    /// The field of the node.
    pub field: Field,
    /// The bytes of the field's text, for a source or a target; an empty range for other fields.
    pub range: Range<usize>,
    pub(crate) kind: FaultKind,
}

/// A field of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// The name of a file.
    File,
    /// The format of a file.
    Format,
    /// The method of that number.
    Method(usize),
    /// The source of a rule, the prefix of a group, or the URL of an assert.
    Source,
    /// The subject of the condition of that number.
    Condition(usize),
    /// A value of the condition of that number.
    ConditionValue(usize, usize),
    /// The status.
    Status,
    /// The target.
    Target,
    /// The name of the option of that number.
    Option(usize),
    /// The value of the option of that number.
    Value(usize),
    /// The name in an `#[allow(…)]`, by its number.
    Allow(usize),
}

/// A value, and the bytes of the text that it is about.
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
    /// Turns it into a fault of a field of a node.
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
        self.kind.describe(self.field)
    }

    /// Returns the name of the fault.
    pub fn name(&self) -> FaultName {
        self.describe().name
    }

    /// Returns whether `#[allow(…)]` can accept the fault.
    pub fn is_allowable(&self) -> bool {
        self.describe().is_allowable
    }

    /// Returns whether the fault is in a part that decides which requests reach the rules of the
    /// node, so that these are not known.
    pub(crate) fn affects_matching(&self) -> bool {
        matches!(self.field, Field::Source | Field::Condition(_) | Field::ConditionValue(..))
    }

    /// Returns whether it is a rule that can match nothing, since an earlier one matches the same.
    pub(crate) fn is_duplicate(&self) -> bool {
        matches!(self.kind, FaultKind::Lint(LintFault::Duplicate { .. }))
    }

    /// Returns whether it is a `default` that nothing follows. If a part of the table cannot be
    /// parsed, that part may be what follows.
    pub fn is_unused_default(&self) -> bool {
        matches!(self.kind, FaultKind::Option(OptionFault::UnusedDefault))
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
                    | Field::Source
                    | Field::Condition(_)
                    | Field::ConditionValue(..)
                    | Field::Option(_)
                    | Field::Value(_)
                    | Field::Allow(_) => location.column(),
                };
                // A field that the line does not contain has no column of its own.
                let column = if column > 0 { column } else { location.column() };
                let file = location.file().unwrap_or_default();
                Some(SourceLocation::new(file, location.line(), column))
            }
            NodeId::Line(id) => Some(document.invalid_line(id).source_location),
            NodeId::Scope(_) | NodeId::Assertion(_) => None,
        }
    }

    /// Returns the text of the fault: one sentence, then lines with the evidence (`note:`) and with
    /// what to write instead (`help:`).
    pub fn text(&self, document: &Document<'_>) -> String {
        render::render(self, document)
    }
}
