//! What can be wrong with a rule.

pub(crate) mod kind;
mod name;
pub(crate) mod render;
pub(crate) mod report;

pub use name::FaultName;

use std::ops::Range;

use crate::diagnostic::kind::{BadOption, FaultKind};
use crate::syntax::document::{Document, NodeId};
use redirect_core::SourceLocation;

/// A fault: what is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What has the fault.
    pub item: NodeId,
    /// The part of it.
    pub part: Field,
    /// The bytes of the part's text, for a source or a target; all of it for the others.
    pub range: Range<usize>,
    pub(crate) kind: FaultKind,
}

/// A part of a rule, or of what it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// The name of a file.
    File,
    /// The format of a file.
    Format,
    /// The method of that number.
    Method(usize),
    /// The source, the prefix of a group, or what an assert asks for.
    Source,
    /// The condition of that number: what it looks at.
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
    /// The accepted fault of that number.
    Allow(usize),
}

/// What is wrong with a text, and at which of its bytes.
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
        Fault { item: node, part: field, range: self.range, kind: self.value }
    }
}

impl Fault {
    pub(crate) fn new(item: NodeId, part: Field, kind: FaultKind) -> Fault {
        Fault { item, part, range: 0..0, kind }
    }

    /// The name of the fault.
    pub fn name(&self) -> FaultName {
        self.kind.name(self.part)
    }

    /// Whether `#[allow(…)]` accepts it.
    pub fn can_be_allowed(&self) -> bool {
        self.kind.can_be_allowed()
    }

    /// Whether it is one of what decides which requests reach the rules.
    pub(crate) fn is_of_guard(&self) -> bool {
        matches!(self.part, Field::Source | Field::Condition(_) | Field::ConditionValue(..))
    }

    /// Whether it is a `default` that nothing follows: where something could not be read, that may be
    /// what does.
    pub fn is_idle_default(&self) -> bool {
        self.kind == FaultKind::Option(BadOption::Idle)
    }

    /// Where it is, as far as the line is known.
    pub fn place<'a>(&self, document: &Document<'a>) -> SourceLocation<'a> {
        match self.item {
            NodeId::Rule(index) => {
                document.rules.get(index).map_or_else(SourceLocation::default, |rule| {
                    let column = match self.part {
                        Field::Target => rule.columns.target,
                        Field::Status => rule.columns.status,
                        _ => rule.place.column(),
                    };
                    let file = rule.place.file().unwrap_or_default();
                    SourceLocation::new(file, rule.place.line(), column)
                })
            }
            NodeId::Line(index) => {
                document.lines.get(index).map_or_else(SourceLocation::default, |line| line.place)
            }
            NodeId::Scope(_) | NodeId::Assert(_) => SourceLocation::default(),
        }
    }

    /// What is wrong, in one sentence, then in lines of their own the places that belong to it
    /// (`note:`) and what to write instead (`help:`).
    pub fn text(&self, document: &Document<'_>) -> String {
        render::of(self, document)
    }
}

/// The longest name that is looked for among others, in bytes.
const MAX_NAME: usize = 40;

/// The name that was probably meant.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let distance = |known: &str| strsim::damerau_levenshtein(name, known);
    let allowed = name.len().max(3) / 3;
    let close = |known: &&str| {
        let is_short = name.len() <= MAX_NAME && known.len() <= MAX_NAME;
        is_short && name.len().abs_diff(known.len()) <= allowed && distance(known) <= allowed
    };
    known.filter(close).min_by_key(|known| distance(known)).map(Into::into)
}
