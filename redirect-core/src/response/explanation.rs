//! The explanation of a response: the rules that were considered, and why they match or do not.

#[cfg(feature = "json")]
mod json;

use std::fmt;

use crate::matching::text::Text;
use crate::request::{RequestRef, is_never_matched, is_preflight};
use crate::response::Found;
use crate::response::canonical::inspect;
use crate::table::Table;
use crate::table::bytes::TableBytes;
use crate::table::entry::Entry;
use crate::table::lookup::inspection::RuleMismatch;
use crate::table::lookup::path_difference::PathDifference;
use crate::table::rule::Rule;
use crate::table::rule_text::{capture_names, conditions_in_order};

/// The explanation of the response to a request.
///
/// [`Redirects::explain`](crate::Redirects::explain) creates it. Its `Display` implementation
/// formats it for people, on several lines.
///
/// ```
/// use redirects::{Mismatch, Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/blog/{slug}" if host == "old.example" => 301 "https://new.example/{slug}",
///     "/blog/{slug}" => 308 "/articles/{slug}",
/// };
///
/// let request = http::Request::get("https://new.example/blog/x").body(()).unwrap();
/// let explanation = SITE.explain(&request);
/// let [first, second] = explanation.rules() else { unreachable!("two rules match the path") };
/// assert!(matches!(
///     first.mismatch(),
///     Some(Mismatch::Condition { condition: r#"host == "old.example""#, value: Some(host) })
///         if host == "new.example"
/// ));
/// assert_eq!(second.mismatch(), None);
/// assert_eq!(explanation.found().rule(), Some(second.rule()));
/// ```
#[derive(Clone)]
pub struct Explanation<'t, 'r> {
    found: Found<'t, 'r>,
    method: &'r str,
    exemption: Option<Exemption>,
    rules: Vec<ConsideredRule<'t>>,
    path: &'r str,
    query: Option<&'r str>,
    canonical_path: Option<String>,
}

/// The reason why no rule matches a request, whatever the rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Exemption {
    /// The method is `CONNECT`.
    Connect,
    /// The request target is not a path, as in `OPTIONS *`.
    NoPath,
    /// The request is a CORS preflight. Browsers reject redirected preflights.
    Preflight,
    /// The path has more than [`MAX_PATH_CHARS`](crate::Redirects::MAX_PATH_CHARS) characters.
    LongPath,
}

/// A rule that was considered for a request.
#[derive(Clone, Debug)]
pub struct ConsideredRule<'t> {
    rule: Rule<'t>,
    mismatch: Option<Mismatch<'t>>,
    is_decided_by_path: bool,
}

/// The first part of a rule that does not match a request. The path is compared first, then the
/// method, then each condition, then the location.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Mismatch<'t> {
    /// The path is similar to one that the source matches. At most two characters differ.
    SimilarPath,
    /// Only the final slash of the path differs, which the option `slash: either` ignores.
    FinalSlash,
    /// Only the case of letters in the path differs, which the option `case: ignore` ignores.
    Case,
    /// The regular expression of a capture does not match.
    Regex {
        /// The name of the capture.
        capture: &'t str,
        /// Its value, as the request spells it.
        value: String,
    },
    /// A capture would have a value that no capture has: one with a dot segment, or one that begins
    /// with a slash, in any encoding.
    CaptureValue,
    /// The rule names other methods.
    Method,
    /// A condition is false.
    Condition {
        /// The condition.
        condition: &'t str,
        /// The value of its subject; `None` if the request has none.
        value: Option<String>,
    },
    /// The target would contain a value that is not safe there, such as a dot in the label of a
    /// host, or that the request lacks, such as a valid host.
    Location,
}

impl Exemption {
    fn of<'r>(request: impl RequestRef<'r>) -> Option<Exemption> {
        if !is_never_matched(request) {
            let is_too_long = Text::path(request.path()).is_too_long();
            return is_too_long.then_some(Exemption::LongPath);
        }
        Some(match request.method() {
            "CONNECT" => Exemption::Connect,
            "OPTIONS" if request.path().starts_with('/') && is_preflight(request) => {
                Exemption::Preflight
            }
            _ => Exemption::NoPath,
        })
    }
}

