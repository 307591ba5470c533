//! The answer made of what was found for a request.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, HeaderValue, InvalidHeaderValue, LOCATION, VARY};
use http::{HeaderMap, Response, StatusCode};

use crate::matching::captures::Captures;
use crate::response::Found;
use crate::response::Status;
use crate::response::cache_control::CachePolicy;
use crate::response::location::{Part, Substitution};
use crate::table::Table;
use crate::table::encoding::texts;
use crate::table::entry::Entry;
use crate::table::lookup::captured;
use crate::table::record::{Record, RecordField};
use crate::table::rule::Rule;

/// The status of a rule that answers. In a table that is sound it has one.
fn status(record: Record<'_>) -> Status {
    Status::from_u16(record.status()).unwrap_or(Status::Found)
}

/// What is said to caches with the answer of a rule.
#[inline]
fn cache_control(record: Record<'_>, status: Status) -> Option<HeaderValue> {
    let cache = match record.cache() {
        CachePolicy::Default if status.is_permanent() => CachePolicy::MaxAge(3600),
        cache => cache,
    };
    match (cache, record.is_private()) {
        (CachePolicy::Unset, _) | (CachePolicy::Default, false) => None,
        (CachePolicy::Default, true) => Some(const { HeaderValue::from_static("private") }),
        (CachePolicy::NoStore, _) => Some(const { HeaderValue::from_static("no-store") }),
        (CachePolicy::MaxAge(3600), false) => {
            Some(const { HeaderValue::from_static("max-age=3600") })
        }
        (CachePolicy::MaxAge(seconds), private) => max_age(seconds, private),
    }
}

#[inline(never)]
fn max_age(seconds: u32, private: bool) -> Option<HeaderValue> {
    let private = if private { "private, " } else { "" };
    HeaderValue::from_str(&format!("{private}max-age={seconds}")).ok()
}

/// The answer of a rule to a request: a redirection, or a 410 or 451.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// let site = redirects! { "/docs/{*page}" => 307 "https://docs.example.com/{page}" };
/// let uri = http::Uri::from_static("/docs/a/b?c=d");
/// let redirect = site.find(&uri).redirect().unwrap();
/// assert_eq!(redirect.status(), 307);
/// assert_eq!(redirect.location().unwrap(), "https://docs.example.com/a/b?c=d");
/// assert_eq!(redirect.cache_control(), None);
/// assert_eq!(redirect.rule().source(), "/docs/{*page}");
/// ```
#[derive(Clone, Copy)]
pub struct Redirect<'a> {
    found: Found<'a>,
    /// The rule that answers.
    entry: Entry,
}

impl<'a> Redirect<'a> {
    #[inline]
    pub(crate) fn new(found: Found<'a>, entry: Entry) -> Redirect<'a> {
        Redirect { found, entry }
    }

    fn table(&self) -> Table<'a> {
        Table::new(self.found.bytes)
    }

