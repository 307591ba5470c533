//! The table of redirects, as a program holds it.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use http::{Request as HttpRequest, Response};

use crate::request::Request;
use crate::response::Found;
use crate::response::Redirect;
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
/// It is made by the macro `redirects!` when the program is compiled, or from rules or bytes at
/// run time. It is cheap to clone and can be shared between threads.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
/// assert!(SITE.find(&http::Uri::from_static("/old")).redirect().is_some());
/// ```
#[derive(Clone)]
pub struct Redirects {
    bytes: TableBytes,
}

impl Redirects {
    /// The table without rules.
    ///
    /// ```
    /// assert_eq!(redirects::Redirects::EMPTY.rules().len(), 0);
    /// ```
    pub const EMPTY: Redirects =
        Redirects { bytes: TableBytes::from_static(&table::layout::EMPTY) };

    /// A table that the macro wrote. The version is compared when the program is compiled.
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

    /// A table from the bytes that [`to_bytes`](Redirects::to_bytes) gave. All of it is verified.
    ///
    /// # Errors
    ///
    /// [`InvalidTable`] where the bytes are no table, or one of another version.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// let site = redirects! { "/old" => 301 "/new" };
    /// let again = Redirects::from_bytes(site.to_bytes())?;
    /// assert_eq!(again.rules().len(), 1);
    /// assert!(Redirects::from_bytes("no table").is_err());
    /// # Ok::<(), redirects::InvalidTable>(())
    /// ```
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Redirects, InvalidTable> {
        let bytes: Bytes = bytes.into();
        table::verify::verify(&bytes)?;
        Ok(Redirects { bytes: bytes.into() })
    }

    /// The bytes of the table, without a copy.
    pub fn to_bytes(&self) -> Bytes {
        self.bytes.to_bytes()
    }

    /// The first rule, in the order they are written, that matches the request. It allocates
    /// nothing.
    ///
    /// Never answered are a CORS preflight, whose redirection browsers refuse, CONNECT, and
    /// `OPTIONS *`.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     PUT "/uploads/{id}" => 303 "/uploads/{id}/receipt",
    /// };
    ///
    /// let request = http::Request::put("/uploads/7").body("...").unwrap();
    /// match SITE.find(&request).redirect() {
    ///     Some(redirect) => assert_eq!(redirect.location().unwrap(), "/uploads/7/receipt"),
    ///     None => unreachable!("the application would answer"),
    /// }
    /// ```
    #[inline]
    pub fn find<'a>(&'a self, request: &'a impl Request) -> Found<'a> {
        Found::of(&self.bytes, request)
    }

    /// The response of the first rule that matches the request and redirects it, with an empty
    /// body: [`find`](Redirects::find) and [`Redirect::into_response`] in one. The type of the body
    /// is the caller's to say, where nothing else does.
    ///
    /// ```
    /// # use redirects::redirects;
    /// let site = redirects! { "/old" => 301 "/new" };
    /// let request = http::Request::get("/old").body(()).unwrap();
    /// let response: Option<http::Response<()>> = site.respond(&request);
    /// assert_eq!(response.unwrap().status(), 301);
    /// ```
    pub fn respond<B, R: Default>(&self, request: &HttpRequest<B>) -> Option<Response<R>> {
        self.find(request).redirect().map(Redirect::into_response)
    }

    /// All rules, as they were declared.
    ///
    /// ```
    /// # use redirects::redirects;
    /// let site = redirects! { "/a" => 301 "/b", "/c" => 302 "/d" };
    /// let sources: Vec<_> = site.rules().map(|rule| rule.source()).collect();
    /// assert_eq!(sources, ["/a", "/c"]);
    /// ```
    pub fn rules(&self) -> impl ExactSizeIterator<Item = Rule<'_>> {
        let table = Table::new(&self.bytes);
        Rules { table, rules: 0..table.len() }
    }
}

impl Default for Redirects {
    fn default() -> Redirects {
        Redirects::EMPTY
    }
}

impl fmt::Debug for Redirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rules()).finish()
    }
}

struct Rules<'a> {
    table: Table<'a>,
    rules: Range<usize>,
}

impl<'a> Iterator for Rules<'a> {
    type Item = Rule<'a>;

    fn next(&mut self) -> Option<Rule<'a>> {
        let entry = Entry::of_rule(self.table, RuleIndex::new(self.rules.next()?))?;
        Some(Rule::new(self.table, entry, entry.record(self.table)?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rules.size_hint()
    }
}

impl ExactSizeIterator for Rules<'_> {}
