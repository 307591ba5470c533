//! The rules of a table as they were declared.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::FusedIterator;
use std::str::SplitTerminator;

use http::StatusCode;

use crate::action::cache_control::CachePolicy;
use crate::action::location::Part;
use crate::matching::canonical::FinalSlash;
use crate::table::entry::Entry;
use crate::table::record::{Record, RecordField};
use crate::table::rule_text::{capture_names, conditions_in_order};
use crate::table::{RuleIndex, Table};

/// A rule as it was declared, for logs, statistics and tests.
///
/// It borrows from the table alone: a rule of a `static` table is a `Rule<'static>`. Its `Display`
/// implementation formats it in the macro's syntax. Rules are equal if they have the same position
/// in equal tables, so two rules with the same declaration are different.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     GET | PUT "/blog/{slug}" => 308 "/articles/{slug}" { query: drop },
/// };
///
/// let rule = SITE.rules().next().unwrap();
/// let declared = r#"GET | PUT "/blog/{slug}" => 308 "/articles/{slug}" { query: drop }"#;
/// assert_eq!(rule.to_string(), declared);
/// ```
#[derive(Clone, Copy)]
pub struct Rule<'t> {
    pub(super) table: Table<'t>,
    pub(super) entry: Entry,
    pub(super) record: Record<'t>,
}

impl<'t> Rule<'t> {
    fn rule_index(&self) -> RuleIndex {
        self.entry.rule(self.table).unwrap_or(RuleIndex::new(0))
    }

