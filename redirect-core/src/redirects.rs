//! A compiled table of redirects, and the iterator over its rules.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use bytes::Bytes;
use http::Response;

use crate::matching::text::MAX_CHARS;
use crate::request::{Request, UrlRequest};
use crate::response::{Explanation, Found, Redirect};
use crate::table;
use crate::table::RuleIndex;
use crate::table::Table;
use crate::table::bytes::TableBytes;
use crate::table::entry::Entry;
use crate::table::layout::{Header, VERSION};
use crate::table::rule::Rule;
use crate::table::verify::InvalidTable;

/// A compiled table of redirects.
///
/// The macro `redirects!` creates one at compile time. At run time, one can be created from rules
/// (with the feature `parse`) or from bytes. A table is cheap to clone and can be shared between
/// threads.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/old" => 301 "/new",
///     "/blog/{slug}" => 308 "/articles/{slug}",
/// };
///
/// let request = http::Request::get("/blog/hello").body(()).unwrap();
/// let response: http::Response<String> = SITE.respond(&request).unwrap();
/// assert_eq!(response.status(), 308);
/// assert_eq!(response.headers()["location"], "/articles/hello");
/// ```
#[derive(Clone)]
pub struct Redirects {
    bytes: TableBytes,
}

impl Redirects {
    /// A table without rules.
    ///
    /// ```
    /// use redirects::Redirects;
    ///
    /// assert_eq!(Redirects::EMPTY.rules().len(), 0);
    /// ```
    pub const EMPTY: Redirects =
        Redirects { bytes: TableBytes::from_static(&table::layout::EMPTY) };

    /// The greatest number of characters of a path that rules match: 8,192, where a `%XX` counts as
    /// one character.
    ///
    /// No rule of any kind matches a longer path, so the application responds. A table is therefore
    /// not access control: rules with 410, 451 or a maintenance page do not apply to longer paths
    /// either. Most servers reject them by default.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/{*path}" => 410 };
    ///
    /// let longest = format!("/{}", "a".repeat(Redirects::MAX_PATH_CHARS - 1));
    /// assert!(SITE.get(&longest).redirect().is_some());
    /// assert!(SITE.get(&format!("{longest}a")).redirect().is_none());
    ///
    /// let encoded = format!("/{}", "%61".repeat(Redirects::MAX_PATH_CHARS - 1));
    /// assert!(SITE.get(&encoded).redirect().is_some());
    /// ```
    pub const MAX_PATH_CHARS: usize = MAX_CHARS;

    /// Creates a table from bytes that the macro wrote. The version is compared at compile time.
    #[doc(hidden)]
    pub const fn from_static(bytes: &'static [u8]) -> Redirects {
        let version = Header::version_of(bytes);
        assert!(version.is_some(), "not a table of redirects");
        assert!(
            matches!(version, Some(VERSION)),
            "redirect-macros and redirect-core are of different versions"
        );
        Redirects { bytes: TableBytes::from_static(bytes) }
    }

    /// Creates a table from bytes that the compiler wrote, without verifying them.
    #[doc(hidden)]
    pub fn from_built(bytes: Vec<u8>) -> Redirects {
        Redirects { bytes: Bytes::from(bytes).into() }
    }

    /// Creates a table from the bytes that [`to_bytes`](Redirects::to_bytes) returned, and verifies
    /// all of them.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidTable`] if the bytes are not a table, or are a table of another version.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// let site = redirects! { "/old" => 301 "/new" };
    /// let restored = Redirects::from_bytes(site.to_bytes())?;
    /// assert_eq!(restored.rules().len(), 1);
    /// assert!(Redirects::from_bytes("some text").is_err());
    /// # Ok::<(), redirects::InvalidTable>(())
    /// ```
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Redirects, InvalidTable> {
        Redirects::verified(bytes.into())
    }

    fn verified(bytes: Bytes) -> Result<Redirects, InvalidTable> {
        table::verify::verify(&bytes)?;
        Ok(Redirects { bytes: bytes.into() })
    }

