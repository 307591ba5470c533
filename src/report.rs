//! The diagnostics of text that is loaded at run time.

use std::error::Error;
use std::fmt;
use std::iter::FusedIterator;
use std::slice;
use std::vec;

use redirect_compiler::syntax::Document;
use redirect_compiler::{Fault, FaultName};
use redirect_core::{Redirects, SourceLocation};

/// The result of checking a text: its diagnostics, and the table of the valid rules.
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
    diagnostics: Vec<Diagnostic>,
    valid_rules: Redirects,
    undecided: usize,
}

impl Report {
    pub(crate) fn new(
        mut diagnostics: Vec<Diagnostic>,
        valid_rules: Redirects,
        undecided: usize,
    ) -> Report {
        diagnostics.sort_by_key(Diagnostic::location);
        Report { diagnostics, valid_rules, undecided }
    }

    /// Returns the diagnostics, sorted by location.
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

/// An error returned by [`Loader::parse`](crate::Loader::parse): one or more diagnostics, sorted by
/// location. Formatting it with `Display` prints all of them.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let diagnostics = Loader::new(Format::Netlify).parse("/old new\n/a /b\n").unwrap_err();
/// for diagnostic in &diagnostics {
///     eprintln!("_redirects:{diagnostic}");
/// }
/// assert!(diagnostics.to_string().starts_with("1:6: a target must start with `/`"));
/// ```
#[derive(Clone)]
pub struct Diagnostics(Report);

impl Diagnostics {
    /// Returns an iterator over the diagnostics, sorted by location.
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
        Ok(())
    }
}

/// Formats like [`Display`](fmt::Display), so that `unwrap` prints readable diagnostics.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Diagnostics {}

/// A fault in a text. Formatting it with `Display` prints `line:column: text`.
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
    name: FaultName,
    text: String,
}

impl Diagnostic {
    pub(crate) fn new(fault: &Fault, document: &Document<'_>) -> Diagnostic {
        // The loader gets text, not a file, so the location has no file name.
        let location = fault
            .location(document)
            .map(|location| SourceLocation::new("", location.line(), location.column()));
        Diagnostic { location, name: fault.name(), text: fault.text(document) }
    }

    /// Returns the line and column of the fault, or `None` if the fault is in the loader's own
    /// options.
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
    /// assert_eq!(text.lines().next(), Some("a source must start with `/`"));
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