    pub(crate) fn new(table: Table<'t>, entry: Entry, record: Record<'t>) -> Rule<'t> {
        Rule { table, entry, record }
    }

    /// Formats the options in braces, or nothing if all have their defaults.
    fn fmt_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = " { ";
        let mut option = |option: fmt::Arguments<'_>| {
            write!(f, "{separator}{option}")?;
            separator = ", ";
            Ok(())
        };
        if !self.keeps_query() {
            option(format_args!("query: drop"))?;
        }
        match self.record.cache() {
            CachePolicy::Default => {}
            CachePolicy::MaxAge(seconds) => option(format_args!("cache: {seconds}s"))?,
            CachePolicy::NoStore => option(format_args!("cache: none"))?,
            CachePolicy::Unset => option(format_args!("cache: unset"))?,
            CachePolicy::Declared(_) => option(format_args!("cache: {:?}", self.declared_cache()))?,
        }
        let mode = self.record.mode();
        let urls = self.table.canonical_urls();
        let has_canonical_slash =
            urls.is_some_and(|urls| urls.form.final_slash != FinalSlash::Keep);
        if mode.optional_slash && !has_canonical_slash {
            option(format_args!("slash: either"))?;
        }
        if mode.ignore_case {
            option(format_args!("case: ignore"))?;
        }
        for (name, value) in self.fields() {
            option(format_args!("header[\"{name}\"]: {value:?}"))?;
        }
        if separator == ", " { write!(f, " }}") } else { Ok(()) }
    }

    /// Returns the value of `Cache-Control` if the rule declares its directives.
    fn declared_cache(&self) -> &'t str {
        let CachePolicy::Declared(offset) = self.record.cache() else { return "" };
        self.table.text_at(offset).map_or("", |span| self.table.text(span))
    }

    fn text(&self, field: RecordField) -> &'t str {
        self.table.text(self.record.span(field))
    }

    /// Returns the index of the rule, from 0, in declaration order.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/c" => 302 "/d" };
    ///
    /// let mut hits = vec![0; SITE.rules().len()];
    /// if let Some(rule) = SITE.get("/c").rule() {
    ///     hits[rule.index()] += 1;
    /// }
    /// assert_eq!(hits, [0, 1]);
    /// ```
    pub fn index(&self) -> usize {
        self.rule_index().get()
    }

    /// Returns the methods that the rule names; none if it matches all methods.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { PUT | POST "/form" => 303 "/closed" };
    ///
    /// let rule = SITE.rules().next().unwrap();
    /// assert!(rule.methods().eq(["PUT", "POST"]));
    /// ```
    pub fn methods(&self) -> Methods<'t> {
        Methods(self.text(RecordField::Methods).split_terminator('|'))
    }

    /// Returns the source: the pattern of the paths that the rule matches.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
    ///
    /// assert_eq!(SITE.get("/blog/hello").rule().unwrap().source(), "/blog/{slug}");
    /// ```
    pub fn source(&self) -> &'t str {
        self.record.source(self.table)
    }

    /// Returns the conditions, with `&&` between them; an empty string if there are none.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/a" if host == "example.com" && !cookie["beta"] => 302 "/b",
    /// };
    ///
    /// let rule = SITE.rules().next().unwrap();
    /// assert_eq!(rule.conditions(), r#"host == "example.com" && !cookie["beta"]"#);
    /// ```
    pub fn conditions(&self) -> &'t str {
        self.text(RecordField::ConditionsText)
    }

    /// Returns the status of the response; `None` for `pass`, which leaves the request to the
    /// application.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/health" => pass };
    ///
    /// let status = |path| SITE.get(path).rule().unwrap().status();
    /// assert_eq!(status("/a"), Some(http::StatusCode::MOVED_PERMANENTLY));
    /// assert_eq!(status("/health"), None);
    /// ```
    pub fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.record.status()).ok()
    }

    /// Returns the target; `None` for a response without a `Location`.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a/{b}" => 301 "/c/{b}", "/gone" => 410 };
    ///
    /// assert_eq!(SITE.get("/a/1").rule().unwrap().target(), Some("/c/{b}"));
    /// assert_eq!(SITE.get("/gone").rule().unwrap().target(), None);
    /// ```
    pub fn target(&self) -> Option<&'t str> {
        non_empty(self.text(RecordField::Target))
    }

    /// Returns whether the option `chain: flatten` replaced the target with the end of its chain.
    /// [`target`](Rule::target) is still the declared one; [`status`](Rule::status) is that of the
    /// response.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     default { chain: flatten }
    ///     "/a" => 301 "/b",
    ///     "/b" => 301 "/c",
    /// };
    ///
    /// let flattened = |url| SITE.get(url).rule().unwrap().is_flattened();
    /// assert!(flattened("/a"));
    /// assert!(!flattened("/b"));
    /// ```
    pub fn is_flattened(&self) -> bool {
        self.record.is_flattened()
    }

    /// Returns the target that the response is built from, with the names of its captures in
    /// braces.
    pub(crate) fn flattened_target(&self) -> Option<String> {
        if let Some(location) = self.record.static_location(self.table) {
            return Some(String::from_utf8_lossy(location).into_owned());
        }
        let mut names = capture_names(self.source());
        for condition in conditions_in_order(self.conditions()) {
            names.extend(capture_names(condition));
        }
        let mut text = Vec::new();
        let mut before_parameter: &[u8] = b"";
        for part in self.record.template(self.table) {
            match part {
                Part::Literal(literal) => text.extend_from_slice(literal),
                Part::Capture(_, index) => {
                    let name = names.get(index).copied().unwrap_or_default();
                    text.extend_from_slice(format!("{{{name}}}").as_bytes());
                }
                Part::Path => {}
                Part::Slash => text.push(b'/'),
                Part::Query => text.push(b'?'),
                Part::Parameter => {
                    text.extend_from_slice(before_parameter);
                    before_parameter = b"&";
                }
                Part::RequestUri => text.extend_from_slice(b"{request_uri}"),
                Part::RequestHost => text.extend_from_slice(b"{request_host}"),
                Part::Fragment => text.push(b'#'),
            }
        }
        (!text.is_empty()).then(|| String::from_utf8_lossy(&text).into_owned())
    }

    /// Returns whether the location keeps the request's query.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/a" => 301 "/b",
    ///     "/search" => 301 "/find" { query: drop },
    /// };
    ///
    /// assert!(SITE.get("/a").rule().unwrap().keeps_query());
    /// assert!(!SITE.get("/search").rule().unwrap().keeps_query());
    /// ```
    pub fn keeps_query(&self) -> bool {
        !self.record.drops_query()
    }

    /// Returns the fields that the option `header` adds to the response, each with its value. Names
    /// are in lower case.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/old" => 301 "/new" { header["X-Robots-Tag"]: "noindex" },
    /// };
    ///
    /// let rule = SITE.get("/old").rule().unwrap();
    /// assert!(rule.fields().eq([("x-robots-tag", "noindex")]));
    /// ```
    pub fn fields(&self) -> impl Iterator<Item = (&'t str, &'t str)> + Clone + use<'t> {
        let table = self.table;
        table.fields(self.record).map(move |(name, value)| (table.text(name), table.text(value)))
    }

    /// Returns the doc comment on the rule, without comment markers.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     /// Renamed in 2024.
    ///     "/old" => 301 "/new",
    /// };
    ///
    /// assert_eq!(SITE.get("/old").rule().unwrap().doc(), Some("Renamed in 2024."));
    /// ```
    pub fn doc(&self) -> Option<&'t str> {
        non_empty(self.text(RecordField::Doc))
    }

    /// Returns the location of the declaration in the source code or in the rule file; `None` if
    /// the compiler does not reveal it to macros, as before Rust 1.88.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let rule = SITE.rules().next().unwrap();
    /// if let Some(location) = rule.source_location() {
    ///     println!("{rule} is declared at {location}");
    /// }
    /// ```
    pub fn source_location(&self) -> Option<SourceLocation<'t>> {
        let column = self.record.column();
        let line = self.table.line(self.rule_index());
        let is_known = line > 0 && column > 0;
        is_known.then(|| SourceLocation::new(self.text(RecordField::File), line, column))
    }
}

