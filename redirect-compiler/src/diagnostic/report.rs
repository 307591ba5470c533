//! The faults of a file, as they are reported.

use std::fmt;

use crate::diagnostic::Fault;
use crate::diagnostic::FaultName;
use crate::syntax::document::Document;
use redirect_core::Redirects;
use redirect_core::SourceLocation;

/// What is wrong with rules that were read at run time: every fault, in the order of the lines.
/// It displays as one text, a fault after the other.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let faults = Loader::new(Format::Netlify).parse("/old new\n/a /b\n").unwrap_err();
/// let fault = faults.iter().next().unwrap();
/// assert_eq!(fault.place().to_string(), "1:6");
/// assert_eq!(fault.name().as_str(), "bad_target");
/// assert!(fault.text().ends_with("help: write `/new`\nnote: this is `bad_target`"));
/// assert_eq!(faults.valid_rules().rules().len(), 1);
/// ```
#[derive(Clone)]
pub struct Faults(Report);

impl Faults {
    /// The faults, in the order of the lines. There is at least one.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.0.faults.iter()
    }

    /// The table of the rules without fault, for those who would rather serve some than none.
    pub fn valid_rules(&self) -> &Redirects {
        &self.0.valid_rules
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.faults.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            write!(f, "{line}{fault}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Faults {}

/// Rules that were read at run time, and all that the compiler says of them.
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) faults: Vec<Diagnostic>,
    pub(crate) valid_rules: Redirects,
    pub(crate) undecided: usize,
}

impl Report {
    /// The faults, in the order of the lines.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// The table of the rules without fault.
    pub fn valid_rules(&self) -> &Redirects {
        &self.valid_rules
    }

    /// How many questions of rules together were too much work: whether a rule is reached, sends a
    /// request in a cycle, or is redirected again. What is not decided is no fault.
    pub fn undecided(&self) -> usize {
        self.undecided
    }

    /// The table.
    ///
    /// # Errors
    ///
    /// The faults, if there are any.
    pub fn into_result(self) -> Result<Redirects, Faults> {
        if self.faults.is_empty() { Ok(self.valid_rules) } else { Err(Faults(self)) }
    }
}

/// One fault of a file. It displays as `line:column: text`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    place: SourceLocation<'static>,
    name: FaultName,
    text: String,
}

impl Diagnostic {
    pub(crate) fn new(fault: &Fault, document: &Document<'_>) -> Diagnostic {
        let place = fault.place(document);
        let place = SourceLocation::new("", place.line(), place.column());
        Diagnostic { place, name: fault.name(), text: fault.text(document) }
    }

    /// The line and column that it is about.
    pub fn place(&self) -> SourceLocation<'static> {
        self.place
    }

    /// The name of the fault.
    pub fn name(&self) -> FaultName {
        self.name
    }

    /// What is wrong, then lines that begin with `note:` and `help:`.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}
