//! Tests of all faults: a test elsewhere contains each message, and the rows agree with the names.

use std::fs;
use std::path::Path;

use super::kind::{
    AllowFault, AnalysisFault, AssertionFault, CacheFault, ConditionFault, ConstantFault,
    FaultKind, FieldFault, IncludeFault, LanguagesFault, Limit, LineFault, LintFault, MethodFault,
    OptionFault, ShapeFault, SourceFault, StatusFault, TargetFault, TextFault,
};
use super::render::Written;
use super::{FaultName, Field};
use crate::syntax::constant::UnreadableVariable;
use crate::syntax::document::Unreadable;
use crate::syntax::ids::RuleId;
use crate::syntax::rule::OptionPlacement;
use redirect_core::internals::Status;

/// A placeholder for any text in a sample.
const ANY: &str = "\u{1}";

/// A placeholder for any number in a sample.
const ANY_NUMBER: usize = 987_654;

/// The place of a test that contains the message of a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pinned {
    /// The output of a UI test, or the source of another test, contains the message.
    InTests,
    /// No test contains it, for the given reason.
    Exempt(&'static str),
}

use Pinned::{Exempt, InTests};

/// Declares samples of the faults of each family: at least one for each variant, and one for each
/// message if a variant has several. A variant without a sample does not compile.
macro_rules! samples {
    ($($family:ident($fault:ident) {
        $($variant:ident: $(($sample:expr, $pinned:expr)),+;)+
    })+) => {
        fn samples() -> Vec<(FaultKind, Pinned)> {
            let samples = vec![$($($((FaultKind::$family($sample), $pinned),)+)+)+];
            samples.into_iter().inspect(|(kind, _)| assert_has_sample(kind)).collect()
        }

        fn assert_has_sample(kind: &FaultKind) {
            match kind {
                $($(FaultKind::$family($fault::$variant { .. }) => {})+)+
            }
        }
    };
}

fn any() -> String {
    ANY.into()
}

fn written() -> Written {
    Written { noun: ANY, text: any(), source: any() }
}

fn looped(hops: Vec<(String, RuleId)>, is_cycle: bool) -> AnalysisFault {
    AnalysisFault::Loop { hops, is_cycle, fix: None }
}

fn rule() -> RuleId {
    RuleId::new(0)
}

