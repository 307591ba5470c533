//! A rule as it is written.

use std::borrow::Cow;
use std::fmt;

use crate::table::Place;

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
pub struct Draft<'a> {
    /// The names of its methods; none for any.
    pub methods: Vec<Cow<'a, str>>,
    /// The source.
    pub source: Cow<'a, str>,
    /// The conditions, all of which have to hold.
    pub conditions: Vec<ConditionDraft<'a>>,
    /// The status: a number, `permanent`, `temporary` or `pass`.
    pub status: Cow<'a, str>,
    /// The target, where one is written.
    pub target: Option<Cow<'a, str>>,
    /// The options, each with its value.
    pub options: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The names of the faults that are accepted.
    pub allows: Vec<Cow<'a, str>>,
    /// The doc comment.
    pub doc: Cow<'a, str>,
    /// What it is written in.
    pub dialect: Dialect,
    /// Where it is written.
    pub place: Place<'a>,
}

/// A condition as it is written: `header["x-country"] == "de"`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ConditionDraft<'a> {
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

impl fmt::Display for ConditionDraft<'_> {
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
