use std::fmt;

/// The name of a fault, as `#[allow(…)]` and the documentation have it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Name {
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
    /// A capture that chooses the host.
    OpenRedirect,
    /// An `allow` that allows nothing.
    UnusedAllow,
    /// A construct of a file's format that has no meaning here.
    Unsupported,
    /// A limit of the table.
    TooLarge,
}

impl Name {
    const ALL: [Name; 13] = [
        Name::Syntax,
        Name::BadSource,
        Name::BadTarget,
        Name::UnknownCapture,
        Name::BadStatus,
        Name::BadCondition,
        Name::BadOption,
        Name::MethodChange,
        Name::Duplicate,
        Name::OpenRedirect,
        Name::UnusedAllow,
        Name::Unsupported,
        Name::TooLarge,
    ];

    /// The name in snake case, as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Name::Syntax => "syntax",
            Name::BadSource => "bad_source",
            Name::BadTarget => "bad_target",
            Name::UnknownCapture => "unknown_capture",
            Name::BadStatus => "bad_status",
            Name::BadCondition => "bad_condition",
            Name::BadOption => "bad_option",
            Name::MethodChange => "method_change",
            Name::Duplicate => "duplicate",
            Name::OpenRedirect => "open_redirect",
            Name::UnusedAllow => "unused_allow",
            Name::Unsupported => "unsupported",
            Name::TooLarge => "too_large",
        }
    }

    pub(crate) fn all() -> impl Iterator<Item = Name> {
        Name::ALL.into_iter()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