impl<'t, 'r> Explanation<'t, 'r> {
    pub(crate) fn new(bytes: &'t TableBytes, request: impl RequestRef<'r>) -> Explanation<'t, 'r> {
        let exemption = Exemption::of(request);
        let table = Table::new(bytes);
        let mut rules = Vec::new();
        if exemption.is_none() {
            for (entry, mismatch) in inspect(table, request) {
                rules.extend(ConsideredRule::new(table, entry, mismatch));
            }
        }
        Explanation {
            found: Found::new(bytes, request),
            method: request.method(),
            exemption,
            rules,
            path: request.path(),
            query: request.query(),
            canonical_path: canonical_path(table, request.path()),
        }
    }

    /// Returns the canonical path of the request, if the table declares canonical URLs and the path
    /// of the request differs. Rules are compared with the canonical path.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     canonical 308 { origin: "https://example.com", slash: strip, case: lower }
    ///     "/old" => 301 "/new",
    /// };
    ///
    /// let request = http::Uri::from_static("https://example.com/Old/");
    /// let explanation = SITE.explain(&request);
    /// assert_eq!(explanation.canonical_path(), Some("/old"));
    /// assert_eq!(explanation.rules()[0].mismatch(), None);
    /// ```
    pub fn canonical_path(&self) -> Option<&str> {
        self.canonical_path.as_deref()
    }

    /// Returns the result of the lookup, as [`Redirects::find`](crate::Redirects::find) does.
    pub fn found(&self) -> &Found<'t, 'r> {
        &self.found
    }

    /// Returns the reason why no rule is considered for the request, if there is one.
    ///
    /// ```
    /// use redirects::{Exemption, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/{*path}" => 410 };
    ///
    /// let request = http::Request::connect("example.com:443").body(()).unwrap();
    /// assert_eq!(SITE.explain(&request).exemption(), Some(Exemption::Connect));
    /// ```
    pub fn exemption(&self) -> Option<Exemption> {
        self.exemption
    }

    /// Returns the rules that were considered, in declaration order. The last one is the rule that
    /// matches, if there is one: no later rule is considered.
    ///
    /// These are the rules
    ///
    /// * whose source matches the path;
    /// * whose source would match the path with another final slash, with other case, or if its
    ///   captures had no regular expressions and could have any value;
    /// * whose source is similar to the path: at most two characters differ, and at most a quarter
    ///   of those of the source outside of captures. Only the three most similar ones are listed,
    ///   and none if the rule that matches has a source without captures.
    ///
    /// A rule with optional segments is listed only if its source matches the path.
    pub fn rules(&self) -> &[ConsideredRule<'t>] {
        &self.rules
    }
}

fn canonical_path(table: Table<'_>, path: &str) -> Option<String> {
    let form = table.canonical_urls()?.form;
    if form.is_canonical(path.as_bytes()) {
        return None;
    }
    String::from_utf8(form.canonical(path.as_bytes())).ok()
}

impl<'t> ConsideredRule<'t> {
    fn new(
        table: Table<'t>,
        entry: Entry,
        mismatch: Option<RuleMismatch>,
    ) -> Option<ConsideredRule<'t>> {
        let rule = Rule::new(table, entry, entry.record(table)?);
        Some(ConsideredRule {
            rule,
            mismatch: mismatch.map(|mismatch| Mismatch::new(&rule, mismatch)),
            is_decided_by_path: entry.is_unconditional(table),
        })
    }

    /// Returns the rule.
    pub fn rule(&self) -> Rule<'t> {
        self.rule
    }

    /// Returns the first part of the rule that does not match; `None` for the rule that matches.
    pub fn mismatch(&self) -> Option<&Mismatch<'t>> {
        self.mismatch.as_ref()
    }

    /// Returns whether the compiler proved that the path alone, or with the host, decides whether
    /// the rule matches: it has no other conditions, and its location is safe for all values of its
    /// captures. A lookup skips these checks.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/a/{x}" if query["y"] => 301 "/b/{x}",
    ///     "/a/{x}" => 301 "/c/{x}",
    /// };
    ///
    /// let request = http::Uri::from_static("/a/1");
    /// let explanation = SITE.explain(&request);
    /// let decided: Vec<_> =
    ///     explanation.rules().iter().map(|considered| considered.is_decided_by_path()).collect();
    /// assert_eq!(decided, [false, true]);
    /// ```
    pub fn is_decided_by_path(&self) -> bool {
        self.is_decided_by_path
    }
}

