//! The diagnostics of text that is loaded at run time.

use std::error::Error;
use std::fmt;
use std::iter::FusedIterator;
use std::slice;
use std::vec;

use redirect_compiler::syntax::{Dialect, Document, NodeId, ScopeKind};
use redirect_compiler::{Compiled, Fault, FaultName, escaped};
use redirect_core::{Redirects, SourceLocation};

/// The maximum number of diagnostics that a report keeps.
const MAX_DIAGNOSTICS: usize = 100;

/// The result of checking the text of a rule file: the diagnostics, and a table of the valid
/// rules.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let report = Loader::new(Format::Netlify).check("/a /b\n/b /c\n");
/// assert_eq!(report.diagnostics().len(), 1);
/// assert_eq!(report.valid_rules().rules().len(), 1);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a report holds the faults of the text, and the table of its valid rules"]
pub struct Report {
    /// The first diagnostics, sorted by location.
    diagnostics: Vec<Diagnostic>,
    /// The number of diagnostics after these.
    omitted: usize,
    valid_rules: Redirects,
    undecided: usize,
}

impl Report {
    /// Creates the report of a compiled document.
    pub(crate) fn of_compiled(compiled: &Compiled<'_>, document: &Document<'_>) -> Report {
        let (valid_rules, too_large) = match compiled.table() {
            Ok(table) => (table, None),
            Err(fault) => (Redirects::EMPTY, Some(*fault)),
        };
        let faults: Vec<&Fault> = compiled.faults.iter().chain(&too_large).collect();
        Report::new(&faults, document, valid_rules, compiled.undecided)
    }

    /// Creates the report of faults. Only the messages of the diagnostics to keep are rendered.
    fn new(
        faults: &[&Fault],
        document: &Document<'_>,
        valid_rules: Redirects,
        undecided: usize,
    ) -> Report {
        let mut sorted = faults.to_vec();
        sorted.sort_by_cached_key(|fault| fault.location(document));
        let kept = sorted.iter().take(MAX_DIAGNOSTICS);
        let diagnostics: Vec<_> = kept.map(|fault| Diagnostic::new(fault, document)).collect();
        let omitted = faults.len() - diagnostics.len();
        Report { diagnostics, omitted, valid_rules, undecided }
    }

    /// Returns the first 100 diagnostics, sorted by location.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let report = Loader::new(Format::Netlify).check("/a /b\nc /d\n/e f\n");
    /// let names: Vec<_> = report.diagnostics().iter().map(|d| d.name().as_str()).collect();
    /// assert_eq!(names, ["bad_source", "bad_target"]);
    /// ```
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns the number of diagnostics that the report does not keep, because it keeps only the
    /// first 100.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let report = Loader::new(Format::Netlify).check(&"invalid\n".repeat(1_000));
    /// assert_eq!(report.diagnostics().len(), 100);
    /// assert_eq!(report.omitted(), 900);
    /// ```
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// Returns the table of the valid rules.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let report = Loader::new(Format::Netlify).check("/a /b\nc /d\n");
    /// let sources: Vec<_> = report.valid_rules().rules().map(|rule| rule.source()).collect();
    /// assert_eq!(sources, ["/a"]);
    /// ```
    pub fn valid_rules(&self) -> &Redirects {
        &self.valid_rules
    }

    /// Returns the number of checks that stopped early because they exceeded their budget. These
    /// are the checks for unreachable rules, redirect loops and redirect chains. An undecided check
    /// is not a fault.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// assert_eq!(Loader::new(Format::Netlify).check("/a /b\n").undecided(), 0);
    /// ```
    pub fn undecided(&self) -> usize {
        self.undecided
    }

    /// Returns the table if there are no diagnostics.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let report = Loader::new(Format::Netlify).check("/a /b\n");
    /// assert_eq!(report.into_result()?.rules().len(), 1);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the diagnostics, along with the table of the valid rules, if there are any.
    pub fn into_result(self) -> Result<Redirects, Diagnostics> {
        if self.diagnostics.is_empty() { Ok(self.valid_rules) } else { Err(Diagnostics(self)) }
    }
}

/// An error returned by [`Loader::parse`](crate::Loader::parse) and
/// [`RuleList::build`](crate::RuleList::build): one or more diagnostics, sorted by location.
/// Formatting it with `Display` prints the first 100 of them, and the number of the others.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let diagnostics = Loader::new(Format::Netlify).parse("/old new\n/a /b\n").unwrap_err();
/// for diagnostic in &diagnostics {
///     eprintln!("_redirects:{diagnostic}");
/// }
/// assert!(diagnostics.to_string().starts_with("1:6: target `new` must start with `/`"));
/// ```
#[derive(Clone)]
pub struct Diagnostics(Report);

