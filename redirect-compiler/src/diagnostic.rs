//! The faults of rules, and their text.

pub(crate) mod kind;
mod name;
mod nearest;
mod render;
pub(crate) mod report;
pub(crate) mod suppression;

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
        self.kind == FaultKind::Option(OptionFault::UnusedDefault)
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

#[cfg(test)]
mod tests {
    use super::kind::{
        AllowFault, AnalysisFault, AssertionFault, ConditionFault, FaultKind, IncludeFault, Limit,
        LineFault, LintFault, MethodFault, OptionFault, SourceFault, StatusFault, TargetFault,
    };
    use super::{FaultName, Field};
    use crate::syntax::ids::RuleId;

    /// Returns a fault of each name, and two of the names of which only some faults are allowable.
    fn samples() -> Vec<FaultKind> {
        let name = || "x".to_owned();
        vec![
            FaultKind::Line(LineFault::MissingTarget),
            FaultKind::Source(SourceFault::Query),
            FaultKind::Target(TargetFault::Backslash),
            FaultKind::Target(TargetFault::Scheme(name())),
            FaultKind::Target(TargetFault::UnknownCapture {
                name: name(),
                nearest: None,
                known: Vec::new(),
            }),
            FaultKind::Status(StatusFault::Unknown(name())),
            FaultKind::Condition(ConditionFault::EmptyList),
            FaultKind::Method(MethodFault::Connect),
            FaultKind::Option(OptionFault::UnusedDefault),
            FaultKind::Lint(LintFault::MethodChange {
                status: redirect_core::internals::Status::Found,
                methods: name(),
            }),
            FaultKind::Lint(LintFault::Duplicate { first: RuleId::new(0), same_response: true }),
            FaultKind::Lint(LintFault::Duplicate { first: RuleId::new(0), same_response: false }),
            FaultKind::Analysis(AnalysisFault::Unreachable { by: vec![RuleId::new(0)] }),
            FaultKind::Analysis(AnalysisFault::Loop { hops: Vec::new(), is_cycle: true }),
            FaultKind::Analysis(AnalysisFault::Chain {
                by: vec![RuleId::new(0)],
                request: name(),
                end: name(),
            }),
            FaultKind::Lint(LintFault::OpenRedirect { domain: None }),
            FaultKind::Include(IncludeFault::UndeterminedFormat {
                file: name(),
                known: vec!["netlify", "tsv"],
            }),
            FaultKind::Assertion(AssertionFault::OutsideMount(name())),
            FaultKind::Allow(AllowFault::Unused(name())),
            FaultKind::Line(LineFault::Unsupported { construct: name(), reason: "y" }),
            FaultKind::TooLarge(Limit::Table),
        ]
    }

    #[test]
    fn a_name_is_allowable_where_a_fault_of_it_is() {
        for name in FaultName::all() {
            let rows = samples().into_iter().map(|kind| kind.describe(Field::Source));
            let rows: Vec<_> = rows.filter(|row| row.name == name).collect();
            assert!(!rows.is_empty(), "{name} has no sample");
            assert_eq!(rows.iter().any(|row| row.is_allowable), name.is_allowable(), "{name}");
        }
    }

    #[test]
    fn names_are_parsed_from_their_text() {
        for name in FaultName::all() {
            assert_eq!(name.as_str().parse(), Ok(name));
        }
        assert!("Duplicate".parse::<FaultName>().is_err());
    }
}
