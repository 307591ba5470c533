//! The faults of rules: one enum for each family, and one variant for each message.
//!
//! The row of a variant, with its name and its text, is in the file of its family in `render`.

use crate::syntax::document::Unreadable;
use crate::syntax::ids::RuleId;
use crate::syntax::rule::OptionPlacement;
use redirect_core::internals::Status;

/// A fault, by its family.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FaultKind {
    /// A line of a file.
    Line(LineFault),
    /// An included file.
    Include(IncludeFault),
    /// The text of a source, a target or the value of a condition.
    Text(TextFault),
    Source(SourceFault),
    /// The regular expression of a capture.
    Shape(ShapeFault),
    Target(TargetFault),
    Status(StatusFault),
    Method(MethodFault),
    Condition(ConditionFault),
    Option(OptionFault),
    /// A rule that is valid, but probably a mistake.
    Lint(LintFault),
    /// A fault that rules have together.
    Analysis(AnalysisFault),
    /// An `#[allow(…)]`.
    Allow(AllowFault),
    TooLarge(Limit),
    Assertion(AssertionFault),
}

/// A fault of a line of a file that is not a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LineFault {
    MissingTarget,
    /// A status without a target, such as 410, which a line cannot have.
    StatusWithoutTarget {
        source: String,
        status: String,
    },
    /// The tab between source and target is missing.
    MissingTab,
    /// A field follows the status.
    ExtraField(String),
    /// An arrow separates source and target.
    Arrow(String),
    /// A construct of the format that a table cannot express.
    Unsupported {
        construct: String,
        reason: &'static str,
        /// The way to express it in the macro, if there is one.
        help: Option<&'static str>,
    },
}

/// A fault of an included file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum IncludeFault {
    Unreadable {
        file: String,
        reason: Unreadable,
    },
    UnknownFormat {
        name: String,
        nearest: Option<String>,
        known: Vec<&'static str>,
    },
    /// Neither the name of the file nor an `as` determines the format.
    UndeterminedFormat {
        file: String,
        known: Vec<&'static str>,
    },
}

/// A fault of a text that can contain captures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum TextFault {
    UnclosedBrace,
    UnopenedBrace,
    UnnamedCapture,
    UnclosedShape,
    /// The text between the braces is not a name.
    CaptureName(String),
    ReservedName(String),
    DuplicateCapture(String),
    /// Two captures without text between them.
    AdjacentCaptures,
    SecondCatchAll,
    Whitespace(char),
    ControlCharacter(char),
    PercentEncoding,
}

/// A fault of the source of a rule, or of the prefix of a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum SourceFault {
    /// A URL. The suggestion is its path, with a condition on its host.
    Url {
        suggestion: Option<String>,
    },
    MissingSlash(String),
    /// A regular expression for the whole path. The suggestion is a source with captures.
    Regex {
        suggestion: Option<String>,
    },
    DoubleSlash,
    /// A query string. The suggestion is the path, with conditions on the parameters.
    Query {
        suggestion: Option<String>,
    },
    Fragment,
    DotSegment,
    /// A segment that is a capture in the syntax of another router.
    ForeignSyntax {
        text: String,
        suggestion: String,
    },
    CatchAllNotAfterSlash(String),
    PrefixCapture,
    PrefixTrailingSlash,
}

/// A fault of the regular expression of a capture.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "regex"), allow(dead_code))]
pub(crate) enum ShapeFault {
    /// It is not a regular expression; the text is the error of `regex-syntax`.
    Syntax(String),
    /// It contains a character outside ASCII, but does not start with `(?u)`.
    Unicode,
    /// It contains a Unicode word boundary, which a DFA does not support.
    UnicodeWordBoundary,
    /// Its DFA exceeds the limit on its size or on the work to build it.
    TooLarge,
    /// It matches no text.
    NoValue,
    /// This compiler is built without the feature `regex`.
    #[cfg_attr(feature = "regex", allow(dead_code))]
    NoRegex,
    /// It needs the Unicode tables, and this compiler is built without the feature `unicode`.
    NoUnicodeTables,
}