impl<'t> Mismatch<'t> {
    fn new(rule: &Rule<'t>, mismatch: RuleMismatch) -> Mismatch<'t> {
        match mismatch {
            RuleMismatch::Path(PathDifference::Similar(_)) => Mismatch::SimilarPath,
            RuleMismatch::Path(PathDifference::FinalSlash) => Mismatch::FinalSlash,
            RuleMismatch::Path(PathDifference::Case) => Mismatch::Case,
            RuleMismatch::Path(PathDifference::CaptureValue) => Mismatch::CaptureValue,
            RuleMismatch::Path(PathDifference::Regex(index, value)) => {
                let names = capture_names(rule.source());
                Mismatch::Regex { capture: names.get(index).copied().unwrap_or_default(), value }
            }
            RuleMismatch::Method => Mismatch::Method,
            RuleMismatch::Condition { position, value } => {
                let conditions = conditions_in_order(rule.conditions());
                let condition = conditions.get(position).copied().unwrap_or(rule.conditions());
                Mismatch::Condition { condition, value }
            }
            RuleMismatch::Location => Mismatch::Location,
        }
    }
}

impl fmt::Display for Exemption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Exemption::Connect => "no rule matches a CONNECT request",
            Exemption::NoPath => "no rule matches a request without a path",
            Exemption::Preflight => "no rule matches a CORS preflight",
            Exemption::LongPath => "no rule matches such a long path",
        })
    }
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::SimilarPath => f.write_str("the path is similar, but not the same"),
            Mismatch::FinalSlash => {
                f.write_str("the final slash differs; `slash: either` ignores it")
            }
            Mismatch::Case => f.write_str("the case of letters differs; `case: ignore` ignores it"),
            Mismatch::Regex { capture, value } => write!(
                f,
                "the regular expression of `{{{capture}}}` does not match `{}`",
                value.escape_debug()
            ),
            Mismatch::CaptureValue => f.write_str(
                "a capture cannot contain `.` or `..` as a segment, or begin with a slash",
            ),
            Mismatch::Method => f.write_str("the method does not match"),
            Mismatch::Condition { condition, value } => {
                write!(f, "`{condition}` is false: ")?;
                match value {
                    Some(value) => write!(f, "the value is `{}`", value.escape_debug()),
                    None => f.write_str("the request has no value"),
                }
            }
            Mismatch::Location => {
                f.write_str("a value of the request is missing or not safe in the target")
            }
        }
    }
}

impl fmt::Display for Explanation<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.escape_debug(), self.path.escape_debug())?;
        if let Some(query) = self.query {
            write!(f, "?{}", query.escape_debug())?;
        }
        if let Some(path) = &self.canonical_path {
            write!(f, "\n  the canonical path is `{}`", path.escape_debug())?;
        }
        for considered in &self.rules {
            write!(f, "\n  {}", considered.rule)?;
            if let Some(location) = considered.rule.source_location() {
                write!(f, "\n    declared at {location}")?;
            }
            match &considered.mismatch {
                Some(Mismatch::Method) => {
                    let method = self.method.escape_debug();
                    write!(f, "\n    does not match: the method is {method}")?;
                }
                Some(mismatch) => write!(f, "\n    does not match: {mismatch}")?,
                None => considered.fmt_match(f)?,
            }
        }
        self.fmt_outcome(f)
    }
}

impl ConsideredRule<'_> {
    /// Formats what the compiler did to the rule that matches.
    fn fmt_match(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\n    matches")?;
        if self.rule.is_flattened() {
            let target = self.rule.flattened_target().unwrap_or_default();
            write!(f, "\n    `chain: flatten` replaced the target with `{target}`")?;
        }
        if self.is_decided_by_path {
            f.write_str("\n    proved: the path, with the host if the rule has one, decides")?;
        }
        Ok(())
    }
}

impl Explanation<'_, '_> {
    /// Formats the last line: the response.
    fn fmt_outcome(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(exemption) = self.exemption {
            return write!(f, "\n{exemption}: the application responds");
        }
        let Some(redirect) = self.found.clone().redirect() else {
            let reason =
                if self.found.rule().is_some() { "the rule passes" } else { "no rule matches" };
            return write!(f, "\n{reason}: the application responds");
        };
        if redirect.rule().is_none() {
            f.write_str("\nno rule matches: `canonical` redirects to the canonical URL")?;
        } else if self.found.outcome.correction().corrects_url() {
            f.write_str("\n`canonical`: the response also corrects the URL of the request")?;
        }
        write!(f, "\nresponse: {}", redirect.status().as_u16())?;
        if let Some(location) = redirect.location() {
            write!(f, " {}", String::from_utf8_lossy(location.as_bytes()))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("found", &self.found)
            .field("exemption", &self.exemption)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