    /// Returns the bytes of the table, without copying them.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let restored = Redirects::try_from(SITE.to_bytes())?;
    /// assert_eq!(restored.to_bytes(), SITE.to_bytes());
    /// # Ok::<(), redirects::InvalidTable>(())
    /// ```
    pub fn to_bytes(&self) -> Bytes {
        self.bytes.to_bytes()
    }

    /// Returns the first rule, in declaration order, that matches `request`. Does not allocate.
    ///
    /// Never matches CORS preflights (browsers reject redirected preflights), `CONNECT`, or
    /// `OPTIONS *`.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     PUT "/uploads/{id}" => 308 "/files/{id}",
    /// };
    ///
    /// let request = http::Request::put("/uploads/7").body("...").unwrap();
    /// match SITE.find(&request).redirect() {
    ///     Some(redirect) => assert_eq!(redirect.location().unwrap(), "/files/7"),
    ///     None => unreachable!("the application would respond"),
    /// }
    /// ```
    ///
    /// The result borrows from the table and from the request. Values that borrow from the table
    /// alone, such as a [`Rule`], outlive the request.
    #[inline]
    pub fn find<'t, 'r>(&'t self, request: &'r impl Request) -> Found<'t, 'r> {
        Found::new(&self.bytes, request)
    }

    /// Returns the first rule that matches a GET request for `url` without header fields: a lookup
    /// for tests.
    ///
    /// `url` is a path with an optional query, or an absolute URL, which also determines the scheme
    /// and host of the request. It is matched like the URL of any request, so that `/caf%C3%A9`
    /// matches a rule for `/café`. Text that is not a valid [`http::Uri`] matches no rule.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/blog/{slug}" => 308 "/articles/{slug}",
    ///     "/{*path}" if scheme == "http" => 308 "https://example.com/{path}",
    /// };
    ///
    /// let location = |url| SITE.get(url).redirect().and_then(|redirect| redirect.location());
    /// assert_eq!(location("/blog/x?y=1").unwrap(), "/articles/x?y=1");
    /// assert_eq!(location("http://example.com/a").unwrap(), "https://example.com/a");
    /// assert_eq!(location("https://example.com/a"), None);
    /// assert_eq!(location("not a URL"), None);
    /// ```
    pub fn get<'t, 'r>(&'t self, url: &'r str) -> Found<'t, 'r> {
        match UrlRequest::parse(url) {
            Some(request) => Found::new(&self.bytes, request),
            None => Found::none(&self.bytes),
        }
    }

    /// Explains the response to `request`: the rules that were considered, in declaration order,
    /// each with the first part of it that does not match, and the rule that responds. For people
    /// and tests; a lookup with [`find`](Redirects::find) is much faster.
    ///
    /// A rule is considered if its source matches the path, or would match it with another final
    /// slash, case or capture. If the path has no rule of its own, up to three rules with a similar
    /// path are considered too. See [`Explanation::rules`].
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     PUT "/old" => 308 "/upload",
    ///     "/old" if host == "b.example" => 302 "https://a.example/old",
    ///     "/old/" => 301 "/new",
    /// };
    ///
    /// let request = http::Request::get("https://a.example/old").body(()).unwrap();
    /// let text = SITE.explain(&request).to_string();
    /// assert!(text.contains("the method is GET"));
    /// assert!(text.contains(r#"`host == "b.example"` is false: the value is `a.example`"#));
    /// assert!(text.contains("the final slash differs; `slash: either` ignores it"));
    /// assert!(text.ends_with("no rule matches: the application responds"));
    /// ```
    pub fn explain<'t, 'r>(&'t self, request: &'r impl Request) -> Explanation<'t, 'r> {
        Explanation::new(&self.bytes, request)
    }

