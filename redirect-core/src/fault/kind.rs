use super::{FaultName, Part};
use crate::status::Status;

/// What is wrong, one for each message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    // A line of a file.
    LineWithoutTarget,
    LineTooLong(String),
    LineArrow(String),
    Unsupported { what: String, why: &'static str },
    // A source or a target.
    BraceUnclosed,
    BraceUnopened,
    CaptureEmpty,
    CaptureName(String),
    CaptureReserved(String),
    Blank(char),
    Control(char),
    Percent,
    TextTooLong,
    SourceForeign { text: String, instead: String },
    TargetForeign { text: String, instead: String },
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
    TooManyCaptures,
    // A target.
    TargetMissing(Status),
    TargetRelative { instead: String },
    TargetSlashes,
    TargetScheme(String),
    TargetScript(String),
    TargetWithoutHost { instead: String },
    TargetUserInfo,
    TargetPort(String),
    TargetHost(String),
    HostReadAs { host: String, read: String },
    HostNumber(String),
    HostBlank,
    TargetBackslash,
    TargetDotSegment { instead: String },
    TargetEmptyQuery,
    TargetFragments,
    TargetGrammar(String),
    TargetRest(String),
    CaptureWhole,
    CaptureScheme,
    CapturePort,
    CaptureEndsHost,
    CaptureInName,
    UnknownCapture { name: String, nearest: Option<String>, known: Vec<String> },
    // A status.
    Status(String),
    StatusOfFile(String),
    StatusWithTarget(String),
    // Methods.
    MethodTwice(String),
    MethodConnect,
    MethodChange { status: Status, methods: String },
    // Conditions.
    Condition(BadCondition),
    // Options.
    OptionUnknown { key: String, nearest: Option<String> },
    OptionValue { key: String, value: String, expected: &'static str },
    OptionTwice(String),
    OptionWithoutEffect { key: String, answer: String },
    // Rules among others.
    Duplicate { of: usize, same_answer: bool },
    OpenRedirect { domain: Option<String> },
    AllowUnused(String),
    AllowUnknown { name: String, nearest: Option<String> },
    AllowNever(String),
    TableTooLarge,
    TooManyFields,
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
    ConditionTwice,
    Contradiction(String),
}

impl Kind {
    pub(super) fn name(&self, part: Part) -> FaultName {
        use Kind as K;
        match self {
            K::LineWithoutTarget | K::LineTooLong(_) | K::LineArrow(_) => FaultName::Syntax,
            K::Unsupported { .. } => FaultName::Unsupported,
            K::SourceUrl
            | K::SourceWithoutSlash(_)
            | K::SourceSlashes
            | K::SourceQuery
            | K::SourceFragment
            | K::SourceDotSegment
            | K::SourceForeign { .. }
            | K::RestNotAfterSlash(_) => FaultName::BadSource,
            K::UnknownCapture { .. } => FaultName::UnknownCapture,
            K::Status(_) | K::StatusOfFile(_) | K::StatusWithTarget(_) => FaultName::BadStatus,
            K::MethodTwice(_) | K::MethodConnect | K::Condition(_) => FaultName::BadCondition,
            K::MethodChange { .. } => FaultName::MethodChange,
            K::OptionUnknown { .. }
            | K::OptionValue { .. }
            | K::OptionTwice(_)
            | K::OptionWithoutEffect { .. } => FaultName::BadOption,
            K::Duplicate { .. } => FaultName::Duplicate,
            K::OpenRedirect { .. } => FaultName::OpenRedirect,
            K::AllowUnused(_) | K::AllowUnknown { .. } | K::AllowNever(_) => FaultName::UnusedAllow,
            K::TextTooLong | K::TooManyCaptures | K::TableTooLarge | K::TooManyFields => {
                FaultName::TooLarge
            }
            K::BraceUnclosed
            | K::BraceUnopened
            | K::CaptureEmpty
            | K::CaptureName(_)
            | K::CaptureReserved(_)
            | K::CaptureTwice(_)
            | K::CapturesTouch
            | K::RestTwice
            | K::Blank(_)
            | K::Control(_)
            | K::Percent => match part {
                Part::Source => FaultName::BadSource,
                Part::ConditionValue(..) => FaultName::BadCondition,
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

    pub(super) fn can_be_allowed(&self) -> bool {
        matches!(
            self,
            Kind::MethodChange { .. }
                | Kind::Duplicate { same_answer: true, .. }
                | Kind::OpenRedirect { .. }
                | Kind::TargetScheme(_)
        )
    }
}
