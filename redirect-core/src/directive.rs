//! What a rule means.

use crate::draft::Draft;
use crate::guard::Condition;
use crate::options::Options;
use crate::source::Source;
use crate::status::Status;
use crate::target::Target;

/// What a draft means.
#[derive(Clone, Debug)]
pub struct Directive<'a> {
    /// The draft that it was made of, and its number.
    pub(crate) draft: &'a Draft<'a>,
    pub(crate) rule: usize,
    pub(crate) source: Source,
    /// The conditions, those that look at a field last, each with its number in the draft.
    pub(crate) conditions: Vec<(usize, Condition)>,
    pub(crate) answer: Answer,
    pub(crate) options: Options,
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
