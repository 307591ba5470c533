//! The faults of rules: one enum for each family, and one variant for each message.
//!
//! The row of a variant, with its name and its text, is in the file of its family in `render`.

use crate::syntax::constant::UnreadableVariable;
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
    Constant(ConstantFault),
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
    /// A capture in the syntax of another language, which is literal text.
    ForeignSyntax {
        text: String,
        fix: Box<ForeignFix>,
    },
    /// A capture in the syntax of another language, in braces.
    ForeignCapture {
        text: String,
        fix: Box<ForeignFix>,
    },
    /// A capture after a literal character that belongs to it in another language.
    ForeignSigil {
        sigil: String,
        capture: String,
        fix: Box<ForeignFix>,
    },
    /// A capture whose shape is the name of a type.
    TypeName {
        text: String,
        shape: String,
        fix: Box<ForeignFix>,
    },
    /// A capture whose shape is a list of languages and a `?`, which applies to the last letter.
    OptionalShape {
        text: String,
        fix: Box<ForeignFix>,
    },
    /// A capture that is a part of a segment, in a file whose format has only whole segments. The
    /// other text is the source in which it is percent-encoded.
    PartialCapture {
        capture: String,
        literal: String,
    },
    /// Regex syntax in a file whose format has no regular expressions.
    RegexInPlainText(String),
}

/// The edits for a text in the syntax of another language. Each is a text in place of the whole.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct ForeignFix {
    /// The translation, if there is one.
    pub(crate) suggestion: Option<Suggestion>,
    /// The same text, with the characters percent-encoded that mean something elsewhere.
    pub(crate) literal: Option<String>,
    /// The captures that a target can use.
    pub(crate) known: Option<Vec<String>>,
}

/// A text to write in place of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Suggestion {
    Text(String),
    /// The sources of two rules.
    Two(String, String),
}

/// A fault of the source of a rule, or of the prefix of a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum SourceFault {
    /// A URL. The suggestion is its path, with a condition on its host.
    Url {
        suggestion: Option<String>,
    },
    MissingSlash(String),
    /// A method and a path. The suggestion is the method and the source.
    Method {
        suggestion: String,
    },
    /// A regular expression for the whole path.
    Regex {
        fix: Box<ForeignFix>,
    },
    /// Two slashes at the start. The suggestion is the path, with a condition on the host after
    /// them.
    DoubleSlash {
        suggestion: Option<String>,
    },
    /// A query string. The suggestion is the path, with conditions on the parameters.
    Query {
        suggestion: Option<String>,
    },
    Fragment,
    DotSegment,
    CatchAllNotAfterSlash(String),
    /// An optional capture that is not a whole segment.
    OptionalPart(String),
    PrefixCapture,
    PrefixTrailingSlash,
    /// No canonical path of the table equals the text. The suggestion is its canonical form.
    NotCanonical {
        suggestion: String,
    },
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
    /// No text of a host in lower case matches the shape.
    NoHost,
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
    SlashesAtStart {
        suggestion: String,
    },
    EmptyQuery,
    SecondFragment,
    /// A capture is written with a star, which is only valid in a source.
    CatchAll(String),
    /// A capture is written with a question mark, which is only valid in a source.
    Optional(String),
    /// The condition is one whose capture follows a slash, if the capture is all of its value.
    LeadingCapture {
        condition: Option<String>,
    },
    /// A function that changes the case of a capture.
    CaseFunction(String),
    CaptureInScheme,
    CaptureInPort,
    /// A capture directly follows the host, without a slash between them.
    CaptureAtHostEnd,
    /// The path and the query of the request outside of a value in the query.
    RequestUri {
        fix: Option<Box<VariableFix>>,
    },
    /// The host of the request in the path or the fragment.
    RequestHost,
    /// The host of the request as a part of the authority, or without a scheme.
    RequestHostPart {
        /// The target with the host of the request as its authority.
        suggestion: String,
    },
    /// The path and the query of the request, whose path starts with two slashes.
    RequestUriOfSlashes,
    CaptureInParameterName {
        suggestion: String,
    },
    /// A URL of the site that is not canonical. The suggestion is its canonical form.
    NotCanonical {
        suggestion: String,
    },
    /// A variable of another server, such as `$host`.
    RequestVariable {
        text: String,
        fix: Option<Box<VariableFix>>,
    },
    /// An optional capture in the host.
    OptionalInHost(String),
    /// A capture in the host that neither the source nor a condition declares, in a rule without
    /// captures.
    UnknownHostCapture {
        name: String,
    },
    /// A capture whose name is reserved. The source has others.
    ReservedCapture {
        name: String,
        known: Vec<String>,
    },
    /// A capture with the name of a part of the request that a condition only tests for. The
    /// suggestion captures it.
    NotCaptured {
        name: String,
        suggestion: String,
    },
    UnknownCapture {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
        /// The name, or a similar one if it is reserved.
        valid_name: String,
    },
}