    /// Returns the response of the first rule that matches `request`, with an empty body. Returns
    /// `None` if no rule matches or if that rule passes.
    ///
    /// This is [`find`](Redirects::find) followed by [`Redirect::into_response`]. The type of the
    /// body must be given if nothing else determines it.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let request = http::Request::get("/old").body(()).unwrap();
    /// let response: Option<http::Response<()>> = SITE.respond(&request);
    /// assert_eq!(response.unwrap().status(), 301);
    /// ```
    #[must_use = "a response has no effect until it is returned to the client"]
    pub fn respond<B: Default>(&self, request: &impl Request) -> Option<Response<B>> {
        self.find(request).redirect().map(Redirect::into_response)
    }

    /// Returns all rules, in declaration order.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/c" => 302 "/d" };
    ///
    /// let sources: Vec<_> = SITE.rules().map(|rule| rule.source()).collect();
    /// assert_eq!(sources, ["/a", "/c"]);
    /// ```
    pub fn rules(&self) -> Rules<'_> {
        let table = Table::new(&self.bytes);
        Rules { table, range: 0..table.len() }
    }
}

impl Default for Redirects {
    /// Returns [`Redirects::EMPTY`].
    fn default() -> Redirects {
        Redirects::EMPTY
    }
}

/// Formats only the number of rules, since a table may have thousands.
impl fmt::Debug for Redirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirects").field("rules", &self.rules().len()).finish_non_exhaustive()
    }
}

impl From<&Redirects> for Redirects {
    /// Clones the table, which is cheap.
    fn from(redirects: &Redirects) -> Redirects {
        redirects.clone()
    }
}

impl From<Redirects> for Bytes {
    /// Returns the bytes of the table, as [`Redirects::to_bytes`] does.
    fn from(redirects: Redirects) -> Bytes {
        redirects.to_bytes()
    }
}

/// Implements `TryFrom` for the argument types of [`Redirects::from_bytes`].
macro_rules! try_from_bytes {
    ($($bytes:ty),*) => {$(
        impl TryFrom<$bytes> for Redirects {
            type Error = InvalidTable;

            /// Creates a table from its bytes, as [`Redirects::from_bytes`] does.
            fn try_from(bytes: $bytes) -> Result<Redirects, InvalidTable> {
                Redirects::from_bytes(bytes)
            }
        }
    )*};
}

try_from_bytes!(Bytes, Vec<u8>, &'static [u8]);

#[expect(clippy::into_iter_without_iter, reason = "`rules` is the method")]
impl<'t> IntoIterator for &'t Redirects {
    type Item = Rule<'t>;
    type IntoIter = Rules<'t>;

    fn into_iter(self) -> Rules<'t> {
        self.rules()
    }
}

/// An iterator over the rules of a table, in declaration order.
///
/// [`Redirects::rules`] creates it.
///
/// ```
/// use redirects::{Redirects, Rules, redirects};
///
/// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/c" => 302 "/d", "/e" => 410 };
///
/// let mut rules: Rules<'static> = SITE.rules();
/// assert_eq!(rules.next().unwrap().source(), "/a");
/// assert_eq!(rules.next_back().unwrap().source(), "/e");
/// assert_eq!(rules.len(), 1);
///
/// for rule in &SITE {
///     assert!(rule.source().starts_with('/'));
/// }
/// ```
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Rules<'t> {
    table: Table<'t>,
    range: Range<usize>,
}

impl<'t> Rules<'t> {
    fn rule(&self, index: usize) -> Option<Rule<'t>> {
        let entry = Entry::from_rule(self.table, RuleIndex::new(index))?;
        Some(Rule::new(self.table, entry, entry.record(self.table)?))
    }
}

impl<'t> Iterator for Rules<'t> {
    type Item = Rule<'t>;

    fn next(&mut self) -> Option<Rule<'t>> {
        let index = self.range.next()?;
        self.rule(index)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<Rule<'t>> {
        let index = self.range.nth(n)?;
        self.rule(index)
    }
}

impl<'t> DoubleEndedIterator for Rules<'t> {
    fn next_back(&mut self) -> Option<Rule<'t>> {
        let index = self.range.next_back()?;
        self.rule(index)
    }
}

impl ExactSizeIterator for Rules<'_> {}

impl FusedIterator for Rules<'_> {}

impl fmt::Debug for Rules<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
