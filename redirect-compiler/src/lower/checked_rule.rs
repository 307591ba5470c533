//! What a rule means.

use std::borrow::Cow;
use std::sync::Arc;

use crate::lower::braces::has_braces;
use crate::lower::capture::Capture;
use crate::lower::condition::Guarded;
use crate::lower::location::Target;
use crate::lower::options::Options;
use crate::lower::source::Source;
use crate::syntax::rule::Rule;
use redirect_core::Status;
use redirect_core::internals::cache_control::CachePolicy;
use redirect_core::internals::text::MatchMode;

/// What a draft means, with all that it stands in.
#[derive(Clone, Debug)]
pub struct CheckedRule<'a> {
    /// The draft that it was made of, and its number.
    pub(crate) draft: &'a Rule<'a>,
    pub(crate) rule: usize,
    pub(crate) source: Source,
    /// The source as it is written, behind the prefixes of its groups.
    pub(crate) written: Cow<'a, str>,
    /// The conditions as they are written.
    pub(crate) guard: String,
    /// The conditions, those that look at a field last.
    pub(crate) conditions: Vec<Guarded>,
    pub(crate) answer: Answer,
    /// Its own, and those of the scopes around it: most rules share them.
    pub(crate) options: Arc<Options>,
    /// The doc comment on it, or on the scope around it.
    pub(crate) doc: &'a str,
}

impl CheckedRule<'_> {
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

    /// The captures of its path and of its conditions, in the order in which they are filled.
    pub(crate) fn captures(&self) -> Vec<Capture> {
        let conditions = self.conditions.iter().flat_map(|guarded| &guarded.condition.captures);
        self.source.captures.iter().chain(conditions).cloned().collect()
    }

    /// Returns whether the source as written contains braces.
    pub(crate) fn has_braces(&self) -> bool {
        has_braces(&self.written)
    }

    /// Whether it takes all requests for its paths.
    pub(crate) fn is_for_everyone(&self) -> bool {
        self.draft.methods.is_empty() && self.conditions.is_empty()
    }

    /// The path that it takes of all requests for it, and for no other.
    pub(crate) fn plain_key(&self) -> Option<&[u8]> {
        self.exact_key().filter(|_| self.is_for_everyone())
    }

    /// The path that it takes of some requests, and no other.
    pub(crate) fn exact_key(&self) -> Option<&[u8]> {
        let MatchMode { ignore_case, optional_slash } = self.source.form;
        if ignore_case || optional_slash { None } else { self.source.key() }
    }

    /// Whether it is to lead to the end of its chain at once.
    pub(crate) fn flattens(&self) -> bool {
        self.options.flattens.unwrap_or_default()
    }

    pub(crate) fn drops_query(&self) -> bool {
        self.options.drops_query.unwrap_or_default() && matches!(self.answer, Answer::Redirect(..))
    }

    pub(crate) fn cache(&self) -> CachePolicy {
        self.options.cache.filter(|_| self.answer != Answer::Pass).unwrap_or_default()
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
