use crate::diagnostic::FaultName;
use crate::diagnostic::Field;
use crate::lower::options::On;
use crate::regex::ShapeFault;
use crate::syntax::document::Unreadable;
use redirect_core::internals::Status;

/// What is wrong, one for each message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FaultKind {
    // A line of a file.
    LineWithoutTarget,
    LineWithoutTab,
    LineTooLong(String),
    LineArrow(String),
    Unsupported {
        what: String,
        why: &'static str,
    },
    // A file.
    File(BadFile),
    // A source or a target.
    BraceUnclosed,
    BraceUnopened,
    CaptureEmpty,
    ShapeUnclosed,
    CaptureName(String),
    CaptureReserved(String),
    Blank(char),
    Control(char),
    Percent,
    SourceForeign {
        text: String,
        instead: String,
    },
    TargetForeign {
        text: String,
        instead: String,
    },
    // A source.
    SourceUrl,
    SourceWithoutSlash(String),
    SourceSlashes,
    SourceQuery,
    SourceFragment,
    SourceDotSegment,
    CaptureTwice(String),
    CapturesTouch,
    RestTwice,
    RestNotAfterSlash(String),
    Shape(ShapeFault),
    // The prefix of a group.
    PrefixCapture,
    PrefixSlash,
    // A target.
    TargetMissing(Status),
    TargetRelative {
        instead: String,
    },
    TargetSlashes,
    TargetScheme(String),
    TargetScript(String),
    TargetWithoutHost {
        instead: String,
    },
    TargetUserInfo,
    TargetPort(String),
    TargetHost(String),
    HostReadAs {
        host: String,
        read: String,
    },
    HostNumber(String),
    HostBlank,
    TargetBackslash,
    TargetDotSegment {
        instead: String,
    },
    TargetEmptyQuery,
    TargetFragments,
    TargetGrammar(String),
    TargetRest(String),
    CaptureWhole,
    CaptureScheme,
    CapturePort,
    CaptureEndsHost,
    CaptureInName,
    UnknownCapture {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    // A status.
    Status(String),
    StatusOfFile(String),
    StatusWithTarget(String),
    // Methods.
    MethodTwice(String),
    MethodConnect,
    MethodChange {
        status: Status,
        methods: String,
    },
    // Conditions.
    Condition(BadCondition),
    // Options.
    Option(BadOption),
    // Rules among others.
    Duplicate {
        of: usize,
        same_answer: bool,
    },
    OpenRedirect {
        domain: Option<String>,
    },
    /// The rules that take all that it matches.
    Unreachable {
        by: Vec<usize>,
    },
    /// The requests, each with the rule that takes it, and whether they come back to the first.
    Loop {
        hops: Vec<(String, usize)>,
        is_back: bool,
    },
    /// The rules that redirect again, and an example: a request, and where it ends.
    Chain {
        by: Vec<usize>,
        asked: String,
        end: String,
    },
    Allow(BadAllow),
    TooLarge(Limit),
    // Asserts.
    Assert(BadAssert),
}

/// What there may not be more of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Limit {
    /// The bytes of a text.
    Text,
    /// The captures of a rule.
    Captures,
    /// The conditions of a rule whose values are kept for their captures.
    Values,
    /// The fields that conditions look at.
    Fields,
    /// The bytes of the table.
    Table,
}

/// What is wrong with an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum BadOption {
    Unknown {
        key: String,
        nearest: Option<String>,
        here: On,
    },
    NotHere {
        key: String,
        here: On,
    },
    Value {
        key: String,
        value: String,
        expected: &'static str,
    },
    Twice(String),
    WithoutEffect {
        key: String,
        answer: String,
    },
    /// A `default` that nothing follows.
    Idle,
}

/// What is wrong with a file of rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum BadFile {
    Unreadable { file: String, why: Unreadable },
    FormatUnknown { word: String, nearest: Option<String> },
    FormatUntold(String),
}

/// What is wrong with an `#[allow]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum BadAllow {
    Unused(String),
    Unknown { name: String, nearest: Option<String> },
    Never(String),
}