samples! {
    Line(LineFault) {
        MissingTarget: (LineFault::MissingTarget, InTests);
        StatusWithoutTarget:
            (LineFault::StatusWithoutTarget { source: any(), status: any() }, InTests);
        MissingTab: (LineFault::MissingTab, InTests);
        ExtraField: (LineFault::ExtraField(any()), InTests);
        Arrow: (LineFault::Arrow(any()), InTests);
        Unsupported:
            (LineFault::Unsupported { construct: any(), reason: ANY, help: None }, InTests);
    }
    Include(IncludeFault) {
        Unreadable:
            (IncludeFault::Unreadable { file: any(), reason: Unreadable::Io(any()) }, InTests),
            (
                IncludeFault::Unreadable {
                    file: any(),
                    reason: Unreadable::UnsetVariable(any())
                },
                InTests
            ),
            (
                IncludeFault::Unreadable { file: any(), reason: Unreadable::NotInPackage },
                Exempt("the UI tests run with a later compiler than Rust 1.87")
            ),
            (
                IncludeFault::Unreadable { file: any(), reason: Unreadable::NotUtf8(ANY_NUMBER) },
                InTests
            );
        UnknownFormat:
            (
                IncludeFault::UnknownFormat { name: any(), nearest: None, known: Vec::new() },
                InTests
            );
        UndeterminedFormat:
            (IncludeFault::UndeterminedFormat { file: any(), known: vec![ANY] }, InTests);
    }
    Text(TextFault) {
        UnclosedBrace: (TextFault::UnclosedBrace, InTests);
        UnopenedBrace: (TextFault::UnopenedBrace, InTests);
        UnnamedCapture: (TextFault::UnnamedCapture, InTests);
        UnclosedShape: (TextFault::UnclosedShape, InTests);
        CaptureName: (TextFault::CaptureName(any()), InTests);
        ReservedName: (TextFault::ReservedName(any()), InTests);
        DuplicateCapture: (TextFault::DuplicateCapture(any()), InTests);
        AdjacentCaptures: (TextFault::AdjacentCaptures, InTests);
        SecondCatchAll: (TextFault::SecondCatchAll, InTests);
        Whitespace: (TextFault::Whitespace(' '), InTests);
        ControlCharacter: (TextFault::ControlCharacter('\n'), InTests);
        PercentEncoding: (TextFault::PercentEncoding, InTests);
        ForeignSyntax:
            (TextFault::ForeignSyntax { text: any(), fix: Box::default() }, InTests);
        ForeignCapture:
            (TextFault::ForeignCapture { text: any(), fix: Box::default() }, InTests);
        ForeignSigil:
            (
                TextFault::ForeignSigil {
                    sigil: any(),
                    capture: any(),
                    fix: Box::default(),
                },
                InTests
            );
        TypeName:
            (
                TextFault::TypeName { text: any(), shape: any(), fix: Box::default() },
                InTests
            );
        OptionalShape: (TextFault::OptionalShape { text: any(), fix: Box::default() }, InTests);
        PartialCapture:
            (TextFault::PartialCapture { capture: any(), literal: any() }, InTests);
        RegexInPlainText: (TextFault::RegexInPlainText(any()), InTests);
    }
    Source(SourceFault) {
        Url: (SourceFault::Url { suggestion: None }, InTests);
        MissingSlash: (SourceFault::MissingSlash(any()), InTests);
        Method: (SourceFault::Method { suggestion: any() }, InTests);
        DoubleSlash: (SourceFault::DoubleSlash { suggestion: None }, InTests);
        Query: (SourceFault::Query { suggestion: None }, InTests);
        Regex: (SourceFault::Regex { fix: Box::default() }, InTests);
        Fragment: (SourceFault::Fragment, InTests);
        DotSegment: (SourceFault::DotSegment, InTests);
        CatchAllNotAfterSlash: (SourceFault::CatchAllNotAfterSlash(any()), InTests);
        OptionalPart: (SourceFault::OptionalPart(any()), InTests);
        PrefixCapture: (SourceFault::PrefixCapture, InTests);
        PrefixTrailingSlash: (SourceFault::PrefixTrailingSlash, InTests);
        NotCanonical: (SourceFault::NotCanonical { suggestion: any() }, InTests);
    }
    Shape(ShapeFault) {
        Syntax: (ShapeFault::Syntax(any()), InTests);
        Unicode: (ShapeFault::Unicode, InTests);
        UnicodeWordBoundary: (ShapeFault::UnicodeWordBoundary, InTests);
        TooLarge: (ShapeFault::TooLarge, InTests);
        NoValue: (ShapeFault::NoValue, InTests);
        NoHost: (ShapeFault::NoHost, InTests);
        NoRegex:
            (ShapeFault::NoRegex, Exempt("the tests are built with the feature `regex`"));
        NoUnicodeTables: (ShapeFault::NoUnicodeTables, InTests);
    }
    Target(TargetFault) {
        Missing: (TargetFault::Missing(Status::MovedPermanently), InTests);
        Relative: (TargetFault::Relative { suggestion: any() }, InTests);
        DoubleSlash: (TargetFault::DoubleSlash, InTests);
        Scheme: (TargetFault::Scheme(any()), InTests);
        ScriptScheme: (TargetFault::ScriptScheme(any()), InTests);
        MissingHost: (TargetFault::MissingHost { suggestion: any() }, InTests);
        UserInfo: (TargetFault::UserInfo, InTests);
        Port:
            (TargetFault::Port(String::new()), InTests),
            (TargetFault::Port(any()), InTests);
        Host: (TargetFault::Host(any()), InTests);
        UnicodeHost: (TargetFault::UnicodeHost(any()), InTests);
        NormalizedHost:
            (TargetFault::NormalizedHost { host: any(), normalized: any() }, InTests);
        NumericHost: (TargetFault::NumericHost(any()), InTests);
        WhitespaceInHost: (TargetFault::WhitespaceInHost, InTests);
        Backslash: (TargetFault::Backslash, InTests);
        DotSegment: (TargetFault::DotSegment { suggestion: any() }, InTests);
        SlashesAtStart: (TargetFault::SlashesAtStart { suggestion: any() }, InTests);
        EmptyQuery: (TargetFault::EmptyQuery, InTests);
        SecondFragment: (TargetFault::SecondFragment, InTests);
        CatchAll: (TargetFault::CatchAll(any()), InTests);
        Optional: (TargetFault::Optional(any()), InTests);
        LeadingCapture: (TargetFault::LeadingCapture { condition: None }, InTests);
        CaseFunction: (TargetFault::CaseFunction(any()), InTests);
        RequestUri: (TargetFault::RequestUri { fix: None }, InTests);
        RequestHost: (TargetFault::RequestHost, InTests);
        RequestHostPart: (TargetFault::RequestHostPart { suggestion: any() }, InTests);
        RequestUriOfSlashes: (TargetFault::RequestUriOfSlashes, InTests);
        CaptureInScheme: (TargetFault::CaptureInScheme, InTests);
        CaptureInPort: (TargetFault::CaptureInPort, InTests);
        CaptureAtHostEnd: (TargetFault::CaptureAtHostEnd, InTests);
        CaptureInParameterName:
            (TargetFault::CaptureInParameterName { suggestion: any() }, InTests);
        ReservedCapture:
            (TargetFault::ReservedCapture { name: any(), known: Vec::new() }, InTests);
        NotCaptured:
            (TargetFault::NotCaptured { name: any(), suggestion: any() }, InTests);
        UnknownCapture:
            (
                TargetFault::UnknownCapture {
                    name: any(),
                    nearest: None,
                    known: Vec::new(),
                    valid_name: any(),
                },
                InTests
            );
        NotCanonical: (TargetFault::NotCanonical { suggestion: any() }, InTests);
        RequestVariable: (TargetFault::RequestVariable { text: any(), fix: None }, InTests);
        OptionalInHost: (TargetFault::OptionalInHost(any()), InTests);
        UnknownHostCapture: (TargetFault::UnknownHostCapture { name: any() }, InTests);
    }
    Status(StatusFault) {
        Unknown: (StatusFault::Unknown(any()), InTests);
        UnknownInFile: (StatusFault::UnknownInFile(any()), InTests);
        WithTarget: (StatusFault::WithTarget(any()), InTests);
        OfCanonical: (StatusFault::OfCanonical(any()), InTests);
    }
    Method(MethodFault) {
        Unknown: (MethodFault::Unknown(any()), InTests);
        Duplicate: (MethodFault::Duplicate(any()), InTests);
        Connect: (MethodFault::Connect, InTests);
    }
    Condition(ConditionFault) {
        UnknownSubject:
            (
                ConditionFault::UnknownSubject { name: any(), nearest: None, known: Vec::new() },
                InTests
            );
        SchemeSubject:
            (ConditionFault::SchemeSubject { name: any(), suggestion: any() }, InTests);
        MethodSubject:
            (ConditionFault::MethodSubject(None), InTests),
            (ConditionFault::MethodSubject(Some(any())), InTests);
        PathSubject:
            (ConditionFault::PathSubject(None), InTests),
            (ConditionFault::PathSubject(Some(any())), InTests);
        PathExcluded: (ConditionFault::PathExcluded(any()), InTests);
        CapturedLater:
            (ConditionFault::CapturedLater { name: any(), declaration: any() }, InTests);
        UnexpectedArgument: (ConditionFault::UnexpectedArgument(any()), InTests);
        MissingArgument: (ConditionFault::MissingArgument(any()), InTests);
        FieldName: (ConditionFault::FieldName(any()), InTests);
        FieldValue: (ConditionFault::FieldValue(any()), InTests);
        HostValue: (ConditionFault::HostValue(any()), InTests);
        UnicodeHost: (ConditionFault::UnicodeHost(any()), InTests);
        ForeignHost:
            (ConditionFault::ForeignHost { host: any(), suggestion: None }, InTests);
        WildcardHost:
            (ConditionFault::WildcardHost { host: any(), suggestion: None }, InTests);
        SchemeValue: (ConditionFault::SchemeValue(any()), InTests);
        UnlistedLanguage:
            (
                ConditionFault::UnlistedLanguage {
                    value: any(),
                    general: None,
                    known: vec![any()],
                },
                InTests
            ),
            (
                ConditionFault::UnlistedLanguage {
                    value: any(),
                    general: Some(any()),
                    known: vec![any()],
                },
                InTests
            );
        LanguageBeforeList: (ConditionFault::LanguageBeforeList, InTests);
        LanguageValue: (ConditionFault::LanguageValue(any()), InTests);
        OptionalCapture: (ConditionFault::OptionalCapture(any()), InTests);
        PortValue: (ConditionFault::PortValue(any()), InTests);
        IpValue: (ConditionFault::IpValue(any()), InTests);
        HostBits: (ConditionFault::HostBits { value: any(), network: any() }, InTests);
        NetworkOfRequest:
            (ConditionFault::NetworkOfRequest { value: any(), address: any() }, InTests);
        AlwaysPresent: (ConditionFault::AlwaysPresent(any()), InTests);
        EmptyList: (ConditionFault::EmptyList, InTests);
        CaptureNotAllowed:
            (ConditionFault::CaptureNotAllowed { subject: any() }, InTests);
        NotAnAssignment: (ConditionFault::NotAnAssignment, InTests);
        Duplicate: (ConditionFault::Duplicate, InTests);
        SetTwice: (ConditionFault::SetTwice, InTests);
        Unsatisfiable: (ConditionFault::Unsatisfiable, InTests);
        Contradiction: (ConditionFault::Contradiction(any()), InTests);
    }
    Option(OptionFault) {
        StatusOption: (OptionFault::StatusOption { name: any(), status: None }, InTests);
        Alias: (OptionFault::Alias { name: any(), suggestion: ANY }, InTests);
        Unknown:
            (
                OptionFault::Unknown {
                    name: any(),
                    nearest: None,
                    placement: OptionPlacement::Rule,
                    known: Vec::new(),
                },
                InTests
            );
        Misplaced:
            (
                OptionFault::Misplaced { name: any(), placement: OptionPlacement::Rule },
                InTests
            );
        InvalidValue:
            (
                OptionFault::InvalidValue {
                    name: any(),
                    value: any(),
                    expected: any(),
                    suggestion: None,
                },
                InTests
            );
        QuotedCache: (OptionFault::QuotedCache(any()), InTests);
        Cache:
            (OptionFault::Cache(CacheFault::Empty), InTests),
            (
                OptionFault::Cache(CacheFault::UnknownDirective { name: any(), nearest: None }),
                InTests
            ),
            (OptionFault::Cache(CacheFault::OfRequests(any())), InTests),
            (
                OptionFault::Cache(CacheFault::Argument { name: any(), example: any() }),
                InTests
            ),
            (OptionFault::Cache(CacheFault::Duplicate(any())), InTests),
            (
                OptionFault::Cache(CacheFault::Shared {
                    directive: ANY,
                    depends_on: any(),
                    is_inherited: false,
                }),
                InTests
            );
        Field:
            (OptionFault::Field(FieldFault::MissingName), InTests),
            (OptionFault::Field(FieldFault::Name(any())), InTests),
            (OptionFault::Field(FieldFault::Refused { name: any(), help: ANY }), InTests),
            (OptionFault::Field(FieldFault::NotInherited(any())), InTests),
            (OptionFault::Field(FieldFault::StoredCookie), InTests);
        Languages:
            (OptionFault::Languages(LanguagesFault::Count), InTests),
            (OptionFault::Languages(LanguagesFault::Tag(any())), InTests),
            (OptionFault::Languages(LanguagesFault::DuplicateTag(any())), InTests),
            (OptionFault::Languages(LanguagesFault::InGroup), InTests),
            (OptionFault::Languages(LanguagesFault::Twice), InTests);
        Condition:
            (
                OptionFault::Condition {
                    name: any(),
                    condition: None,
                    placement: OptionPlacement::Rule,
                },
                InTests
            );
        Method: (OptionFault::Method { name: any(), method: None }, InTests);
        ValueOfCanonical:
            (OptionFault::ValueOfCanonical { name: any(), value: any() }, InTests);
        UnexpectedArgument:
            (OptionFault::UnexpectedArgument { name: any(), parameter: None }, InTests);
        Duplicate: (OptionFault::Duplicate(any()), InTests);
        CachedForPeer: (OptionFault::CachedForPeer, InTests);
        NoEffect: (OptionFault::NoEffect { name: any(), status: any() }, InTests);
        UnusedDefault: (OptionFault::UnusedDefault, InTests);
        DefaultBeforeFile: (OptionFault::DefaultBeforeFile, InTests);
        MissingOrigin:
            (OptionFault::MissingOrigin { of_default: None }, InTests),
            (OptionFault::MissingOrigin { of_default: Some(any()) }, InTests);
        NoHosts: (OptionFault::NoHosts, InTests);
        HostOfOrigin: (OptionFault::HostOfOrigin(any()), InTests);
        BesideCanonical:
            (OptionFault::BesideCanonical { name: any(), canonical: ANY }, InTests);
        MountBesideCanonical: (OptionFault::MountBesideCanonical, InTests);
    }
    Lint(LintFault) {
        MethodChange:
            (LintFault::MethodChange { status: Status::MovedPermanently, methods: any() }, InTests);
        Duplicate:
            (LintFault::Duplicate { first: rule(), same_response: true }, InTests),
            (LintFault::Duplicate { first: rule(), same_response: false }, InTests);
        OpenRedirect:
            (LintFault::OpenRedirect { domain: None }, InTests),
            (LintFault::OpenRedirect { domain: Some(any()) }, InTests);
    }
    Analysis(AnalysisFault) {
        Unreachable:
            (AnalysisFault::Unreachable { by: vec![rule()] }, InTests),
            (AnalysisFault::Unreachable { by: vec![rule(); 2] }, InTests);
        Loop:
            (looped(vec![(any(), rule())], true), InTests),
            (looped(vec![(any(), rule()); 2], true), InTests),
            (looped(vec![(any(), rule())], false), InTests);
        Chain: (AnalysisFault::Chain { by: vec![rule()], request: any(), end: any() }, InTests);
        UndecidedReachability: (AnalysisFault::UndecidedReachability, InTests);
        UndecidedLoop: (AnalysisFault::UndecidedLoop, InTests);
        UndecidedChain: (AnalysisFault::UndecidedChain, InTests);
    }
    Allow(AllowFault) {
        Unused: (AllowFault::Unused(any()), InTests);
        Unknown: (AllowFault::Unknown { name: any(), nearest: None }, InTests);
        NotAllowable: (AllowFault::NotAllowable(any()), InTests);
    }
    TooLarge(Limit) {
        Line: (Limit::Line, InTests);
        Text: (Limit::Text, InTests);
        Path: (Limit::Path, InTests);
        Shapes: (Limit::Shapes, InTests);
        Captures: (Limit::Captures, InTests);
        ConditionCaptures: (Limit::ConditionCaptures, InTests);
        RequestHost: (Limit::RequestHost, InTests);
        Optional: (Limit::Optional, InTests);
        Subjects: (Limit::Subjects, InTests);
        Table: (Limit::Table, Exempt("a test would need more than 2 GiB of memory"));
        Seeds: (Limit::Seeds, Exempt("no sources are known whose hashes collide for all seeds"));
    }
    Assertion(AssertionFault) {
        Failed:
            (
                AssertionFault::Failed { actual: any(), expected: any(), rule: None },
                InTests
            );
        OutsideMount: (AssertionFault::OutsideMount(any()), InTests);
    }
    Constant(ConstantFault) {
        Unknown:
            (ConstantFault::Unknown { name: any(), nearest: None }, InTests),
            (ConstantFault::Unknown { name: any(), nearest: Some(any()) }, InTests);
        Redefined: (ConstantFault::Redefined(any()), InTests);
        Unused: (ConstantFault::Unused(any()), InTests);
        Reserved: (ConstantFault::Reserved(any()), InTests);
        InvalidName: (ConstantFault::InvalidName(any()), InTests);
        SharedWithCapture: (ConstantFault::SharedWithCapture(any()), InTests);
        Unreadable:
            (
                ConstantFault::Unreadable {
                    name: any(),
                    variable: any(),
                    reason: UnreadableVariable::Unset
                },
                InTests
            ),
            (
                ConstantFault::Unreadable {
                    name: any(),
                    variable: any(),
                    reason: UnreadableVariable::NotUtf8
                },
                Exempt("the environment of the tests is UTF-8")
            );
    }
}

