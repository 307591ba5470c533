//! A rule as it was declared.

use std::fmt;

use http::StatusCode;

use crate::response::cache_control::CachePolicy;
use crate::table::entry::Entry;
use crate::table::record::{Record, RecordField};
use crate::table::{RuleIndex, Table};

/// A rule as it was declared, for a log, a page of statistics or a test of one's own.
///
/// ```
/// # use redirects::redirects;
/// let site = redirects! {
///     /// Renamed in 2024.
///     GET | PUT "/blog/{slug}" => 308 "/articles/{slug}" { query: drop },
/// };
/// let rule = site.rules().next().unwrap();
/// assert_eq!(rule.index(), 0);
/// assert_eq!(rule.methods().collect::<Vec<_>>(), ["GET", "PUT"]);
/// assert_eq!(rule.source(), "/blog/{slug}");
/// assert_eq!(rule.status().unwrap(), 308);
/// assert_eq!(rule.target(), Some("/articles/{slug}"));
/// assert!(!rule.keeps_query());
/// assert_eq!(rule.doc(), Some("Renamed in 2024."));
/// assert!(rule.place().line > 0);
/// let written = r#"GET | PUT "/blog/{slug}" => 308 "/articles/{slug}" { query: drop }"#;
/// assert_eq!(rule.to_string(), written);
/// ```
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    table: Table<'a>,
    entry: Entry,
    record: Record<'a>,
}

impl<'a> Rule<'a> {
    pub(crate) fn new(table: Table<'a>, entry: Entry, record: Record<'a>) -> Rule<'a> {
        Rule { table, entry, record }
    }

    fn text(&self, field: RecordField) -> &'a str {
        self.table.text(self.record.span(field))
    }

    fn rule_index(&self) -> RuleIndex {
        self.entry.rule(self.table).unwrap_or(RuleIndex::new(0))
    }

    /// Its number, from 0, in the order of the source: fit for counters, one a rule.
    pub fn index(&self) -> usize {
        self.rule_index().get()
    }

    /// The methods it names, by their names; none if it takes any.
    pub fn methods(&self) -> impl Iterator<Item = &'a str> {
        self.text(RecordField::Methods).split('|').filter(|name| !name.is_empty())
    }

    /// The source: the paths that it matches.
    pub fn source(&self) -> &'a str {
        self.record.source(self.table)
    }

    /// The conditions, with `&&` between them; empty if there are none.
    pub fn conditions(&self) -> &'a str {
        self.text(RecordField::Guard)
    }

    /// What it answers with; `None` for `pass`, which leaves the request to the application.
    pub fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.record.status()).ok()
    }

    /// The target; `None` for an answer without a `Location`.
    pub fn target(&self) -> Option<&'a str> {
        Some(self.text(RecordField::Target)).filter(|target| !target.is_empty())
    }

    /// Whether the request's query is carried over.
    pub fn keeps_query(&self) -> bool {
        !self.record.drops_query()
    }

    /// The doc comment on the rule, a line each.
    pub fn doc(&self) -> Option<&'a str> {
        Some(self.text(RecordField::Doc)).filter(|doc| !doc.is_empty())
    }

    /// Where it was declared.
    pub fn place(&self) -> SourceLocation<'a> {
        let line = self.table.line(self.rule_index());
        SourceLocation {
            file: self.text(RecordField::File),
            line,
            column: self.record.numbers(RecordField::Column).0,
        }
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.text(RecordField::Methods).replace('|', " | ");
        let space = if methods.is_empty() { "" } else { " " };
        write!(f, "{methods}{space}\"{}\"", self.source())?;
        if !self.conditions().is_empty() {
            write!(f, " if {}", self.conditions())?;
        }
        write!(f, " => ")?;
        match self.status() {
            None => write!(f, "pass"),
            Some(status) => write!(f, "{}", status.as_u16()),
        }?;
        self.target().map_or(Ok(()), |target| write!(f, " \"{target}\""))?;
        let cache = match self.record.cache() {
            CachePolicy::Default => None,
            CachePolicy::MaxAge(seconds) => Some(format!("cache: {seconds}s")),
            CachePolicy::NoStore => Some("cache: none".into()),
            CachePolicy::Unset => Some("cache: unset".into()),
        };
        let mode = self.record.mode();
        let options = [
            (!self.keeps_query()).then(|| "query: drop".to_owned()),
            cache,
            mode.optional_slash.then(|| "slash: either".to_owned()),
            mode.ignore_case.then(|| "case: ignore".to_owned()),
        ];
        let options: Vec<_> = options.into_iter().flatten().collect();
        if options.is_empty() { Ok(()) } else { write!(f, " {{ {} }}", options.join(", ")) }
    }
}

impl fmt::Debug for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({self})")
    }
}

/// A place in a file of source. It displays as `file:line:column`, or as `line:column` where the
/// text had no name.
///
/// ```
/// let place = redirects::SourceLocation { file: "src/site.rs", line: 12, column: 5 };
/// assert_eq!(place.to_string(), "src/site.rs:12:5");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct SourceLocation<'a> {
    /// The path of the file as the compiler names it in its messages; empty if there is none.
    pub file: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for SourceLocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.file.is_empty() { "" } else { ":" };
        write!(f, "{}{colon}{}:{}", self.file, self.line, self.column)
    }
}
