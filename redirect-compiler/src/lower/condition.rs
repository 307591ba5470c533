//! The conditions of a rule: subjects, and the patterns that their values are compared with.

use http::HeaderName;

use crate::diagnostic::kind::{BadCondition, FaultKind};
use crate::diagnostic::{Fault, Field, Spanned, nearest};
use crate::lower::braces::{SpannedToken, Token, remove_shapes, tokenize};
use crate::lower::location::host::to_ascii;
use crate::lower::pattern::{self, Capture, Pieces, check_value_captures};
use crate::syntax::document::NodeId;
use crate::syntax::rule::{Condition, Operator};
use redirect_core::Request;
use redirect_core::internals::authority::is_label;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::Text;

/// A checked condition, and the rule or scope that it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ScopedCondition {
    /// The rule or scope.
    pub(crate) node: NodeId,
    /// Its index among the conditions of the node.
    pub(crate) index: usize,
    pub(crate) condition: CheckedCondition,
}

/// A condition without faults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CheckedCondition {
    pub(crate) subject: Subject<Vec<u8>>,
    pub(crate) is_negated: bool,
    /// The patterns, one of which has to match the value. Empty if the value need only exist.
    pub(crate) patterns: Vec<Pieces>,
    pub(crate) captures: Vec<Capture>,
}

impl CheckedCondition {
    /// Returns the name of the request header that it depends on, in lower case.
    pub(crate) fn header(&self) -> Option<&str> {
        match &self.subject {
            Subject::Header(name) => std::str::from_utf8(name).ok(),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language => Some("accept-language"),
            Subject::Host | Subject::Scheme | Subject::Query(_) | Subject::Capture(_) => None,
        }
    }

    /// Returns the name of the query parameter that it compares or captures.
    pub(crate) fn query_parameter(&self) -> Option<&[u8]> {
        match &self.subject {
            Subject::Query(name) if !self.patterns.is_empty() => Some(name),
            _ => None,
        }
    }

    /// Returns whether it holds for a request, as far as that depends on anything but the path: a
    /// condition on a capture of the path always does.
    pub(crate) fn holds(&self, request: &impl Request) -> bool {
        let subject = self.subject.as_ref();
        if matches!(subject, Subject::Capture(_)) {
            return true;
        }
        let mut captures = Captures::default();
        let value = subject.value(request, &captures);
        let matches = value.is_some_and(|value| {
            let mut patterns = self.patterns.iter();
            self.patterns.is_empty()
                || patterns.any(|pieces| {
                    let pieces: Vec<_> = pieces.iter().map(Piece::as_ref).collect();
                    subject.fits(value, &pieces, &mut captures)
                })
        });
        matches != self.is_negated
    }
}