impl Diagnostics {
    /// Returns an iterator over the first 100 diagnostics, sorted by location.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let diagnostics = Loader::new(Format::Netlify).parse("a /b\n/c d\n").unwrap_err();
    /// let lines: Vec<_> = diagnostics.iter().map(|d| d.location().unwrap().line()).collect();
    /// assert_eq!(lines, [1, 2]);
    /// ```
    pub fn iter(&self) -> DiagnosticIter<'_> {
        self.into_iter()
    }

    /// Returns the number of diagnostics after the first 100.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let text = "invalid\n".repeat(1_000);
    /// let diagnostics = Loader::new(Format::Netlify).parse(&text).unwrap_err();
    /// assert_eq!(diagnostics.omitted(), 900);
    /// assert!(diagnostics.to_string().ends_with("\nand 900 more"));
    /// ```
    pub fn omitted(&self) -> usize {
        self.0.omitted
    }

    /// Returns the table of the valid rules, for applications that would rather serve some rules
    /// than none.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let site = Loader::new(Format::Netlify)
    ///     .parse("/a /b\nc /d\n")
    ///     .unwrap_or_else(|diagnostics| diagnostics.valid_rules().clone());
    /// assert_eq!(site.rules().len(), 1);
    /// ```
    pub fn valid_rules(&self) -> &Redirects {
        &self.0.valid_rules
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = DiagnosticIter<'a>;

    fn into_iter(self) -> DiagnosticIter<'a> {
        DiagnosticIter(self.0.diagnostics.iter())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = DiagnosticIntoIter;

    fn into_iter(self) -> DiagnosticIntoIter {
        DiagnosticIntoIter(self.0.diagnostics.into_iter())
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{diagnostic}")?;
        }
        match self.omitted() {
            0 => Ok(()),
            omitted => write!(f, "\nand {omitted} more"),
        }
    }
}

/// Formats like [`Display`](fmt::Display), so that `unwrap` prints readable diagnostics.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Diagnostics {}

/// A fault (an error or a lint) in the rules. Formatting it with `Display` prints
/// `line:column: text`. For rules of a [`RuleList`](crate::RuleList), it prints the index and the
/// text of the rule in place of the line and the column.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let diagnostics = Loader::new(Format::Netlify).parse("/old new\n").unwrap_err();
/// let diagnostic = diagnostics.iter().next().unwrap();
/// assert_eq!(diagnostic.location().unwrap().to_string(), "1:6");
/// assert_eq!(diagnostic.name().as_str(), "bad_target");
/// assert!(diagnostic.text().ends_with("help: write `/new`\nnote: error `bad_target`"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    location: Option<SourceLocation<'static>>,
    built: Option<Built>,
    name: FaultName,
    text: String,
}

/// The place of a fault in rules that Rust code builds.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Built {
    /// The index of the rule, unless the fault is in a list.
    rule: Option<usize>,
    /// A description of the rule or the list.
    description: String,
}

/// The maximum number of characters of a rule that a diagnostic quotes.
const MAX_QUOTED: usize = 200;

impl Built {
    fn new(fault: &Fault, document: &Document<'_>) -> Option<Built> {
        match fault.node {
            NodeId::Rule(id) => {
                let rule = document.rule(id);
                (rule.dialect == Dialect::Built).then(|| {
                    let text = rule.to_string();
                    let end = text.char_indices().nth(MAX_QUOTED).map(|(end, _)| end);
                    let quoted = escaped(&text[..end.unwrap_or(text.len())]);
                    let dots = if end.is_some() { "…" } else { "" };
                    let description = format!("rule {} (`{quoted}{dots}`)", id.index());
                    Built { rule: Some(id.index()), description }
                })
            }
            NodeId::Scope(id) => {
                // The options of a loader are those of an include.
                let kind = |id| &document.scope(id).kind;
                (!matches!(kind(id), ScopeKind::Include(_))).then(|| {
                    let prefix = document.scopes_around(fault.node).find_map(|id| match kind(id) {
                        ScopeKind::Group(prefix) => prefix.as_deref(),
                        ScopeKind::Default | ScopeKind::Include(_) | ScopeKind::Canonical(_) => {
                            None
                        }
                    });
                    let description = match prefix {
                        _ if matches!(kind(id), ScopeKind::Canonical(_)) => "canonical URLs".into(),
                        Some(prefix) => format!("list of rules under `{}`", escaped(prefix)),
                        None => "list of rules".into(),
                    };
                    Built { rule: None, description }
                })
            }
            NodeId::Line(_) | NodeId::Assertion(_) | NodeId::Constant(_) => None,
        }
    }
}