    fn record(&self) -> Record<'a> {
        self.entry.record(self.table()).unwrap_or(Record::EMPTY)
    }

    /// The status: 301, 302, 303, 307, 308, 410 or 451.
    pub fn status(&self) -> StatusCode {
        status(self.record()).code()
    }

    /// Where the client is sent (RFC 9110 §10.2.2): the target with its captures filled in and
    /// what is kept of the request's query; relative, where the target is a path. `None` for a
    /// 410 or 451.
    ///
    /// A target without captures, to which no query is added, is a view of the table and
    /// allocates nothing. Any other allocates once.
    pub fn location(&self) -> Option<HeaderValue> {
        let record = self.record();
        status(record).is_redirection().then(|| self.location_of(record))?.ok()
    }

    /// The location of a redirection, which is written where it stays: to move it before the processor
    /// has written it takes longer than to read it from the table.
    fn location_of(&self, record: Record<'a>) -> Result<HeaderValue, InvalidHeaderValue> {
        HeaderValue::from_maybe_shared(match self.literal(record) {
            Some(literal) => self.found.bytes.slice(literal),
            None => self.filled(record),
        })
    }

    /// Where the location stands in the table, if nothing of the request is part of it.
    fn literal(&self, record: Record<'a>) -> Option<Range<usize>> {
        let span = record.span(RecordField::Location);
        let adds_query = self.kept_query(record).is_some_and(|query| !query.is_empty());
        (span.len > 0 && !adds_query).then(|| self.table().range(span))?
    }

    fn kept_query(&self, record: Record<'a>) -> Option<&'a str> {
        self.found.query.filter(|_| !record.drops_query())
    }

    #[inline]
    fn filled(&self, record: Record<'a>) -> Bytes {
        let table = self.table();
        if let Some(location) = record.static_target(table) {
            return self.written(record, std::iter::once(location), &Captures::NONE);
        }
        // Captures are large: they are read again here rather than kept. A rule that was found has them.
        let mut captures = Captures::NONE;
        let Found { path, query, inputs, .. } = &self.found;
        match inputs {
            None => self.entry.capture(table, path, &mut captures),
            Some(inputs) => captured(table, self.entry, path, *query, inputs, &mut captures),
        };
        self.written(record, record.template(table), &captures)
    }

    #[inline]
    fn written<'p>(
        &self,
        record: Record<'a>,
        parts: impl Iterator<Item = Part<&'p [u8]>> + Clone,
        captures: &Captures<'_>,
    ) -> Bytes {
        let names = texts(self.table().bytes(record.span(RecordField::DroppedParameters)));
        Substitution { parts, captures }.location(self.kept_query(record), names)
    }

    /// How long caches may keep the answer (RFC 9111 §5.2.2): `max-age=3600` for the answers that
    /// some browsers would else keep for ever, a 301, 308 or 410; nothing for the others, which
    /// are not kept unless they say so; or what the rule's option `cache` says. With a condition on a field, `private` is added: the answer
    /// is for this client.
    pub fn cache_control(&self) -> Option<HeaderValue> {
        let record = self.record();
        cache_control(record, status(record))
    }

    /// The rule that answers.
    pub fn rule(&self) -> Rule<'a> {
        Rule::new(self.table(), self.entry, self.record())
    }

    /// A short note in HTML with a link to the new place, for those who want a body: RFC 9110
    /// §15.4 says that a redirection usually has one. Its type is `text/html; charset=utf-8`.
    /// `None` where there is no location. A response to HEAD has no body.
    ///
    /// ```
    /// # use redirects::redirects;
    /// let site = redirects! { "/old" => 301 "/new" };
    /// let note = site.find(&http::Uri::from_static("/old")).redirect().unwrap().note();
    /// assert!(note.unwrap().contains("<a href=\"/new\">/new</a>"));
    /// ```
    pub fn note(&self) -> Option<String> {
        let location = self.location()?;
        let escaped = escape(location.to_str().ok()?);
        let reason = self.status().canonical_reason().unwrap_or_default();
        Some(format!(
            "<!DOCTYPE html>\n<title>{reason}</title>\n<p><a href=\"{escaped}\">{escaped}</a>\n"
        ))
    }

    /// The whole response, with an empty body.
    ///
    /// ```
    /// # use redirects::redirects;
    /// let site = redirects! { "/old" => 301 "/new" };
    /// let uri = http::Uri::from_static("/old");
    /// let response: http::Response<String> = site.find(&uri).redirect().unwrap().into_response();
    /// assert_eq!(response.status(), 301);
    /// assert_eq!(response.headers()["location"], "/new");
    /// assert_eq!(response.headers()["cache-control"], "max-age=3600");
    /// ```
    #[inline]
    pub fn into_response<R: Default>(self) -> Response<R> {
        let mut response = Response::new(R::default());
        let status = self.put_fields(response.headers_mut());
        *response.status_mut() = status;
        response
    }

    /// Puts the fields of the answer among others, and gives its status.
    fn put_fields(&self, fields: &mut HeaderMap) -> StatusCode {
        let record = self.record();
        let status = status(record);
        if status.is_redirection()
            && let Ok(location) = self.location_of(record)
        {
            fields.insert(LOCATION, location);
        }
        if let Some(cache_control) = cache_control(record, status) {
            fields.insert(CACHE_CONTROL, cache_control);
        }
        if let Some(vary) = self.found.vary() {
            fields.insert(VARY, vary);
        }
        status.code()
    }
}

impl fmt::Debug for Redirect<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("status", &self.status())
            .field("location", &self.location())
            .field("rule", &self.rule())
            .finish()
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}
