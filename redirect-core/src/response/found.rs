//! The result of a lookup.

use std::fmt;

use http::header::HeaderValue;

use crate::matching::captures::{CaptureInputs, Captures};
use crate::matching::condition::Subject;
use crate::request::authority::RequestHost;
use crate::request::{RequestRef, is_never_matched};
use crate::response::canonical;
use crate::response::outcome::Outcome;
use crate::response::{Redirect, RuleMatch};
use crate::table::bytes::TableBytes;
use crate::table::entry::FirstMatch;
use crate::table::field_set::FieldSet;
use crate::table::index::key::TableFlags;
use crate::table::lookup::fast_path::{FastPath, fast_path, fast_path_with_host};
use crate::table::lookup::{Match, find};
use crate::table::rule::Rule;
use crate::table::{RuleIndex, Table};

/// The result of [`Redirects::find`](crate::Redirects::find): the first rule that matches a
/// request, if there is one.
///
/// It borrows from the table (`'t`) and from the request (`'r`). [`redirect`](Found::redirect)
/// returns the redirect as an `Option`.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/old/kept" => pass,
///     "/old/{*page}" => 301 "/new/{page}",
/// };
///
/// assert!(SITE.get("/old/a").redirect().is_some());
/// assert!(SITE.get("/old/kept").redirect().is_none());
/// assert!(SITE.get("/other").redirect().is_none());
/// ```
#[derive(Clone)]
#[must_use = "a lookup has no effect: return its redirect to the client"]
pub struct Found<'t, 'r> {
    pub(crate) bytes: &'t TableBytes,
    pub(super) outcome: Outcome,
    /// The values that conditions captured from, and the authority if the target contains it.
    /// `None` if the captures can be read again from the segments of a plain path.
    pub(crate) inputs: Option<CaptureInputs<'r>>,
    /// The fields that conditions inspected.
    pub(super) fields: FieldSet,
    pub(crate) path: &'r str,
    pub(crate) query: Option<&'r str>,
}

impl<'t, 'r> Found<'t, 'r> {
    /// Returns the result of a lookup that no rule matches.
    #[inline]
    pub(crate) fn none(bytes: &'t TableBytes) -> Found<'t, 'r> {
        Found {
            bytes,
            outcome: Outcome::None,
            inputs: None,
            fields: FieldSet::EMPTY,
            path: "",
            query: None,
        }
    }

    /// Looks up a request.
    #[expect(clippy::inline_always, reason = "most requests match no rule: faster than a call")]
    #[inline(always)]
    pub(crate) fn new(bytes: &'t TableBytes, request: impl RequestRef<'r>) -> Found<'t, 'r> {
        match fast_path(bytes, request.path().as_bytes()) {
            FastPath::Decided(first) => Found::from_first(bytes, request, first),
            FastPath::NeedsHost => Found::by_host(bytes, request),
            FastPath::Undecided => Found::by_search(bytes, request),
        }
    }

    /// Returns the result of a lookup that the fast path decided.
    #[inline]
    fn from_first(
        bytes: &'t TableBytes,
        request: impl RequestRef<'r>,
        first: FirstMatch,
    ) -> Found<'t, 'r> {
        if first == FirstMatch::None || is_never_matched(request) {
            return Found::none(bytes);
        }
        Found::of_request(bytes, request, Outcome::new(first))
    }

    /// Returns a result without fields and inputs.
    #[inline]
    pub(super) fn of_request(
        bytes: &'t TableBytes,
        request: impl RequestRef<'r>,
        outcome: Outcome,
    ) -> Found<'t, 'r> {
        let (path, query) = (request.path(), request.query());
        Found { bytes, outcome, inputs: None, fields: FieldSet::EMPTY, path, query }
    }

    /// Looks up a request by its path and host, then by the whole request if these do not decide.
    #[inline(never)]
    fn by_host(bytes: &'t TableBytes, request: impl RequestRef<'r>) -> Found<'t, 'r> {
        if Table::new(bytes).flags().contains(TableFlags::CANONICAL) {
            return canonical::find(bytes, request);
        }
        let host = Subject::<&[u8]>::Host.value(request, &Captures::NONE);
        match fast_path_with_host(bytes, request.path().as_bytes(), host) {
            FastPath::Decided(first) => Found::from_first(bytes, request, first),
            FastPath::NeedsHost | FastPath::Undecided => Found::by_search(bytes, request),
        }
    }