/// Lowers the conditions of a node and reports their faults. `path_captures` is `None` if the
/// captures of the rule's source are not known.
pub(crate) fn lower(
    node: NodeId,
    conditions: &[Condition<'_>],
    path_captures: Option<&[Capture]>,
    faults: &mut Vec<Fault>,
) -> Vec<ScopedCondition> {
    let is_unknown_subject = |fault: &Fault| {
        matches!(fault.kind, FaultKind::Condition(BadCondition::SubjectUnknown { .. }))
    };
    let mut lowered = Vec::new();
    for (index, condition) in conditions.iter().enumerate() {
        match lower_one(node, index, condition, path_captures.unwrap_or_default()) {
            Ok(condition) => lowered.push(ScopedCondition { node, index, condition }),
            Err(mut found) => {
                // An unknown subject may be a capture of the source that could not be parsed.
                found.retain(|fault| path_captures.is_some() || !is_unknown_subject(fault));
                faults.append(&mut found);
            }
        }
    }
    lowered
}

fn lower_one(
    node: NodeId,
    index: usize,
    condition: &Condition<'_>,
    path_captures: &[Capture],
) -> Result<CheckedCondition, Vec<Fault>> {
    let fault = |bad| vec![Fault::new(node, Field::Condition(index), FaultKind::Condition(bad))];
    let subject = parse_subject(condition, path_captures).map_err(fault)?;
    if let Some(bad) = always_present(condition, &subject).or_else(|| no_values(condition)) {
        return Err(fault(bad));
    }
    let (mut patterns, mut captures, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (value_index, value) in condition.values.iter().enumerate() {
        match parse_pattern(condition, &subject, value) {
            Ok((pieces, own_captures)) => {
                patterns.push(pieces);
                captures.extend(own_captures);
            }
            Err(found) => {
                let field = Field::ConditionValue(index, value_index);
                faults.extend(found.into_iter().map(|fault| fault.at(node, field)));
            }
        }
    }
    let is_negated = condition.negated || condition.operator == Operator::NotEqual;
    let checked = CheckedCondition { subject, is_negated, patterns, captures };
    if faults.is_empty() { Ok(checked) } else { Err(faults) }
}

/// Reports a test for the presence of a capture, which always has a value.
fn always_present(condition: &Condition<'_>, subject: &Subject<Vec<u8>>) -> Option<BadCondition> {
    let is_presence = condition.operator == Operator::Present;
    let is_capture = matches!(subject, Subject::Capture(_));
    (is_presence && is_capture).then(|| BadCondition::AlwaysPresent(condition.subject.to_string()))
}

/// Reports `in []`.
fn no_values(condition: &Condition<'_>) -> Option<BadCondition> {
    let is_empty = condition.operator == Operator::In && condition.values.is_empty();
    is_empty.then_some(BadCondition::InNothing)
}

/// How a subject is written.
enum SubjectSyntax {
    /// By its word alone: `host`.
    Word(Subject<&'static [u8]>),
    /// With a name in brackets: `header["x-country"]`.
    Named(fn(&str) -> Option<Subject<Vec<u8>>>),
}

/// Every subject, by its word. A capture of the path is one too, by its name.
const SUBJECTS: [(&str, SubjectSyntax); 6] = [
    ("host", SubjectSyntax::Word(Subject::Host)),
    ("scheme", SubjectSyntax::Word(Subject::Scheme)),
    ("language", SubjectSyntax::Word(Subject::Language)),
    ("header", SubjectSyntax::Named(header)),
    ("cookie", SubjectSyntax::Named(cookie)),
    ("query", SubjectSyntax::Named(query)),
];

/// Returns whether a word is that of a subject, so that no capture can have this name.
pub(crate) fn is_subject(word: &str) -> bool {
    SUBJECTS.iter().any(|(subject, _)| *subject == word)
}

/// Parses the subject of a condition.
pub(crate) fn parse_subject(
    condition: &Condition<'_>,
    path_captures: &[Capture],
) -> Result<Subject<Vec<u8>>, BadCondition> {
    let word = &condition.subject[..];
    let syntax = SUBJECTS.iter().find(|(subject, _)| *subject == word).map(|(_, syntax)| syntax);
    match (syntax, &condition.argument) {
        (Some(SubjectSyntax::Word(subject)), None) => Ok(to_owned(*subject)),
        (Some(SubjectSyntax::Word(_)), Some(_)) => Err(BadCondition::SubjectWithName(word.into())),
        (Some(SubjectSyntax::Named(subject)), Some(name)) => {
            subject(name).ok_or_else(|| BadCondition::FieldName(name.to_string()))
        }
        (Some(SubjectSyntax::Named(_)), None) => Err(BadCondition::SubjectWithoutName(word.into())),
        (None, None) => {
            let index = path_captures.iter().position(|capture| capture.name == word);
            index.map(Subject::Capture).ok_or_else(|| unknown_subject(word, path_captures))
        }
        (None, Some(_)) => Err(unknown_subject(word, path_captures)),
    }
}

fn unknown_subject(word: &str, path_captures: &[Capture]) -> BadCondition {
    let words = SUBJECTS.iter().map(|(subject, _)| *subject);
    let known = words.chain(path_captures.iter().map(|capture| &capture.name[..]));
    BadCondition::SubjectUnknown { word: word.into(), nearest: nearest(word, known) }
}

fn to_owned(subject: Subject<&[u8]>) -> Subject<Vec<u8>> {
    match subject {
        Subject::Host => Subject::Host,
        Subject::Scheme => Subject::Scheme,
        Subject::Language => Subject::Language,
        Subject::Header(name) => Subject::Header(name.into()),
        Subject::Cookie(name) => Subject::Cookie(name.into()),
        Subject::Query(name) => Subject::Query(name.into()),
        Subject::Capture(index) => Subject::Capture(index),
    }
}

fn header(name: &str) -> Option<Subject<Vec<u8>>> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    Some(Subject::Header(name.as_str().into()))
}

fn cookie(name: &str) -> Option<Subject<Vec<u8>>> {
    is_token(name).then(|| Subject::Cookie(name.into()))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of the table")]
fn query(name: &str) -> Option<Subject<Vec<u8>>> {
    Some(Subject::Query(name.into()))
}

/// Returns whether a name is a `token = 1*tchar` (RFC 9110 §5.6.2), as the name of a cookie is.
fn is_token(name: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_tchar)
}

/// Parses a value that a condition compares with.
fn parse_pattern(
    condition: &Condition<'_>,
    subject: &Subject<Vec<u8>>,
    value: &str,
) -> Result<(Pieces, Vec<Capture>), Vec<Spanned<FaultKind>>> {
    let of_value = |bad| vec![Spanned::new(0..value.len(), FaultKind::Condition(bad))];
    let tokens = tokenize(value).map_err(|fault| vec![fault])?;
    let has_captures = tokens.iter().any(|token| token.capture().is_some());
    let is_equality = condition.operator == Operator::Equal && !condition.negated;
    if has_captures && !(subject.may_be_captured() && is_equality) {
        return Err(of_value(BadCondition::CaptureNotHere));
    }
    if let Some(fault) = check_value_captures(&tokens) {
        return Err(vec![fault]);
    }
    let invalid = invalid_value(subject, &remove_shapes(value, &tokens));
    if let Some(bad) = invalid.or_else(|| invalid_host_text(subject, value, &tokens)) {
        return Err(of_value(bad));
    }
    let mut faults = Vec::new();
    let normalize = |text: &str| normalize(subject, text);
    let is_from_host = *subject == Subject::Host;
    let compiled = pattern::compile(&tokens, normalize, is_from_host, &mut faults);
    if faults.is_empty() { Ok(compiled) } else { Err(faults) }
}

/// Returns the normal form of a text that is compared with a subject's value.
fn normalize(subject: &Subject<Vec<u8>>, text: &str) -> Vec<u8> {
    let normal = |text: &str| Text::written(text.as_bytes(), subject.coding()).normal().collect();
    if *subject != Subject::Host {
        return normal(text);
    }
    #[expect(clippy::expect_used, reason = "`invalid_host_text` has checked every text")]
    let host = to_ascii(text).expect("invariant: text between captures of a host has an A-label");
    normal(&host)
}

/// Checks a value, without the shapes of its captures: no request can have one with a fault.
pub(crate) fn invalid_value(subject: &Subject<Vec<u8>>, value: &str) -> Option<BadCondition> {
    let has_controls = || value.chars().any(char::is_control);
    let (is_valid, kind): (bool, fn(String) -> BadCondition) = match subject {
        Subject::Host => (is_host_pattern(value), BadCondition::HostValue),
        Subject::Scheme => (["http", "https"].contains(&value), BadCondition::SchemeValue),
        Subject::Language => (is_language_range(value), BadCondition::LanguageValue),
        Subject::Header(_) => (value.trim() == value && !has_controls(), BadCondition::FieldValue),
        Subject::Cookie(_) => {
            (!value.contains([';', ' ']) && !has_controls(), BadCondition::FieldValue)
        }
        Subject::Query(_) | Subject::Capture(_) => return None,
    };
    (!is_valid).then(|| kind(value.into()))
}

/// Returns whether a value is a host whose labels are text or one capture each, of which a catch-all
/// is the first.
fn is_host_pattern(value: &str) -> bool {
    let is_text = |label: &str| to_ascii(label).is_some_and(|label| is_label(label.as_bytes()));
    let is_label_or_capture = |(index, label): (usize, &str)| match label.strip_prefix('{') {
        Some(capture) if capture.starts_with('*') => index == 0 && capture.ends_with('}'),
        Some(capture) => capture.find('}').is_some_and(|brace| brace + 1 == capture.len()),
        None => is_text(label),
    };
    value.split('.').enumerate().all(is_label_or_capture)
}

/// Checks the text between the captures of a host, which may be a part of a label next to a
/// catch-all: Unicode text needs an A-label.
fn invalid_host_text(
    subject: &Subject<Vec<u8>>,
    value: &str,
    tokens: &[SpannedToken<'_>],
) -> Option<BadCondition> {
    let has_no_a_label = |token: &SpannedToken<'_>| match token.value {
        Token::Text(text) => to_ascii(text).is_none(),
        Token::Capture(_) => false,
    };
    let is_invalid = *subject == Subject::Host && tokens.iter().any(has_no_a_label);
    is_invalid.then(|| BadCondition::HostValue(value.into()))
}

/// Returns whether a value is a basic language range other than `*` (RFC 4647 §2.1).
fn is_language_range(value: &str) -> bool {
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    value.split('-').all(is_subtag)
}
