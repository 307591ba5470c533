//! A rule that matched a request, as an owned value.

use std::fmt;

use http::StatusCode;

use crate::table::Table;
use crate::table::bytes::TableBytes;
use crate::table::entry::Entry;
use crate::table::record::Record;
use crate::table::rule::{Rule, SourceLocation};

/// The rule that matched a request, as a value that owns what it needs.
///
/// `RedirectLayer` inserts it into the extensions of each redirect, so that layers around it can
/// log and count the rule. If the rule is a `pass` rule, the layer inserts it into the extensions
/// of the request that the application receives. A request that matches no rule gets nothing.
///
/// The value shares the storage of the table, so it is cheap to create and to clone, and it keeps
/// the table alive. [`rule`](RuleMatch::rule) returns all other properties of the rule.
///
/// ```
/// use redirects::{RedirectLayer, Redirects, RuleMatch, redirects};
///
/// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
///
/// let request = http::Request::get("/blog/hello").body(()).unwrap();
/// let response = RedirectLayer::new(&SITE).on_request(&request).break_value().unwrap();
/// let rule = response.extensions().get::<RuleMatch>().unwrap();
/// assert_eq!(rule.index(), 0);
/// assert_eq!(rule.source(), "/blog/{slug}");
/// assert_eq!(rule.status(), Some(http::StatusCode::PERMANENT_REDIRECT));
/// assert_eq!(rule.rule().target(), Some("/articles/{slug}"));
/// ```
#[derive(Clone)]
pub struct RuleMatch {
    bytes: TableBytes,
    entry: Entry,
}

impl RuleMatch {
    pub(crate) fn new(bytes: &TableBytes, entry: Entry) -> RuleMatch {
        RuleMatch { bytes: bytes.clone(), entry }
    }

    /// Returns the rule.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let matched = SITE.get("/old").rule_match().unwrap();
    /// assert_eq!(matched.rule().to_string(), r#""/old" => 301 "/new""#);
    /// ```
    pub fn rule(&self) -> Rule<'_> {
        let table = Table::new(&self.bytes);
        Rule::new(table, self.entry, self.entry.record(table).unwrap_or(Record::EMPTY))
    }

    /// Returns the index of the rule, from 0, in declaration order, as [`Rule::index`] does.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/c" => 302 "/d" };
    ///
    /// assert_eq!(SITE.get("/c").rule_match().unwrap().index(), 1);
    /// ```
    pub fn index(&self) -> usize {
        self.rule().index()
    }

    /// Returns the source of the rule, as [`Rule::source`] does.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
    ///
    /// assert_eq!(SITE.get("/blog/hello").rule_match().unwrap().source(), "/blog/{slug}");
    /// ```
    pub fn source(&self) -> &str {
        self.rule().source()
    }

    /// Returns the status of the rule; `None` for `pass`.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/health" => pass };
    ///
    /// assert_eq!(SITE.get("/a").rule_match().unwrap().status().unwrap(), 301);
    /// assert_eq!(SITE.get("/health").rule_match().unwrap().status(), None);
    /// ```
    pub fn status(&self) -> Option<StatusCode> {
        self.rule().status()
    }

    /// Returns the location of the declaration, as [`Rule::source_location`] does.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let matched = SITE.get("/old").rule_match().unwrap();
    /// assert_eq!(matched.source_location(), SITE.rules().next().unwrap().source_location());
    /// ```
    pub fn source_location(&self) -> Option<SourceLocation<'_>> {
        self.rule().source_location()
    }
}

/// Formats the rule in the macro's syntax, as [`Rule`] does.
impl fmt::Display for RuleMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule().fmt(f)
    }
}

impl fmt::Debug for RuleMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleMatch({self})")
    }
}