/// Returns a text, or `None` if it is empty.
fn non_empty(text: &str) -> Option<&str> {
    if text.is_empty() { None } else { Some(text) }
}

impl PartialEq for Rule<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.entry == other.entry
            && (std::ptr::eq(self.table.bytes, other.table.bytes)
                || self.table.bytes == other.table.bytes)
    }
}

impl Eq for Rule<'_> {}

impl Hash for Rule<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entry.0.hash(state);
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for method in self.methods() {
            write!(f, "{separator}{method}")?;
            separator = " | ";
        }
        let space = if separator.is_empty() { "" } else { " " };
        write!(f, "{space}\"{}\"", self.source())?;
        if !self.conditions().is_empty() {
            write!(f, " if {}", self.conditions())?;
        }
        match self.status() {
            None => write!(f, " => pass")?,
            Some(status) => write!(f, " => {}", status.as_u16())?,
        }
        if let Some(target) = self.target() {
            write!(f, " \"{target}\"")?;
        }
        self.fmt_options(f)
    }
}

impl fmt::Debug for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({self})")
    }
}

/// An iterator over the methods that a rule names.
///
/// [`Rule::methods`] creates it.
///
/// ```
/// use redirects::{Methods, Redirects, redirects};
///
/// static SITE: Redirects = redirects! { PUT | POST "/form" => 303 "/closed", "/a" => 301 "/b" };
///
/// let methods: Vec<Methods<'static>> = SITE.rules().map(|rule| rule.methods()).collect();
/// assert!(methods[0].clone().eq(["PUT", "POST"]));
/// assert_eq!(methods[1].clone().next(), None);
/// ```
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Methods<'t>(SplitTerminator<'t, char>);

impl<'t> Iterator for Methods<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<'t> DoubleEndedIterator for Methods<'t> {
    fn next_back(&mut self) -> Option<&'t str> {
        self.0.next_back()
    }
}

impl FusedIterator for Methods<'_> {}

/// A location in the source code or in a rule file.
///
/// It displays as `file:line:column`, or as `line:column` for text that does not come from a file.
/// Locations are ordered by file, line and column.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// let location = SITE.rules().next().unwrap().source_location().unwrap();
/// let (file, line, column) = (location.file().unwrap(), location.line(), location.column());
/// assert_eq!(location.to_string(), format!("{file}:{line}:{column}"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourceLocation<'a> {
    /// Empty for text that does not come from a file.
    file: &'a str,
    line: u32,
    column: u32,
}

impl<'a> SourceLocation<'a> {
    /// Creates a location; an empty `file` stands for text that does not come from a file.
    #[doc(hidden)]
    pub const fn new(file: &'a str, line: u32, column: u32) -> SourceLocation<'a> {
        SourceLocation { file, line, column }
    }

    /// Returns the path of the file, as the compiler shows it in its messages; `None` for text that
    /// does not come from a file.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let location = SITE.rules().next().unwrap().source_location().unwrap();
    /// assert!(location.file().unwrap().ends_with(".rs"));
    /// ```
    pub fn file(&self) -> Option<&'a str> {
        non_empty(self.file)
    }

    /// Returns the line, from 1.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// assert!(SITE.rules().next().unwrap().source_location().unwrap().line() > 0);
    /// ```
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Returns the column in characters, from 1.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// assert!(SITE.rules().next().unwrap().source_location().unwrap().column() > 0);
    /// ```
    pub fn column(&self) -> u32 {
        self.column
    }
}

impl fmt::Display for SourceLocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.file.is_empty() { "" } else { ":" };
        write!(f, "{}{colon}{}:{}", self.file, self.line, self.column)
    }
}
