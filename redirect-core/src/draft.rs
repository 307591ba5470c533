//! A rule as it is written.

use std::borrow::Cow;

use crate::table::Place;

/// The longest source or target, in bytes.
pub(crate) const MAX_TEXT: usize = 65_535;

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
    /// Whether an attribute can be written on it: in a file there is none.
    pub takes_allow: bool,
    /// Where it is written.
    pub place: Place<'a>,
}