/// The edit for a target with variables of another server.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each selects a clause of the help")]
pub(crate) struct VariableFix {
    /// The target without them.
    pub(crate) target: String,
    /// True if the host of the target is an example.
    pub(crate) is_example: bool,
    /// True if the target has no host, in place of the host of the request.
    pub(crate) keeps_host: bool,
    /// True if the query of the request was in the target.
    pub(crate) keeps_query: bool,
    /// The conditions to add to the rule.
    pub(crate) conditions: Vec<String>,
    /// True if the rule has other conditions.
    pub(crate) has_conditions: bool,
}

/// A fault of a status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum StatusFault {
    Unknown(String),
    /// The status of a line of a file. Such a line always has a target.
    UnknownInFile(String),
    WithTarget(String),
    /// The status of a `canonical`.
    OfCanonical(String),
}

/// A fault of the methods of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum MethodFault {
    Unknown(String),
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
    /// The subject is the name of a scheme, as in `!https`. The suggestion is the condition.
    SchemeSubject {
        name: String,
        suggestion: String,
    },
    /// The condition compares the method, with one value or with several.
    MethodSubject(Option<String>),
    /// The condition compares the path, with one value or with several.
    PathSubject(Option<String>),
    /// The condition compares the path with `!=`.
    PathExcluded(String),
    /// The subject is a capture that a later condition declares.
    CapturedLater {
        name: String,
        /// The text of that condition.
        declaration: String,
    },
    /// The subject does not take a name in brackets.
    UnexpectedArgument(String),
    /// The subject needs a name in brackets.
    MissingArgument(String),
    FieldName(String),
    FieldValue(String),
    HostValue(String),
    /// A Unicode host, which only the feature `idna` can convert to ASCII.
    UnicodeHost(String),
    /// A host with a `*`. The suggestion has a capture in its place, if captures are allowed.
    WildcardHost {
        host: String,
        suggestion: Option<String>,
    },
    /// A host in the syntax of another language.
    ForeignHost {
        host: String,
        suggestion: Option<String>,
    },
    SchemeValue(String),
    LanguageValue(String),
    /// The value is not one of the languages of the site.
    UnlistedLanguage {
        value: String,
        /// A language of the site of which it is a regional form.
        general: Option<String>,
        known: Vec<String>,
    },
    /// The condition precedes the `languages` of the site.
    LanguageBeforeList,
    /// The value is not a port.
    PortValue(String),
    /// The value is neither an IP address nor a network.
    IpValue(String),
    /// A network whose address has bits after the prefix. The suggestion has none.
    HostBits {
        value: String,
        network: String,
    },
    /// A network where a request needs an address.
    NetworkOfRequest {
        value: String,
        address: String,
    },
    /// A capture always has a value.
    AlwaysPresent(String),
    /// A capture of a condition is written as optional.
    OptionalCapture(String),
    EmptyList,
    /// The value has a capture, but the subject or the comparison has none.
    CaptureNotAllowed {
        subject: String,
    },
    /// The `with` of an assertion does not set a single value.
    NotAnAssignment,
    Duplicate,
    /// A `with` of an assertion sets a value that an earlier one has set.
    SetTwice,
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
        /// A valid value that the invalid one stands for, as it is written.
        suggestion: Option<String>,
    },
    /// A word of the option `cache`, in quotes.
    QuotedCache(String),
    /// The directives in the option `cache`.
    Cache(CacheFault),
    /// The option `header`.
    Field(FieldFault),
    /// The option `languages`.
    Languages(LanguagesFault),
    /// The option does not take a name in brackets. The parameter is that of a `query["name"]`.
    UnexpectedArgument {
        name: String,
        parameter: Option<String>,
    },
    Duplicate(String),
    /// The option `cache` of a rule with a condition on `ip`.
    CachedForPeer,
    NoEffect {
        name: String,
        status: String,
    },
    /// An option for the status, as other tools have. The status is missing if the value does not
    /// determine it.
    StatusOption {
        name: String,
        status: Option<u16>,
    },
    /// A condition in place of an option. It is missing if the value does not determine it.
    Condition {
        name: String,
        condition: Option<String>,
        placement: OptionPlacement,
    },
    /// A method in place of an option.
    Method {
        name: String,
        method: Option<String>,
    },
    /// A value that the option of a `canonical` has.
    ValueOfCanonical {
        name: String,
        value: String,
    },
    /// An option as other tools call it. The suggestion is an option and its value.
    Alias {
        name: String,
        suggestion: &'static str,
    },
    /// A `default` at the end of its block.
    UnusedDefault,
    /// A `default` that only includes follow, which do not inherit its options.
    DefaultBeforeFile,
    /// A `canonical` without an origin. The value is that of the `origin` of a `default`, if there
    /// is one.
    MissingOrigin {
        of_default: Option<String>,
    },
    /// A `from` without hosts.
    NoHosts,
    /// A `from` with the host of the `origin`.
    HostOfOrigin(String),
    /// An option that cannot have an effect because of an option of `canonical`.
    BesideCanonical {
        name: String,
        canonical: &'static str,
    },
    /// A table with a mount and a `canonical`.
    MountBesideCanonical,
}

