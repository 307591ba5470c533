//! What was found for a request.

use std::fmt;

use http::header::HeaderValue;

use crate::matching::capture_inputs::CaptureInputs;
use crate::matching::captures::Captures;
use crate::matching::condition::Subject;
use crate::request::{Request, is_left_alone};
use crate::response::Redirect;
use crate::table::Table;
use crate::table::bytes::TableBytes;
use crate::table::entry::First;
use crate::table::lookup::fast_path::{FastPath, fast_path, fast_path_of};
use crate::table::lookup::{FieldSet, find};

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
    first: First,
    /// What conditions captured from, where captures were found by more than segments of a plain path and
    /// are read again in that way.
    pub(crate) values: Option<CaptureInputs<'a>>,
    looked: FieldSet,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
}

impl<'a> Found<'a> {
    /// Nothing.
    #[inline]
    fn nothing(bytes: &'a TableBytes) -> Found<'a> {
        Found { bytes, first: First::None, values: None, looked: 0, path: "", query: None }
    }

    /// What is found for a request. Most are for no redirection, which takes less time than a call.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn of(bytes: &'a TableBytes, request: &'a impl Request) -> Found<'a> {
        match fast_path(bytes, request.path().as_bytes()) {
            FastPath::First(first) => Found::first(bytes, request, first),
            FastPath::AsksHost => Found::by_host(bytes, request),
            FastPath::Unknown => Found::by_all(bytes, request),
        }
    }

    /// What is found for a request by the first rule that takes the path.
    #[inline]
    fn first(bytes: &'a TableBytes, request: &'a impl Request, first: First) -> Found<'a> {
        if first == First::None || is_left_alone(request) {
            return Found::nothing(bytes);
        }
        let (path, query) = (request.path(), request.query());
        Found { bytes, first, values: None, looked: 0, path, query }
    }

    /// What is found by the path and the host, and by all where that is not enough.
    #[inline(never)]
    fn by_host(bytes: &'a TableBytes, request: &'a impl Request) -> Found<'a> {
        let host = Subject::<&[u8]>::Host.value(request, &Captures::NONE);
        match fast_path_of(bytes, request.path().as_bytes(), host) {
            FastPath::First(first) => Found::first(bytes, request, first),
            FastPath::AsksHost | FastPath::Unknown => Found::by_all(bytes, request),
        }
    }

    /// What is found by all that rules look at.
    #[inline(never)]
    fn by_all(bytes: &'a TableBytes, request: &'a impl Request) -> Found<'a> {
        if is_left_alone(request) {
            return Found::nothing(bytes);
        }
        let table = Table::new(bytes);
        let (entry, values, looked) = find(table, request);
        let (path, query) = (request.path(), request.query());
        Found { bytes, first: First::in_table(table, entry), values, looked, path, query }
    }

    /// The rule that matches, also where it leaves the request alone.
    #[doc(hidden)]
    pub fn rule(&self) -> Option<usize> {
        match self.first {
            First::None => None,
            First::Passes(entry) | First::Answers(entry) => entry.rule(Table::new(self.bytes)),
        }
    }

    /// The value of `Vary` (RFC 9110 §12.5.5): the fields that conditions looked at, up to the rule
    /// that answers. Where none answers, it belongs on the answer of the application, beside what
    /// that says itself. `None` where no field was looked at.
    #[inline]
    pub fn vary(&self) -> Option<HeaderValue> {
        if self.looked == 0 { None } else { self.names() }
    }

    #[inline(never)]
    fn names(&self) -> Option<HeaderValue> {
        let names: Vec<_> = Table::new(self.bytes).vary(self.looked).collect();
        HeaderValue::from_str(&names.join(", ")).ok()
    }

    /// The answer, where a rule gives one. It is `None` where no rule matched, and where the one
    /// that did says `pass`.
    #[inline]
    pub fn redirect(self) -> Option<Redirect<'a>> {
        let First::Answers(entry) = self.first else { return None };
        Some(Redirect::new(self, entry))
    }
}

impl fmt::Debug for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Found").field(&self.redirect()).finish()
    }
}