    /// Looks up a request by all parts that rules can match on.
    #[inline(never)]
    fn by_search(bytes: &'t TableBytes, request: impl RequestRef<'r>) -> Found<'t, 'r> {
        if Table::new(bytes).flags().contains(TableFlags::CANONICAL) {
            return canonical::find(bytes, request);
        }
        if is_never_matched(request) {
            return Found::none(bytes);
        }
        Found::from_match(bytes, request, find(Table::new(bytes), request))
    }

    /// Returns the result of the general search.
    pub(super) fn from_match(
        bytes: &'t TableBytes,
        request: impl RequestRef<'r>,
        Match { entry, inputs, fields }: Match<'r>,
    ) -> Found<'t, 'r> {
        let outcome = Outcome::new(FirstMatch::in_table(Table::new(bytes), entry));
        Found { inputs, fields, ..Found::of_request(bytes, request, outcome) }
    }

    /// Returns the rule that matches, including a rule that passes.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/old/kept" => pass,
    ///     "/old/{*page}" => 301 "/new/{page}",
    /// };
    ///
    /// let found = SITE.get("/old/kept");
    /// assert_eq!(found.rule().unwrap().source(), "/old/kept");
    /// assert!(found.redirect().is_none());
    /// ```
    pub fn rule(&self) -> Option<Rule<'t>> {
        let (table, entry) = (Table::new(self.bytes), self.outcome.entry()?);
        Some(Rule::new(table, entry, entry.record(table)?))
    }

    /// Returns the rule that matches, including a rule that passes, as a value that does not borrow
    /// from the table. Does not allocate.
    ///
    /// ```
    /// use redirects::{Redirects, RuleMatch, redirects};
    ///
    /// fn matched() -> RuleMatch {
    ///     let site: Redirects = redirects! { "/old" => 301 "/new" };
    ///     site.get("/old").rule_match().unwrap()
    /// }
    /// assert_eq!(matched().source(), "/old");
    /// ```
    pub fn rule_match(&self) -> Option<RuleMatch> {
        Some(RuleMatch::new(self.bytes, self.outcome.entry()?))
    }

    /// Returns the index of the rule that matches, including a rule that passes.
    #[doc(hidden)]
    pub fn rule_index(&self) -> Option<RuleIndex> {
        self.outcome.entry()?.rule(Table::new(self.bytes))
    }

    /// Returns the value of `Vary`: the header fields that conditions inspected, up to the rule
    /// that matches (RFC 9110 §12.5.5). `None` if they inspected none, `*` if they inspected the
    /// address of the peer.
    ///
    /// The response of a redirect contains it already. If no rule redirects, add it to the
    /// application's response, so that a cache does not send that response to clients that would
    /// have been redirected.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/home" if cookie["beta"] => 307 "/beta" };
    ///
    /// let found = SITE.get("/home");
    /// assert_eq!(found.vary().unwrap(), "cookie");
    /// assert!(found.redirect().is_none());
    /// assert_eq!(SITE.get("/other").vary(), None);
    /// ```
    #[inline]
    pub fn vary(&self) -> Option<HeaderValue> {
        if self.fields.is_empty() { None } else { self.field_names() }
    }

    /// Returns whether conditions inspected the address of the peer.
    #[inline]
    pub(crate) fn depends_on_peer(&self) -> bool {
        !self.fields.is_empty() && Table::new(self.bytes).includes_any_field(self.fields)
    }

    /// Returns the host of the request, given that the target of the rule contains it.
    #[inline(never)]
    pub(super) fn authority_input(&self) -> Option<RequestHost<'r>> {
        let authority = self.inputs.as_ref()?.values().last()?;
        RequestHost::parse(std::str::from_utf8(authority).ok()?)
    }

    #[inline(never)]
    fn field_names(&self) -> Option<HeaderValue> {
        HeaderValue::try_from(Table::new(self.bytes).names_of(self.fields)).ok()
    }

    /// Returns the redirect of the rule that matches. `None` if no rule matches or if the rule
    /// passes: the application responds.
    ///
    /// The redirect keeps the rest of the result, including [`vary`](Redirect::vary). A caller that
    /// needs `vary` for the application's response reads it before this call.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let redirect = SITE.get("/old").redirect().unwrap();
    /// assert_eq!(redirect.location().unwrap(), "/new");
    /// ```
    #[inline]
    #[must_use = "a redirect has no effect until it is returned to the client"]
    pub fn redirect(self) -> Option<Redirect<'t, 'r>> {
        match self.outcome {
            Outcome::Respond(..) | Outcome::Canonical(_) => Some(Redirect::new(self)),
            Outcome::None | Outcome::Pass(_) => None,
        }
    }
}

impl fmt::Debug for Found<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("rule", &self.rule()).field("vary", &self.vary()).finish()
    }
}