/// What is wrong with an assert.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum BadAssert {
    /// What the table answers, and by which rule.
    Failed { answered: String, expected: String, rule: Option<usize> },
    /// The path is not under the mount.
    Outside(String),
}

/// What is wrong with a condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum BadCondition {
    SubjectUnknown { word: String, nearest: Option<String> },
    SubjectWithName(String),
    SubjectWithoutName(String),
    FieldName(String),
    FieldValue(String),
    HostValue(String),
    SchemeValue(String),
    LanguageValue(String),
    AlwaysPresent(String),
    InNothing,
    CaptureNotHere,
    NotSet,
    ConditionTwice,
    NeverMet,
    Contradiction(String),
}

impl FaultKind {
    pub(crate) fn name(&self, part: Field) -> FaultName {
        use FaultKind as K;
        match self {
            K::LineWithoutTarget | K::LineWithoutTab | K::LineTooLong(_) | K::LineArrow(_) => {
                FaultName::Syntax
            }
            K::File(_) => FaultName::BadInclude,
            K::Unsupported { .. } => FaultName::Unsupported,
            K::SourceUrl
            | K::SourceWithoutSlash(_)
            | K::SourceSlashes
            | K::SourceQuery
            | K::SourceFragment
            | K::SourceDotSegment
            | K::SourceForeign { .. }
            | K::PrefixCapture
            | K::PrefixSlash
            | K::RestNotAfterSlash(_) => FaultName::BadSource,
            K::UnknownCapture { .. } => FaultName::UnknownCapture,
            K::Status(_) | K::StatusOfFile(_) | K::StatusWithTarget(_) => FaultName::BadStatus,
            K::MethodTwice(_) | K::MethodConnect | K::Condition(_) | K::Shape(_) => {
                FaultName::BadCondition
            }
            K::MethodChange { .. } => FaultName::MethodChange,
            K::Option(_) => FaultName::BadOption,
            K::Duplicate { .. } => FaultName::Duplicate,
            K::OpenRedirect { .. } => FaultName::OpenRedirect,
            K::Unreachable { .. } => FaultName::Unreachable,
            K::Loop { .. } => FaultName::Loop,
            K::Chain { .. } => FaultName::Chain,
            K::Assert(_) => FaultName::FailedAssert,
            K::Allow(_) => FaultName::UnusedAllow,
            K::TooLarge(_) => FaultName::TooLarge,
            K::BraceUnclosed
            | K::BraceUnopened
            | K::CaptureEmpty
            | K::ShapeUnclosed
            | K::CaptureName(_)
            | K::CaptureReserved(_)
            | K::CaptureTwice(_)
            | K::CapturesTouch
            | K::RestTwice
            | K::Blank(_)
            | K::Control(_)
            | K::Percent => match part {
                Field::Source => FaultName::BadSource,
                Field::ConditionValue(..) => FaultName::BadCondition,
                _ => FaultName::BadTarget,
            },
            K::TargetMissing(_)
            | K::TargetForeign { .. }
            | K::TargetRelative { .. }
            | K::TargetSlashes
            | K::TargetScheme(_)
            | K::TargetScript(_)
            | K::TargetWithoutHost { .. }
            | K::TargetUserInfo
            | K::TargetPort(_)
            | K::TargetHost(_)
            | K::HostReadAs { .. }
            | K::HostNumber(_)
            | K::HostBlank
            | K::TargetBackslash
            | K::TargetDotSegment { .. }
            | K::TargetEmptyQuery
            | K::TargetFragments
            | K::TargetGrammar(_)
            | K::TargetRest(_)
            | K::CaptureWhole
            | K::CaptureScheme
            | K::CapturePort
            | K::CaptureEndsHost
            | K::CaptureInName => FaultName::BadTarget,
        }
    }

    pub(crate) fn can_be_allowed(&self) -> bool {
        matches!(
            self,
            FaultKind::MethodChange { .. }
                | FaultKind::Duplicate { same_answer: true, .. }
                | FaultKind::OpenRedirect { .. }
                | FaultKind::TargetScheme(_)
                | FaultKind::Unreachable { .. }
                | FaultKind::Loop { .. }
                | FaultKind::Chain { .. }
                | FaultKind::Unsupported { .. }
        )
    }
}