/// Returns the texts of all tests outside of this crate's sources: the outputs of UI tests, and the
/// sources of other tests, with their escapes resolved.
fn test_texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut texts = Vec::new();
    for (folder, extension) in
        [("tests/ui", "stderr"), ("tests", "rs"), ("redirect-compiler/tests", "rs")]
    {
        let files = fs::read_dir(root.join(folder)).unwrap().map(|file| file.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|known| known == extension)) {
            let text = fs::read_to_string(file).unwrap();
            texts.push(if extension == "rs" { unescaped(&text) } else { text });
        }
    }
    texts
}

/// Joins the lines of string literals that end with a backslash, and removes other backslashes.
fn unescaped(source: &str) -> String {
    let mut parts = source.split("\\\n");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.trim_start()).replace('\\', "")
}

/// Returns whether a line contains the fixed parts of a message, in order.
fn contains(line: &str, message: &str) -> bool {
    let message = message.replace(&ANY_NUMBER.to_string(), ANY);
    let mut rest = line;
    message.split(ANY).all(|part| match rest.split_once(part) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

#[test]
fn each_message_is_in_a_test() {
    let texts = test_texts();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    let mut missing = Vec::new();
    for (kind, pinned) in samples() {
        let message = kind.describe(Field::Source, &written()).message;
        let is_in_tests = lines.iter().any(|line| contains(line, &message));
        match pinned {
            InTests if !is_in_tests => missing.push(message),
            Exempt(reason) => assert!(!is_in_tests, "{message}: a test has it, though {reason}"),
            InTests => {}
        }
    }
    assert!(missing.is_empty(), "no test has the messages {missing:#?}");
}

#[test]
fn a_name_is_allowable_where_a_fault_of_it_is() {
    for name in FaultName::all() {
        let fields = [Field::Source, Field::Target];
        let rows = samples()
            .into_iter()
            .flat_map(|(kind, _)| fields.map(|field| kind.describe(field, &written())))
            .filter(|row| row.name == name);
        let rows: Vec<_> = rows.collect();
        assert!(!rows.is_empty(), "{name} has no sample");
        assert_eq!(rows.iter().any(|row| row.is_allowable), name.is_allowable(), "{name}");
    }
}

#[test]
fn names_are_parsed_from_their_text() {
    for name in FaultName::all() {
        assert_eq!(name.as_str().parse(), Ok(name));
    }
    assert!("Duplicate".parse::<FaultName>().is_err());
}