/// A fault of the directives in the option `cache`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum CacheFault {
    /// A directive is missing, as in `"public,"`.
    Empty,
    UnknownDirective {
        name: String,
        nearest: Option<String>,
    },
    /// A directive that only requests have.
    OfRequests(String),
    /// The argument is missing, unexpected or invalid. The example is a valid directive.
    Argument {
        name: String,
        example: String,
    },
    Duplicate(String),
    /// The directive lets shared caches store a response that depends on a part of the request.
    Shared {
        directive: &'static str,
        depends_on: String,
        is_inherited: bool,
    },
}

/// A fault of the option `languages`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LanguagesFault {
    /// The list is empty or too long.
    Count,
    Tag(String),
    DuplicateTag(String),
    /// The option is in a block.
    InGroup,
    /// An earlier `default` has the option.
    Twice,
}

/// A fault of the option `header`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FieldFault {
    /// The name in brackets is missing.
    MissingName,
    Name(String),
    /// A field that rules cannot set.
    Refused {
        name: String,
        help: &'static str,
    },
    /// The `unset` of a field that no outer scope sets.
    NotInherited(String),
    /// A `Set-Cookie` on a response that caches may store.
    StoredCookie,
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
    /// Earlier rules may match every request that this rule matches.
    UndecidedReachability,
    /// Some request may be redirected forever.
    UndecidedLoop,
    /// Every response may lead to another redirect.
    UndecidedChain,
}

/// An edit that breaks a loop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LoopFix {
    /// A `pass` rule for the target, before the rule.
    Pass { source: String },
    /// Another value of an option with which the rule matches its own target. `is_own` is true if
    /// the rule sets the option itself.
    Option { name: &'static str, value: &'static str, is_own: bool },
    /// A condition on the scheme, for a redirect from http to https.
    Scheme { has_conditions: bool },
    /// A `canonical` with an option, in place of a rule that changes the form of the path.
    Canonical { option: &'static str },
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
    /// The bytes of a line of a file.
    Line,
    /// The bytes of a text.
    Text,
    /// The characters of a path.
    Path,
    /// The automata of all shapes of a pattern together.
    Shapes,
    /// The captures of a rule.
    Captures,
    /// The optional segments of a source.
    Optional,
    /// The conditions with captures of a rule.
    ConditionCaptures,
    /// Too many conditions with captures, beside the host of the request in the target.
    RequestHost,
    /// The headers, cookies and query parameters that conditions read.
    Subjects,
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

/// A fault of a constant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ConstantFault {
    /// A name in braces that is not a constant, in the value of a field. The nearest is a constant.
    Unknown {
        name: String,
        nearest: Option<String>,
    },
    /// The block or one around it already defines a constant of that name.
    Redefined(String),
    Unused(String),
    Reserved(String),
    InvalidName(String),
    /// A capture, such as `{*name}`, has the name of a constant.
    SharedWithCapture(String),
    /// The environment variable cannot be read.
    Unreadable {
        name: String,
        variable: String,
        reason: UnreadableVariable,
    },
}
