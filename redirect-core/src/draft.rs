//! A rule as it is written.

use std::borrow::Cow;

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
