//! Rules as they are written.

use std::borrow::Cow;
use std::fmt;

use redirect_core::SourceLocation;

use crate::syntax::ids::ScopeId;

/// The length of the longest source or target, in bytes.
pub(crate) const MAX_TEXT: usize = 65_535;

/// The language that a rule is written in. Diagnostics use its syntax for their suggestions.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Dialect {
    /// The macro.
    #[default]
    Macro,
    /// A `_redirects` file.
    Netlify,
    /// A file of tab-separated columns, whose rules have no captures.
    Tsv,
}

/// A rule as it is written in the macro or in a file, with its texts not yet interpreted.
#[derive(Clone, Default, Debug)]
pub struct Rule<'a> {
    /// The names of the methods. Empty for all methods.
    pub methods: Vec<Cow<'a, str>>,
    /// The source.
    pub source: Cow<'a, str>,
    /// The conditions, all of which must hold.
    pub conditions: Vec<Condition<'a>>,
    /// The status: a number, `permanent`, `temporary` or `pass`. Empty if a line of a file has
    /// none.
    pub status: Cow<'a, str>,
    /// The target, if one is written.
    pub target: Option<Cow<'a, str>>,
    /// The options, each with its value.
    pub options: Settings<'a>,
    /// The names of the allowed faults.
    pub allows: Vec<Cow<'a, str>>,
    /// The doc comment.
    pub doc: Cow<'a, str>,
    /// The language that the rule is written in.
    pub dialect: Dialect,
    /// The innermost scope around the rule.
    pub scope: Option<ScopeId>,
    /// The location of the rule's source, if it is known.
    pub source_location: Option<SourceLocation<'a>>,
    /// The columns of the rule's other fields, if it is from a file.
    pub columns: FieldColumns,
}

/// Options as they are written, each with its value. A string value keeps its quotes.
pub type Settings<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// The kinds of nodes that options can be written on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptionPlacement {
    /// A rule.
    Rule,
    /// A `default`.
    Default,
    /// An `include`.
    Include,
}

/// The columns at which the fields of a line start, in characters, from 1.
#[derive(Clone, Copy, Default, Debug)]
pub struct FieldColumns {
    /// The column of the target.
    pub target: u32,
    /// The column of the status.
    pub status: u32,
}

/// A condition in its source form: `header["x-country"] == "de"`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Condition<'a> {
    /// True if the condition starts with `!`.
    pub negated: bool,
    /// The part of the request that the condition inspects.
    pub subject: Cow<'a, str>,
    /// The name in brackets, if one is written.
    pub argument: Option<Cow<'a, str>>,
    /// The comparison.
    pub operator: Operator,
    /// The values that the subject is compared with.
    pub values: Vec<Cow<'a, str>>,
}

/// The comparison of a condition.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Operator {
    /// No comparison: the condition tests that the subject is present.
    #[default]
    Present,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `in […]`
    In,
}

impl fmt::Display for Condition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not = if self.negated { "!" } else { "" };
        write!(f, "{not}{}", self.subject)?;
        if let Some(name) = &self.argument {
            write!(f, "[\"{name}\"]")?;
        }
        let (before, between, after) = match self.operator {
            Operator::Present => return Ok(()),
            Operator::Equal => (" == ", "", ""),
            Operator::NotEqual => (" != ", "", ""),
            Operator::In => (" in [", ", ", "]"),
        };
        f.write_str(before)?;
        for (index, value) in self.values.iter().enumerate() {
            let separator = if index == 0 { "" } else { between };
            write!(f, "{separator}\"{value}\"")?;
        }
        f.write_str(after)
    }
}
