//! A rule as it is written, and what it means.

use std::borrow::Cow;

use crate::source::Source;
use crate::status::Status;
use crate::table::Place;
use crate::target::Target;

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

/// What a draft means.
#[derive(Clone, Debug)]
pub struct Directive<'a> {
    /// The draft that it was made of, and its number.
    pub(crate) draft: &'a Draft<'a>,
    pub(crate) rule: usize,
    pub(crate) source: Source,
    pub(crate) answer: Answer,
    pub(crate) drops_query: bool,
}

impl Directive<'_> {
    /// The methods that it takes, sorted; HEAD goes with GET.
    pub(crate) fn methods(&self) -> Vec<&str> {
        let mut methods: Vec<&str> = self.draft.methods.iter().map(AsRef::as_ref).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}

/// What a directive does with a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    /// Sends it elsewhere.
    Redirect(Status, Target),
    /// Says that there is nothing: 410 or 451.
    Final(Status),
    /// Leaves it to the application.
    Pass,
}
