//! Rules as they are written.

use std::borrow::Cow;
use std::fmt;

use redirect_core::SourceLocation;

use crate::syntax::ids::ScopeId;

/// The length of the longest line of a file, in bytes.
pub(crate) const MAX_LINE: usize = 65_536;

/// The length of the longest source or target, in bytes.
pub(crate) const MAX_TEXT: usize = 65_535;

/// The methods that have a constant in `http::Method`.
pub const METHODS: [&str; 10] =
    ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

/// The language that a rule is written in. Diagnostics use its syntax for their suggestions.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Dialect {
    /// The macro.
    #[default]
    Macro,
    /// The macro's syntax, in a rule that Rust code builds at run time.
    Built,
    /// A `_redirects` file.
    Netlify,
    /// A file of tab-separated columns, whose rules have no captures.
    Tsv,
}

impl Dialect {
    /// Returns whether texts have the syntax of the macro.
    pub(crate) fn is_macro_syntax(self) -> bool {
        match self {
            Dialect::Macro | Dialect::Built => true,
            Dialect::Netlify | Dialect::Tsv => false,
        }
    }
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

/// Formats the rule in the macro's syntax, without its doc comment and attributes.
impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, method) in self.methods.iter().enumerate() {
            let is_last = index + 1 == self.methods.len();
            write!(f, "{method}{}", if is_last { " " } else { " | " })?;
        }
        write!(f, "\"{}\"", self.source)?;
        for (index, condition) in self.conditions.iter().enumerate() {
            write!(f, " {} {condition}", if index == 0 { "if" } else { "&&" })?;
        }
        write!(f, " => {}", self.status)?;
        if let Some(target) = &self.target {
            write!(f, " \"{target}\"")?;
        }
        for (index, option) in self.options.iter().enumerate() {
            write!(f, "{} {option}", if index == 0 { " {" } else { "," })?;
        }
        f.write_str(if self.options.is_empty() { "" } else { " }" })
    }
}

/// Options as they are written, each with its value.
pub type Settings<'a> = Vec<Setting<'a>>;

/// An option in its source form: `query: drop` or `header["x-robots-tag"]: "noindex"`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting<'a> {
    /// The name of the option.
    pub name: Cow<'a, str>,
    /// The name in brackets, if one is written.
    pub argument: Option<Cow<'a, str>>,
    /// The value.
    pub value: SettingValue<'a>,
}

/// The value of an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SettingValue<'a> {
    /// A word or a number, such as `drop` or `1h`.
    Word(Cow<'a, str>),
    /// The text of a string.
    Text(Cow<'a, str>),
    /// A list of strings in brackets.
    List(Vec<Cow<'a, str>>),
}

impl<'a> Setting<'a> {
    /// Creates an option whose value is a word.
    pub fn with_word(name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Setting<'a> {
        Setting { name: name.into(), argument: None, value: SettingValue::Word(value.into()) }
    }

    /// Creates an option whose value is a string.
    pub fn with_text(name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Setting<'a> {
        Setting { name: name.into(), argument: None, value: SettingValue::Text(value.into()) }
    }

    /// Returns the key as it is written: the name, with the argument in brackets.
    pub fn key(&self) -> Cow<'_, str> {
        match &self.argument {
            None => self.name[..].into(),
            Some(argument) => format!("{}[\"{argument}\"]", self.name).into(),
        }
    }
}

impl fmt::Display for Setting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key(), self.value)
    }
}

impl fmt::Display for SettingValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Word(word) => f.write_str(word),
            SettingValue::Text(text) => write!(f, "\"{text}\""),
            SettingValue::List(values) => {
                let mut quoted = Vec::new();
                for value in values {
                    quoted.push(format!("\"{value}\""));
                }
                write!(f, "[{}]", quoted.join(", "))
            }
        }
    }
}

/// The kinds of nodes that options can be written on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptionPlacement {
    /// A rule.
    Rule,
    /// A `default`.
    Default,
    /// An `include`.
    Include,
    /// A `canonical`.
    Canonical,
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
