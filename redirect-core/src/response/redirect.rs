//! The redirect of a rule that matches, and the response built from it.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, HeaderName, HeaderValue, InvalidHeaderValue, LOCATION, VARY};
use http::{HeaderMap, Response, StatusCode};

use crate::action::Status;
use crate::action::cache_control::CachePolicy;
use crate::action::location::{RequestUri, Substitution, has_final_slash, with_query};
use crate::matching::captures::Captures;
use crate::matching::text::Text;
use crate::request::authority::RequestHost;
use crate::response::Found;
use crate::table::Table;
use crate::table::bytes::TableBytes;
use crate::table::encoding::texts;
use crate::table::entry::Entry;
use crate::table::lookup::captured;
use crate::table::record::{Record, RecordField};
use crate::table::rule::Rule;

/// Returns the status of a rule that redirects. In a valid table it has one.
fn status(record: Record<'_>) -> Status {
    Status::from_u16(record.status()).unwrap_or(Status::Found)
}

/// Returns the value of `Cache-Control` for a rule's response.
#[inline]
fn cache_control(
    bytes: &TableBytes,
    record: Record<'_>,
    status: Status,
    is_private: bool,
) -> Option<HeaderValue> {
    let cache = match record.cache() {
        CachePolicy::Default if status.is_permanent() => CachePolicy::MaxAge(3600),
        cache => cache,
    };
    match (cache, is_private || record.is_private()) {
        // Shared caches must not store it, whatever is declared.
        (CachePolicy::Declared(_), _) if is_private => {
            Some(const { HeaderValue::from_static("private") })
        }
        (CachePolicy::Declared(offset), _) => {
            let table = Table::new(bytes);
            value_of(bytes, table.range(table.text_at(offset)?)?)
        }
        (CachePolicy::Unset, _) | (CachePolicy::Default, false) => None,
        (CachePolicy::Default, true) => Some(const { HeaderValue::from_static("private") }),
        (CachePolicy::NoStore, _) => Some(const { HeaderValue::from_static("no-store") }),
        (CachePolicy::MaxAge(3600), false) => {
            Some(const { HeaderValue::from_static("max-age=3600") })
        }
        (CachePolicy::MaxAge(seconds), private) => max_age(seconds, private),
    }
}

/// Returns a range of the table as the value of a field.
fn value_of(bytes: &TableBytes, range: Range<usize>) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(bytes.slice(range)).ok()
}

#[inline(never)]
fn max_age(seconds: u32, private: bool) -> Option<HeaderValue> {
    let private = if private { "private, " } else { "" };
    HeaderValue::from_str(&format!("{private}max-age={seconds}")).ok()
}

/// The response of a rule to a request: a redirect, or a 410 or 451 response.
///
/// It borrows from the table (`'t`) and from the request (`'r`). Each method computes its result
/// when it is called. The response consists of [`status`](Redirect::status),
/// [`location`](Redirect::location), [`cache_control`](Redirect::cache_control),
/// [`vary`](Redirect::vary) and [`fields`](Redirect::fields);
/// [`into_response`](Redirect::into_response) combines them.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/docs/{*page}" => 307 "https://docs.example.com/{page}",
/// };
///
/// let redirect = SITE.get("/docs/a/b?c=d").redirect().unwrap();
/// assert_eq!(redirect.status(), 307);
/// assert_eq!(redirect.location().unwrap(), "https://docs.example.com/a/b?c=d");
/// assert_eq!(redirect.cache_control(), None);
/// assert_eq!(redirect.rule().unwrap().source(), "/docs/{*page}");
/// ```
#[derive(Clone)]
#[must_use = "a redirect has no effect until it is returned to the client"]
pub struct Redirect<'t, 'r> {
    found: Found<'t, 'r>,
    /// True if shared caches must not store the response.
    is_private: bool,
}

impl<'t, 'r> Redirect<'t, 'r> {
    #[inline]
    pub(crate) fn new(found: Found<'t, 'r>) -> Redirect<'t, 'r> {
        Redirect { found, is_private: false }
    }

    /// Returns the rule that redirects, or `None` for a redirect to the canonical URL.
    #[inline]
    fn entry(&self) -> Option<Entry> {
        self.found.outcome.entry()
    }

