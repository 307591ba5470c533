use std::fmt;

/// The name of a fault, as `#[allow(…)]` and the documentation have it.
///
/// ```
/// use redirects::{FaultName, Format, Loader};
///
/// let faults = Loader::new(Format::Netlify).parse("/a /b\n/a /c\n").unwrap_err();
/// let fault = faults.iter().next().unwrap();
/// assert_eq!(fault.name(), FaultName::Duplicate);
/// assert_eq!(fault.name().as_str(), "duplicate");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum FaultName {
    /// Not the grammar.
    Syntax,
    /// A source that is no path, or no pattern of paths.
    BadSource,
    /// A target that is no location.
    BadTarget,
    /// A capture in a target that the source does not have.
    UnknownCapture,
    /// Not the status of a redirection, nor 410 or 451.
    BadStatus,
    /// A condition that no request can meet.
    BadCondition,
    /// An option that is unknown, doubled, in the wrong place or without effect.
    BadOption,
    /// A 301 or 302 for a method that clients may change.
    MethodChange,
    /// The same source and methods as an earlier rule.
    Duplicate,
    /// Earlier rules take every request that it matches.
    Unreachable,
    /// A request that is sent cycle.
    Loop,
    /// All that it answers is redirected again.
    Chain,
    /// A capture that chooses the host.
    OpenRedirect,
    /// A file of rules that cannot be read.
    BadInclude,
    /// An assert that the table does not meet.
    FailedAssert,
    /// An `allow` that allows nothing.
    UnusedAllow,
    /// A construct of a file's format that has no meaning here.
    Unsupported,
    /// A limit of the table.
    TooLarge,
}

impl FaultName {
    const ALL: [FaultName; 18] = [
        FaultName::Syntax,
        FaultName::BadSource,
        FaultName::BadTarget,
        FaultName::UnknownCapture,
        FaultName::BadStatus,
        FaultName::BadCondition,
        FaultName::BadOption,
        FaultName::MethodChange,
        FaultName::Duplicate,
        FaultName::Unreachable,
        FaultName::Loop,
        FaultName::Chain,
        FaultName::OpenRedirect,
        FaultName::BadInclude,
        FaultName::FailedAssert,
        FaultName::UnusedAllow,
        FaultName::Unsupported,
        FaultName::TooLarge,
    ];

    /// The name in snake case, as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            FaultName::Syntax => "syntax",
            FaultName::BadSource => "bad_source",
            FaultName::BadTarget => "bad_target",
            FaultName::UnknownCapture => "unknown_capture",
            FaultName::BadStatus => "bad_status",
            FaultName::BadCondition => "bad_condition",
            FaultName::BadOption => "bad_option",
            FaultName::MethodChange => "method_change",
            FaultName::Duplicate => "duplicate",
            FaultName::Unreachable => "unreachable",
            FaultName::Loop => "loop",
            FaultName::Chain => "chain",
            FaultName::OpenRedirect => "open_redirect",
            FaultName::BadInclude => "bad_include",
            FaultName::FailedAssert => "failed_assert",
            FaultName::UnusedAllow => "unused_allow",
            FaultName::Unsupported => "unsupported",
            FaultName::TooLarge => "too_large",
        }
    }

    pub(crate) fn all() -> impl Iterator<Item = FaultName> {
        FaultName::ALL.into_iter()
    }
}

impl fmt::Display for FaultName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
