//! What can be wrong with a rule.

mod kind;
mod name;
mod text;

use std::ops::Range;

pub(crate) use kind::{BadCondition, Kind};
pub use name::FaultName;

use crate::draft::Draft;

/// A fault of a rule: what is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The number of the draft.
    pub rule: usize,
    /// The part of the draft.
    pub part: Part,
    /// The bytes of the part's text, for a source or a target; all of it for the others.
    pub range: Range<usize>,
    pub(crate) kind: Kind,
}

/// A part of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The method of that number.
    Method(usize),
    /// The source.
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
pub(crate) struct Finding {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
}

impl Finding {
    pub(crate) fn new(range: Range<usize>, kind: Kind) -> Finding {
        Finding { range, kind }
    }

    pub(crate) fn at(self, rule: usize, part: Part) -> Fault {
        Fault { rule, part, range: self.range, kind: self.kind }
    }
}

impl Fault {
    pub(crate) fn new(rule: usize, part: Part, kind: Kind) -> Fault {
        Fault { rule, part, range: 0..0, kind }
    }

    /// The name of the fault.
    pub fn name(&self) -> FaultName {
        self.kind.name(self.part)
    }

    /// Whether `#[allow(…)]` accepts it.
    pub fn can_be_allowed(&self) -> bool {
        self.kind.can_be_allowed()
    }

    /// What is wrong, in one sentence, then in lines of their own the places that belong to it
    /// (`note:`) and what to write instead (`help:`).
    pub fn text(&self, drafts: &[Draft<'_>]) -> String {
        text::of(self, drafts)
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