/// A fault of the target of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum TargetFault {
    Missing(Status),
    Relative {
        suggestion: String,
    },
    DoubleSlash,
    /// A scheme other than `http` and `https`.
    Scheme(String),
    /// A scheme whose URLs are code or data.
    ScriptScheme(String),
    MissingHost {
        suggestion: String,
    },
    UserInfo,
    Port(String),
    Host(String),
    /// A Unicode host, which only the feature `idna` can convert to ASCII.
    UnicodeHost(String),
    /// A host that browsers replace with its normal form.
    NormalizedHost {
        host: String,
        normalized: String,
    },
    /// A host that browsers read as an IPv4 address.
    NumericHost(String),
    WhitespaceInHost,
    Backslash,
    DotSegment {
        suggestion: String,
    },
    EmptyQuery,
    SecondFragment,
    /// A capture is written with a star, which is only valid in a source.
    CatchAll(String),
    LeadingCapture,
    CaptureInScheme,
    CaptureInPort,
    /// A capture directly follows the host, without a slash between them.
    CaptureAtHostEnd,
    CaptureInParameterName {
        suggestion: String,
    },
    /// A capture whose name is reserved. The source has others.
    ReservedCapture {
        name: String,
        known: Vec<String>,
    },
    UnknownCapture {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    /// A capture in the syntax of another router.
    ForeignSyntax {
        text: String,
        suggestion: String,
    },
}

/// A fault of a status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum StatusFault {
    Unknown(String),
    /// The status of a line of a file. Such a line always has a target.
    UnknownInFile(String),
    WithTarget(String),
}

/// A fault of the methods of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum MethodFault {
    Duplicate(String),
    Connect,
}

/// A fault of a condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ConditionFault {
    UnknownSubject {
        name: String,
        nearest: Option<String>,
        /// The subjects that exist, as they are written.
        known: Vec<String>,
    },
    /// The subject is a capture of a condition. The suggestion is a condition on the value that it
    /// is captured from.
    CapturedByCondition {
        name: String,
        suggestion: Option<String>,
    },
    /// The subject does not take a name in brackets.
    UnexpectedArgument(String),
    /// The subject needs a name in brackets.
    MissingArgument(String),
    FieldName(String),
    FieldValue(String),
    HostValue(String),
    SchemeValue(String),
    LanguageValue(String),
    /// A capture always has a value.
    AlwaysPresent(String),
    EmptyList,
    CaptureNotAllowed,
    /// The `with` of an assertion does not set a single value.
    NotAnAssignment,
    Duplicate,
    /// No request meets the conditions of the rule.
    Unsatisfiable,
    /// No request meets both this condition and the other one.
    Contradiction(String),
}

/// A fault of an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum OptionFault {
    Unknown {
        name: String,
        nearest: Option<String>,
        placement: OptionPlacement,
        /// The valid options.
        known: Vec<&'static str>,
    },
    Misplaced {
        name: String,
        placement: OptionPlacement,
    },
    InvalidValue {
        name: String,
        value: String,
        expected: String,
    },
    Duplicate(String),
    NoEffect {
        name: String,
        status: String,
    },
    /// A `default` at the end of its block.
    UnusedDefault,
}

/// A rule that is valid, but probably a mistake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LintFault {
    MethodChange {
        status: Status,
        methods: String,
    },
    Duplicate {
        first: RuleId,
        same_response: bool,
    },
    /// A capture that determines the host. The domain is the public suffix after it, if any.
    OpenRedirect {
        domain: Option<String>,
    },
}

/// A fault that rules have together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum AnalysisFault {
    /// The rules that match every request that this rule matches.
    Unreachable { by: Vec<RuleId> },
    Loop {
        /// The requests, each with the rule that redirects it.
        hops: Vec<(String, RuleId)>,
        /// True if the last hop leads to the first.
        is_cycle: bool,
        fix: Option<LoopFix>,
    },
    Chain {
        /// The rules that match next.
        by: Vec<RuleId>,
        /// The path of a request that goes through the chain.
        request: String,
        /// The final URL of that request.
        end: String,
    },
}

/// An edit that breaks a loop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LoopFix {
    /// A `pass` rule for the target, before the rule.
    Pass { source: String },
    /// A condition on the scheme, for a redirect from http to https.
    Scheme { has_conditions: bool },
}

/// A fault of an `#[allow(…)]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum AllowFault {
    Unused(String),
    Unknown { name: String, nearest: Option<String> },
    NotAllowable(String),
}

/// A limit of rules and tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Limit {
    /// The bytes of a text.
    Text,
    /// The captures of a rule.
    Captures,
    /// The conditions with captures of a rule.
    ConditionCaptures,
    /// The headers, cookies and query parameters that conditions read.
    Fields,
    /// The bytes of the table.
    Table,
    /// The seeds that are tried for the perfect hash of the table.
    Seeds,
}

/// A fault of an assertion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum AssertionFault {
    /// The table responds differently; the rule is the one that matches.
    Failed { actual: String, expected: String, rule: Option<RuleId> },
    /// The path is not below the mount.
    OutsideMount(String),
}
