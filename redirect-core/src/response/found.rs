//! What was found for a request.

use std::fmt;

use http::header::HeaderValue;

use crate::matching::captures::{CaptureInputs, Captures};
use crate::matching::condition::Subject;
use crate::request::{Request, is_left_alone};
use crate::response::Redirect;
use crate::table::bytes::TableBytes;
use crate::table::entry::FirstMatch;
use crate::table::field_set::FieldSet;
use crate::table::lookup::fast_path::{FastPath, fast_path, fast_path_with_host};
use crate::table::lookup::{Match, find};
use crate::table::{RuleIndex, Table};

/// What [`Redirects::find`](crate::Redirects::find) found.
///
/// [`redirect`](Found::redirect) gives the answer as an `Option`.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// let site = redirects! { "/old" => 301 "/new", "/old/kept" => pass };
/// let found = |uri| site.find(&http::Uri::from_static(uri)).redirect().is_some();
/// assert!(found("/old"));
/// assert!(!found("/old/kept"));
/// ```
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub(crate) bytes: &'a TableBytes,
    /// The rule that matches, also where it leaves the request alone.
    first: FirstMatch,
    /// What conditions captured from, where captures were found by more than segments of a plain path and
    /// are read again in that way.
    pub(crate) inputs: Option<CaptureInputs<'a>>,
    fields: FieldSet,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
}

impl<'a> Found<'a> {
    /// Nothing.
    #[inline]
    fn nothing(bytes: &'a TableBytes) -> Found<'a> {
        Found {
            bytes,
            first: FirstMatch::None,
            inputs: None,
            fields: FieldSet::EMPTY,
            path: "",
            query: None,
        }
    }

    /// What is found for a request. Most are for no redirection, which takes less time than a call.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn of(bytes: &'a TableBytes, request: &'a impl Request) -> Found<'a> {
        match fast_path(bytes, request.path().as_bytes()) {
            FastPath::Decided(first) => Found::first(bytes, request, first),
            FastPath::NeedsHost => Found::by_host(bytes, request),
            FastPath::Undecided => Found::by_all(bytes, request),
        }
    }

    /// What is found for a request by the first rule that takes the path.
    #[inline]
    fn first(bytes: &'a TableBytes, request: &'a impl Request, first: FirstMatch) -> Found<'a> {
        if first == FirstMatch::None || is_left_alone(request) {
            return Found::nothing(bytes);
        }
        let (path, query) = (request.path(), request.query());
        Found { bytes, first, inputs: None, fields: FieldSet::EMPTY, path, query }
    }

    /// What is found by the path and the host, and by all where that is not enough.
    #[inline(never)]
    fn by_host(bytes: &'a TableBytes, request: &'a impl Request) -> Found<'a> {
        let host = Subject::<&[u8]>::Host.value(request, &Captures::NONE);
        match fast_path_with_host(bytes, request.path().as_bytes(), host) {
            FastPath::Decided(first) => Found::first(bytes, request, first),
            FastPath::NeedsHost | FastPath::Undecided => Found::by_all(bytes, request),
        }
    }

    /// What is found by all that rules look at.
    #[inline(never)]
    fn by_all(bytes: &'a TableBytes, request: &'a impl Request) -> Found<'a> {
        if is_left_alone(request) {
            return Found::nothing(bytes);
        }
        let table = Table::new(bytes);
        let Match { entry, inputs, fields } = find(table, request);
        let (path, query) = (request.path(), request.query());
        Found { bytes, first: FirstMatch::in_table(table, entry), inputs, fields, path, query }
    }

    /// The rule that matches, also where it leaves the request alone.
    #[doc(hidden)]
    pub fn rule(&self) -> Option<RuleIndex> {
        match self.first {
            FirstMatch::None => None,
            FirstMatch::Pass(entry) | FirstMatch::Respond(entry) => {
                entry.rule(Table::new(self.bytes))
            }
        }
    }

    /// The value of `Vary` (RFC 9110 §12.5.5): the fields that conditions looked at, up to the rule
    /// that answers. Where none answers, it belongs on the answer of the application, beside what
    /// that says itself. `None` where no field was looked at.
    #[inline]
    pub fn vary(&self) -> Option<HeaderValue> {
        if self.fields.is_empty() { None } else { self.names() }
    }

    #[inline(never)]
    fn names(&self) -> Option<HeaderValue> {
        let names: Vec<_> = Table::new(self.bytes).names_of(self.fields).collect();
        HeaderValue::from_str(&names.join(", ")).ok()
    }

    /// The answer, where a rule gives one. It is `None` where no rule matched, and where the one
    /// that did says `pass`.
    #[inline]
    pub fn redirect(self) -> Option<Redirect<'a>> {
        let FirstMatch::Respond(entry) = self.first else { return None };
        Some(Redirect::new(self, entry))
    }
}

impl fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Found").field(&self.redirect()).finish()
    }
}
