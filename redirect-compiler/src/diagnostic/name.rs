//! The names of faults. Several messages can share a name.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use crate::diagnostic::nearest;

/// Declares the names of faults. Each row has the variant, its text, and `true` if `#[allow(…)]`
/// can silence at least one fault of that name. A test compares the latter with the rows in
/// `render`.
macro_rules! fault_names {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $allowable:literal;)*) => {
        /// The name of a fault (an error or a lint), as in `#[allow(…)]` and the documentation.
        ///
        /// ```
        /// use redirects::{FaultName, Format, Loader};
        ///
        /// let diagnostics = Loader::new(Format::Netlify).parse("/a /b\n/a /c\n").unwrap_err();
        /// let diagnostic = diagnostics.iter().next().unwrap();
        /// assert_eq!(diagnostic.name(), FaultName::Duplicate);
        /// assert_eq!(diagnostic.name().as_str(), "duplicate");
        /// assert_eq!("duplicate".parse(), Ok(FaultName::Duplicate));
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum FaultName {
            $($(#[$doc])* $variant,)*
        }

        /// The names, each with its text and with `true` if it can be allowed.
        const NAMES: &[(FaultName, &str, bool)] =
            &[$((FaultName::$variant, $text, $allowable),)*];
    };
}

fault_names! {
    /// Text that does not follow the grammar.
    Syntax = "syntax", false;
    /// A source that is not a path or a pattern of paths.
    BadSource = "bad_source", false;
    /// A target that is not a valid location, or that clients interpret in an unexpected way.
    BadTarget = "bad_target", true;
    /// A capture in a target that the rule does not declare.
    UnknownCapture = "unknown_capture", false;
    /// A status that is neither a redirect nor 410 or 451.
    BadStatus = "bad_status", false;
    /// A condition that is invalid, or that no request can meet.
    BadCondition = "bad_condition", false;
    /// An option that is unknown, duplicate, misplaced or without effect.
    BadOption = "bad_option", false;
    /// A 301 or 302 for a method that clients may change.
    MethodChange = "method_change", true;
    /// The same source, methods and conditions as an earlier rule.
    Duplicate = "duplicate", true;
    /// A rule whose requests are all matched by earlier rules.
    Unreachable = "unreachable", true;
    /// A request that is redirected forever.
    Loop = "loop", true;
    /// A rule whose responses all lead to another redirect.
    Chain = "chain", true;
    /// A question about rules together that no proof decides.
    Undecided = "undecided", true;
    /// A capture that determines the host.
    OpenRedirect = "open_redirect", true;
    /// A constant that is unused, or whose name or value is invalid.
    BadConstant = "bad_constant", false;
    /// An included file that cannot be read.
    BadInclude = "bad_include", false;
    /// An assertion that the table does not meet.
    FailedAssert = "failed_assert", false;
    /// An `#[allow(…)]` that has no effect.
    UnusedAllow = "unused_allow", false;
    /// A construct of a file format that a table cannot express.
    Unsupported = "unsupported", true;
    /// A rule or a table that exceeds a limit.
    TooLarge = "too_large", false;
    /// Syntax of another language that would be literal text.
    ForeignSyntax = "foreign_syntax", true;
}

impl FaultName {
    fn row(self) -> (FaultName, &'static str, bool) {
        NAMES[self as usize]
    }

    /// Returns every name.
    ///
    /// ```
    /// use redirects::FaultName;
    ///
    /// assert!(FaultName::all().any(|name| name.as_str() == "open_redirect"));
    /// ```
    pub fn all() -> impl ExactSizeIterator<Item = FaultName> {
        NAMES.iter().map(|(name, ..)| *name)
    }

    /// Returns the name in snake case, as in `#[allow(…)]`.
    ///
    /// ```
    /// use redirects::FaultName;
    ///
    /// assert_eq!(FaultName::MethodChange.as_str(), "method_change");
    /// ```
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// Returns whether `#[allow(…)]` can silence faults of this name, or at least some of them.
    ///
    /// ```
    /// use redirects::FaultName;
    ///
    /// assert!(FaultName::Chain.is_allowable());
    /// assert!(!FaultName::BadSource.is_allowable());
    /// ```
    pub fn is_allowable(self) -> bool {
        self.row().2
    }

    /// Returns the anchor of the section that explains the fault, in `docs/faults.md` and in the
    /// module `docs::faults`.
    ///
    /// ```
    /// use redirects::FaultName;
    ///
    /// let page = "https://docs.rs/redirects/latest/redirects/docs/faults/index.html";
    /// assert_eq!(format!("{page}#{}", FaultName::Loop.docs_anchor()), format!("{page}#loop"));
    /// ```
    pub fn docs_anchor(self) -> &'static str {
        self.as_str()
    }

    /// Parses a name. A misspelled name is parsed as the one that it resembles most.
    pub(crate) fn guess(text: &str) -> Option<FaultName> {
        match text.parse() {
            Ok(name) => Some(name),
            Err(_) => FaultName::nearest(text)?.parse().ok(),
        }
    }

    /// Returns the text of the name that resembles `text` most.
    pub(crate) fn nearest(text: &str) -> Option<String> {
        let mut known = Vec::new();
        for (_, name, _) in NAMES {
            known.push(*name);
        }
        nearest(text, known.iter().copied())
    }
}

impl fmt::Display for FaultName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for FaultName {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl FromStr for FaultName {
    type Err = UnknownFaultName;

    fn from_str(text: &str) -> Result<FaultName, UnknownFaultName> {
        for (name, known, _) in NAMES {
            if *known == text {
                return Ok(*name);
            }
        }
        Err(UnknownFaultName(()))
    }
}

/// The error returned when a [`FaultName`] is parsed from an unknown name.
///
/// ```
/// use redirects::FaultName;
///
/// let error = "no_such_name".parse::<FaultName>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown fault name");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownFaultName(());

impl fmt::Display for UnknownFaultName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown fault name")
    }
}

impl Error for UnknownFaultName {}
