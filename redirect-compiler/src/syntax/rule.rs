//! A rule as it is written.

use std::borrow::Cow;
use std::fmt;

use redirect_core::SourceLocation;

/// The longest source or target, in bytes.
pub(crate) const MAX_TEXT: usize = 65_535;

/// What a rule is written in, and so how a fault says what to write instead.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Dialect {
    /// The macro, or a file that has its syntax.
    #[default]
    Macro,
    /// `_redirects`.
    Netlify,
    /// A file whose rules have no captures.
    Columns,
}

/// A rule as it is written, in source or in a file: text that nobody has looked at.
#[derive(Clone, Default, Debug)]
pub struct Rule<'a> {
    /// The names of its methods; none for any.
    pub methods: Vec<Cow<'a, str>>,
    /// The source.
    pub source: Cow<'a, str>,
    /// The conditions, all of which have to hold.
    pub conditions: Vec<Condition<'a>>,
    /// The status: a number, `permanent`, `temporary` or `pass`; empty where a file gives none.
    pub status: Cow<'a, str>,
    /// The target, where one is written.
    pub target: Option<Cow<'a, str>>,
    /// The options, each with its value.
    pub options: Settings<'a>,
    /// The names of the faults that are accepted.
    pub allows: Vec<Cow<'a, str>>,
    /// The doc comment.
    pub doc: Cow<'a, str>,
    /// What it is written in.
    pub dialect: Dialect,
    /// The scope that it stands in, by its number.
    pub scope: Option<usize>,
    /// Where it is written: the place of the source.
    pub place: SourceLocation<'a>,
    /// Where its other fields are, in a file.
    pub columns: Columns,
}

/// Options as they are written, each with its value; a text has its quotes.
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

/// Where fields of a line begin: columns in characters, from 1.
#[derive(Clone, Copy, Default, Debug)]
pub struct Columns {
    /// That of the target.
    pub target: u32,
    /// That of the status.
    pub status: u32,
}

/// A condition as it is written: `header["x-country"] == "de"`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Condition<'a> {
    /// Whether a `!` stands before it.
    pub negated: bool,
    /// What it looks at.
    pub subject: Cow<'a, str>,
    /// The name in brackets, where one is written.
    pub argument: Option<Cow<'a, str>>,
    /// How it compares.
    pub operator: Operator,
    /// What it compares with.
    pub values: Vec<Cow<'a, str>>,
}

/// How a condition compares.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Operator {
    /// Not at all: it asks whether something is there.
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
        let quoted: Vec<_> = self.values.iter().map(|value| format!("\"{value}\"")).collect();
        match self.operator {
            Operator::Present => Ok(()),
            Operator::Equal => write!(f, " == {}", quoted.join("")),
            Operator::NotEqual => write!(f, " != {}", quoted.join("")),
            Operator::In => write!(f, " in [{}]", quoted.join(", ")),
        }
    }
}