impl Diagnostic {
    pub(crate) fn new(fault: &Fault, document: &Document<'_>) -> Diagnostic {
        // The loader gets text, not a file, so the location has no file name.
        let location = fault
            .location(document)
            .map(|location| SourceLocation::new("", location.line(), location.column()));
        let (name, text) = (fault.name(), fault.text(document));
        Diagnostic { location, built: Built::new(fault, document), name, text }
    }

    /// Returns the line and column of the fault, or `None` if the fault is in the loader's own
    /// options or in a [`RuleList`](crate::RuleList).
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let diagnostics = Loader::new(Format::Tsv).parse("/a\t/b\n/c\td\n").unwrap_err();
    /// let location = diagnostics.iter().next().unwrap().location().unwrap();
    /// assert_eq!((location.line(), location.column()), (2, 4));
    /// ```
    pub fn location(&self) -> Option<SourceLocation<'static>> {
        self.location
    }

    /// Returns the index of the rule, from 0, in the order in which a
    /// [`RuleList`](crate::RuleList) contains its rules and those of its groups. Returns `None` if
    /// the rules are text, or if the fault is in a list.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let rules = [RuleBuilder::gone("/a"), RuleBuilder::gone("b")];
    /// let diagnostics = RuleList::from_iter(rules).build().unwrap_err();
    /// assert_eq!(diagnostics.iter().next().unwrap().rule_index(), Some(1));
    /// ```
    pub fn rule_index(&self) -> Option<usize> {
        self.built.as_ref()?.rule
    }

    /// Returns the name of the fault.
    ///
    /// ```
    /// use redirects::{FaultName, Format, Loader};
    ///
    /// let diagnostics = Loader::new(Format::Netlify).parse("/a /b 200\n").unwrap_err();
    /// assert_eq!(diagnostics.iter().next().unwrap().name(), FaultName::Unsupported);
    /// ```
    pub fn name(&self) -> FaultName {
        self.name
    }

    /// Returns the message: one sentence, followed by lines that start with `note:` or `help:`.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let diagnostics = Loader::new(Format::Netlify).parse("old /new\n").unwrap_err();
    /// let text = diagnostics.iter().next().unwrap().text();
    /// assert_eq!(text.lines().next(), Some("source `old` must start with `/`"));
    /// ```
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = self.location {
            write!(f, "{location}: ")?;
        }
        if let Some(built) = &self.built {
            write!(f, "{}: ", built.description)?;
        }
        f.write_str(&self.text)
    }
}

impl Error for Diagnostic {}

/// An iterator over diagnostics. Created by [`Diagnostics::iter`].
///
/// ```
/// use redirects::{DiagnosticIter, Format, Loader};
///
/// let diagnostics = Loader::new(Format::Netlify).parse("a /b\nc /d\n").unwrap_err();
/// let iter: DiagnosticIter<'_> = diagnostics.iter();
/// assert_eq!(iter.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct DiagnosticIter<'a>(slice::Iter<'a, Diagnostic>);

/// An owning iterator over diagnostics. Created by iterating over [`Diagnostics`] by value.
///
/// ```
/// use redirects::{DiagnosticIntoIter, Format, Loader};
///
/// let diagnostics = Loader::new(Format::Netlify).parse("a /b\n").unwrap_err();
/// let mut iter: DiagnosticIntoIter = diagnostics.into_iter();
/// assert_eq!(iter.next().unwrap().name().as_str(), "bad_source");
/// ```
#[derive(Clone, Debug)]
pub struct DiagnosticIntoIter(vec::IntoIter<Diagnostic>);

impl<'a> Iterator for DiagnosticIter<'a> {
    type Item = &'a Diagnostic;

    fn next(&mut self) -> Option<&'a Diagnostic> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl Iterator for DiagnosticIntoIter {
    type Item = Diagnostic;

    fn next(&mut self) -> Option<Diagnostic> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl DoubleEndedIterator for DiagnosticIter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back()
    }
}

impl DoubleEndedIterator for DiagnosticIntoIter {
    fn next_back(&mut self) -> Option<Diagnostic> {
        self.0.next_back()
    }
}

impl ExactSizeIterator for DiagnosticIter<'_> {}
impl ExactSizeIterator for DiagnosticIntoIter {}
impl FusedIterator for DiagnosticIter<'_> {}
impl FusedIterator for DiagnosticIntoIter {}