    fn table(&self) -> Table<'t> {
        Table::new(self.found.bytes)
    }

    fn record(&self) -> Record<'t> {
        let table = self.table();
        let record = match self.entry() {
            Some(entry) => entry.record(table),
            None => table.canonical_urls().and_then(|urls| urls.record(table)),
        };
        record.unwrap_or(Record::EMPTY)
    }

    /// Returns the status of the response, given the record of the rule.
    #[inline]
    fn status_of(&self, record: Record<'t>) -> Status {
        let status = status(record);
        if self.found.outcome.correction().is_declared() {
            self.corrected_status(status)
        } else {
            status
        }
    }

    /// Returns the status of a response that may also correct the origin or the path: the weaker
    /// one of two consecutive redirects.
    #[cold]
    fn corrected_status(&self, status: Status) -> Status {
        let table = self.table();
        let is_corrected =
            self.found.outcome.correction().corrects_url() && status.is_redirection();
        let declared = table.canonical_urls().and_then(|urls| urls.record(table));
        match declared.filter(|_| is_corrected && self.entry().is_some()) {
            Some(declared) => self::status(declared).weaker(status),
            None => status,
        }
    }

    /// Returns whether the response depends on the origin of the request.
    #[doc(hidden)]
    pub fn depends_on_origin(&self) -> bool {
        self.entry().is_none() || self.found.outcome.correction().corrects_origin()
    }

    /// Adds `private` to `Cache-Control`, unless the option `cache` is `none` or `unset`.
    #[doc(hidden)]
    pub fn private(self) -> Redirect<'t, 'r> {
        Redirect { is_private: true, ..self }
    }

    /// Returns the status: 301, 302, 303, 307, 308, 410 or 451.
    ///
    /// | status | the next request | cached by default |
    /// |---|---|---|
    /// | 301, 302 | GET stays GET; POST may become GET, other methods depend on the client | 301 |
    /// | 303 | GET | no |
    /// | 307, 308 | the same method and content | 308 |
    /// | 410, 451 | none | yes |
    ///
    /// See RFC 9110 §15.4 and §15.5.11, RFC 7725 §3, and the [measured behavior of
    /// clients](../redirects/docs/clients/index.html).
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => permanent "/new", "/shut" => 410 };
    ///
    /// assert_eq!(SITE.get("/old").redirect().unwrap().status(), 308);
    /// assert_eq!(SITE.get("/shut").redirect().unwrap().status(), http::StatusCode::GONE);
    /// ```
    pub fn status(&self) -> StatusCode {
        self.status_of(self.record()).code()
    }

    /// Returns the value of `Location`: the target with its captures filled in and the query
    /// parameters that the rule carries over (RFC 9110 §10.2.2). `None` for a 410 or 451 response.
    ///
    /// The value is a relative reference if the target is a path. If the target has no captures and
    /// no query is added, the value is a view of the table, without an allocation. Otherwise, this
    /// method allocates once.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
    ///
    /// let redirect = SITE.get("/blog/hello?page=2").redirect().unwrap();
    /// assert_eq!(redirect.location().unwrap(), "/articles/hello?page=2");
    /// ```
    pub fn location(&self) -> Option<HeaderValue> {
        let record = self.record();
        status(record).is_redirection().then(|| self.location_of(record))?.ok()
    }

    /// Returns the location of a rule that has one. The value is constructed in its final place,
    /// because moving it right after it was written takes longer than reading it from the table.
    fn location_of(&self, record: Record<'t>) -> Result<HeaderValue, InvalidHeaderValue> {
        HeaderValue::from_maybe_shared(match self.static_location(record) {
            Some(range) => self.found.bytes.slice(range),
            None if self.found.outcome.correction().is_declared() => {
                self.canonical_location(record)
            }
            None => self.filled_location(record),
        })
    }

    /// Returns the range of the location in the table, if it contains nothing of the request.
    fn static_location(&self, record: Record<'t>) -> Option<Range<usize>> {
        let span = record.span(RecordField::Location);
        let adds_query = self.kept_query(record).is_some_and(|query| !query.is_empty());
        let adds_origin = self.found.outcome.correction().corrects_origin();
        (span.len > 0 && !adds_query && !adds_origin).then(|| self.table().range(span))?
    }

    fn kept_query(&self, record: Record<'t>) -> Option<&'r str> {
        if record.drops_query() { None } else { self.found.query }
    }

    #[inline]
    fn filled_location(&self, record: Record<'t>) -> Bytes {
        let table = self.table();
        if let Some(location) = record.static_location(table) {
            return with_query(location, self.kept_query(record), &self.dropped(record));
        }
        // Captures are large: they are read again here rather than kept. A rule that matched has
        // them.
        let mut captures = Captures::NONE;
        let found = &self.found;
        match (&found.inputs, self.entry()) {
            (_, None) => None,
            (None, Some(entry)) => entry.capture(table, found.path, &mut captures),
            (Some(inputs), Some(entry)) => {
                let path = Text::path(found.path);
                captured(table, entry, path, found.query, inputs, &mut captures)
            }
        };
        let parts = record.template(table);
        let final_slash = has_final_slash(found.path.as_bytes(), record.mode());
        let uri = RequestUri { path: found.path.as_bytes(), query: found.query };
        let host = self.request_host(record);
        let substitution = Substitution { parts, captures: &captures, final_slash, uri, host };
        substitution.location(self.kept_query(record), &self.dropped(record))
    }

    /// Returns the host of the request if the location contains it.
    #[inline]
    fn request_host(&self, record: Record<'t>) -> Option<RequestHost<'r>> {
        if record.has_request_host() { self.found.authority_input() } else { None }
    }

    /// Returns the location of a table that declares canonical URLs.
    #[inline(never)]
    fn canonical_location(&self, record: Record<'t>) -> Bytes {
        let (table, found) = (self.table(), &self.found);
        let Some(urls) = table.canonical_urls() else { return Bytes::new() };
        let (site, query) = (found.outcome.correction().site(urls), self.kept_query(record));
        let Some(entry) = self.entry() else { return site.absolute().url(found.path, query) };
        let dropped = self.dropped(record);
        if let Some(location) = record.static_location(table) {
            return site.with_query(location, query, &dropped);
        }
        found.outcome.correction().with_path(urls, found.path, |path| {
            let mut captures = Captures::NONE;
            match &found.inputs {
                None => entry.capture(table, found.path, &mut captures),
                Some(inputs) => captured(table, entry, path, found.query, inputs, &mut captures),
            };
            let final_slash = has_final_slash(path.raw(), record.mode());
            let parts = record.template(table);
            let uri_path = if record.has_request_uri() {
                urls.form.canonical(found.path.as_bytes())
            } else {
                Vec::new()
            };
            let uri = RequestUri { path: &uri_path, query: found.query };
            let host = self.request_host(record);
            let substitution = Substitution { parts, captures: &captures, final_slash, uri, host };
            substitution.canonical_location(query, &dropped, site)
        })
    }

    /// Returns the names of the query parameters that are not carried over.
    #[inline]
    fn dropped(&self, record: Record<'t>) -> impl Iterator<Item = &'t [u8]> + Clone + use<'t> {
        texts(self.table().bytes(record.span(RecordField::DroppedParameters)))
    }

    /// Returns the value of `Cache-Control` (RFC 9111 §5.2.2), or `None` for a response without it.
    ///
    /// The rule's option `cache` sets it. Without the option, it is `max-age=3600` for 301, 308 and
    /// 410, which some browsers would otherwise cache forever, and other statuses have no
    /// `Cache-Control`. A rule with a condition on a header field adds `private`, because the
    /// response is meant for one client. So does a rule without the option whose location contains
    /// a part of the requested host, which caches behind a proxy may not distinguish.
    /// If a condition inspected the address of the peer, the value is `private, no-store`, because
    /// no field of the request tells caches about it.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/old" => 301 "/new",
    ///     "/today" => 302 "/2026/05/01" { cache: 5m },
    /// };
    ///
    /// let cache_control = |path| SITE.get(path).redirect().unwrap().cache_control().unwrap();
    /// assert_eq!(cache_control("/old"), "max-age=3600");
    /// assert_eq!(cache_control("/today"), "max-age=300");
    /// ```
    pub fn cache_control(&self) -> Option<HeaderValue> {
        let record = self.record();
        self.cache_control_of(record, self.status_of(record))
    }

    #[inline]
    fn cache_control_of(&self, record: Record<'t>, status: Status) -> Option<HeaderValue> {
        if self.found.depends_on_peer() {
            return Some(const { HeaderValue::from_static("private, no-store") });
        }
        cache_control(self.found.bytes, record, status, self.is_private)
    }

    /// Returns the value of `Vary`: the header fields that conditions inspected, up to the rule
    /// that redirects (RFC 9110 §12.5.5). `None` if they inspected none, and `*` if they inspected
    /// the address of the peer.
    ///
    /// A response that is built by hand must include it. Otherwise, a cache may send the response
    /// to clients that another rule matches. [`into_response`](Redirect::into_response) includes
    /// it.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/home" if !cookie["beta"] => 307 "/stable",
    ///     "/old" => 301 "/new",
    /// };
    ///
    /// let vary = |path| SITE.get(path).redirect().unwrap().vary();
    /// assert_eq!(vary("/home").unwrap(), "cookie");
    /// assert_eq!(vary("/old"), None);
    /// ```
    #[inline]
    pub fn vary(&self) -> Option<HeaderValue> {
        self.found.vary()
    }

    /// Returns the fields that the rule's option `header` adds to the response, with their values.
    ///
    /// The values are views of the table, without an allocation. If the table is `static`, so are
    /// the names.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/old" => 301 "/new" { header["x-robots-tag"]: "noindex" },
    /// };
    ///
    /// let redirect = SITE.get("/old").redirect().unwrap();
    /// let (name, value) = redirect.fields().next().unwrap();
    /// assert_eq!((name.as_str(), value), ("x-robots-tag", "noindex".parse().unwrap()));
    /// assert_eq!(redirect.into_response::<()>().headers()["x-robots-tag"], "noindex");
    /// ```
    pub fn fields(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> + use<'t> {
        let (bytes, table) = (self.found.bytes, self.table());
        table.fields(self.record()).filter_map(move |(name, value)| {
            Some((bytes.field_name(table.range(name)?)?, value_of(bytes, table.range(value)?)?))
        })
    }

    /// Returns the rule that redirects. `None` for a redirect to the canonical URL, which a
    /// `canonical` declares.
    ///
    /// ```
    /// use redirects::{Redirects, Rule, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
    ///
    /// // A rule of a `static` table outlives the request.
    /// fn rule_for(path: &str) -> Option<Rule<'static>> {
    ///     SITE.get(path).redirect()?.rule()
    /// }
    /// assert_eq!(rule_for("/blog/hello").unwrap().source(), "/blog/{slug}");
    /// ```
    pub fn rule(&self) -> Option<Rule<'t>> {
        self.entry().map(|entry| Rule::new(self.table(), entry, self.record()))
    }

    /// Returns a short hypertext note with a link to the new location, as a body of type
    /// `text/html; charset=utf-8`. `None` if there is no location.
    ///
    /// RFC 9110 §15.4 recommends such a note, except in responses to HEAD, which have no content.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let note = SITE.get("/old").redirect().unwrap().note();
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

    /// Converts the redirect to a response with an empty body.
    ///
    /// The response has the fields `Location`, `Cache-Control` and `Vary`, except those without a
    /// value, and the [`fields`](Redirect::fields) of the rule.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let redirect = SITE.get("/old").redirect().unwrap();
    /// let response: http::Response<String> = redirect.into_response();
    /// assert_eq!(response.status(), 301);
    /// assert_eq!(response.headers()["location"], "/new");
    /// assert_eq!(response.headers()["cache-control"], "max-age=3600");
    /// assert_eq!(response.body(), "");
    /// ```
    #[inline]
    #[must_use = "a response has no effect until it is returned to the client"]
    pub fn into_response<B: Default>(self) -> Response<B> {
        let mut response = Response::new(B::default());
        let status = self.insert_fields(response.headers_mut());
        *response.status_mut() = status;
        response
    }

    /// Inserts the fields of the response, and returns its status.
    fn insert_fields(&self, fields: &mut HeaderMap) -> StatusCode {
        let record = self.record();
        let status = self.status_of(record);
        if status.is_redirection() {
            self.insert_location(record, fields);
        }
        if let Some(cache_control) = self.cache_control_of(record, status) {
            fields.insert(CACHE_CONTROL, cache_control);
        }
        if let Some(vary) = self.vary() {
            fields.insert(VARY, vary);
        }
        if record.fields().is_some() {
            fields.extend(self.fields());
        }
        status.code()
    }

    #[inline]
    fn insert_location(&self, record: Record<'t>, fields: &mut HeaderMap) {
        if let Ok(location) = self.location_of(record) {
            fields.insert(LOCATION, location);
        }
    }
}

/// Converts the redirect to a response with an empty body, as [`Redirect::into_response`] does.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// let response = SITE.get("/old").redirect().map(http::Response::<()>::from);
/// assert_eq!(response.unwrap().headers()["location"], "/new");
/// ```
impl<B: Default> From<Redirect<'_, '_>> for Response<B> {
    fn from(redirect: Redirect<'_, '_>) -> Response<B> {
        redirect.into_response()
    }
}

impl fmt::Debug for Redirect<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("status", &self.status())
            .field("location", &self.location())
            .field("rule", &self.rule())
            .finish()
    }
}

/// Escapes the characters that are special in HTML text and attribute values.
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
