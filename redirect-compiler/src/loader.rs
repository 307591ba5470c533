//! Reading rules at run time.

use redirect_core::Redirects;

use crate::diagnostic::report::{Diagnostic, Faults, Report};
use crate::format::{Format, read};
use crate::pipeline::compile;
use crate::syntax::document::Document;

/// A reader of rules that are known only at run time, with the checks and the table of the macro.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let site = Loader::new(Format::Netlify).parse("/old /new\n/blog/* /articles/:splat 308\n")?;
/// assert_eq!(site.rules().len(), 2);
/// # Ok::<(), redirects::Faults>(())
/// ```
#[derive(Clone, Debug)]
pub struct Loader {
    format: Format,
}

impl Loader {
    /// Creates a loader for files of a format.
    pub fn new(format: Format) -> Loader {
        Loader { format }
    }

    /// Reads rules and compiles them.
    ///
    /// # Errors
    ///
    /// [`Faults`] with every fault of the text and, for those who want to serve it, the table of
    /// the other rules.
    pub fn parse(&self, text: &str) -> Result<Redirects, Faults> {
        self.check(text).into_result()
    }

    /// Reads rules, and returns everything that the compiler reports beside the table of the valid
    /// rules.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let checked = Loader::new(Format::Netlify).check("/a /b\n/b /c\n");
    /// assert_eq!(checked.faults()[0].name().as_str(), "chain");
    /// assert_eq!(checked.valid_rules().rules().len(), 1);
    /// assert_eq!(checked.undecided(), 0);
    /// ```
    pub fn check(&self, text: &str) -> Report {
        let mut document = Document::default();
        read(&mut document, text, self.format, "", None);
        let compiled = compile(&document);
        let undecided = compiled.undecided;
        let (table, mut faults) = (compiled.table(), compiled.faults);
        let valid_rules = table.unwrap_or_else(|fault| {
            faults.push(*fault);
            Redirects::EMPTY
        });
        let mut faults: Vec<_> =
            faults.iter().map(|fault| Diagnostic::new(fault, &document)).collect();
        faults.sort_by_key(|fault| (fault.place().line(), fault.place().column()));
        Report { faults, valid_rules, undecided }
    }
}
