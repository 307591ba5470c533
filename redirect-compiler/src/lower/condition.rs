//! The conditions of a rule, as they are written and as they are meant.

use http::HeaderName;

use crate::diagnostic::kind::{ConditionFault, FaultKind};
use crate::diagnostic::{Fault, Field, Spanned, nearest};
use crate::lower::braces::{Chunk, chunks, shapeless};
use crate::lower::capture::{Capture, Pieces, declared};
use crate::lower::location::host::ascii;
use crate::lower::source::{SUBJECTS, captures};
use crate::syntax::document::NodeId;
use crate::syntax::rule::{Condition, Operator};
use redirect_core::Request;
use redirect_core::internals::authority::is_label;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::Text;

/// A condition, and where it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Guarded {
    pub(crate) item: NodeId,
    /// Its number on the item.
    pub(crate) number: usize,
    pub(crate) condition: CheckedCondition,
}

/// What a condition means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CheckedCondition {
    pub(crate) subject: Subject<Vec<u8>>,
    pub(crate) negated: bool,
    /// What the value has to fit, one of them; none if it need only be there.
    pub(crate) patterns: Vec<Pieces>,
    pub(crate) captures: Vec<Capture>,
}

impl CheckedCondition {
    /// The field that it looks at, by its name in lower case.
    pub(crate) fn field(&self) -> Option<&str> {
        match &self.subject {
            Subject::Header(name) => str::from_utf8(name).ok(),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language => Some("accept-language"),
            _ => None,
        }
    }

    /// The parameter of the query that it compares or captures.
    pub(crate) fn parameter(&self) -> Option<&[u8]> {
        match &self.subject {
            Subject::Query(name) if !self.patterns.is_empty() => Some(name),
            _ => None,
        }
    }
}

/// Whether a condition holds for a request, if it looks at anything but its path.
pub(crate) fn holds(condition: &CheckedCondition, request: &impl Request) -> bool {
    let subject = condition.subject.as_ref();
    if matches!(subject, Subject::Capture(_)) {
        return true;
    }
    let mut captures = Captures::default();
    let value = subject.value(request, &captures);
    let fits = value.is_some_and(|value| {
        let mut patterns = condition.patterns.iter();
        condition.patterns.is_empty()
            || patterns.any(|pieces| {
                let pieces: Vec<_> = pieces.iter().map(Piece::as_ref).collect();
                subject.fits(value, &pieces, &mut captures)
            })
    });
    fits != condition.negated
}

/// Reads the conditions on an item; `known` are the captures of its path, where they are known. What
/// is wrong goes to `faults`.
pub(crate) fn conditions(
    item: NodeId,
    drafts: &[Condition<'_>],
    known: Option<&[Capture]>,
    faults: &mut Vec<Fault>,
) -> Vec<Guarded> {
    let unknown = |kind: &FaultKind| {
        matches!(kind, FaultKind::Condition(ConditionFault::UnknownSubject { .. }))
    };
    let mut conditions = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        match parse(draft, number, known.unwrap_or_default()) {
            Ok(condition) => conditions.push(Guarded { item, number, condition }),
            Err(found) => {
                // It may be a capture of a source that could not be read.
                let found =
                    found.into_iter().filter(|(_, f)| known.is_some() || !unknown(&f.value));
                faults.extend(found.map(|(part, fault)| fault.at(item, part)));
            }
        }
    }
    conditions
}

/// Reads the condition of that number; `known` are the captures of the source.
fn parse(
    draft: &Condition<'_>,
    number: usize,
    known: &[Capture],
) -> Result<CheckedCondition, Vec<(Field, Spanned<FaultKind>)>> {
    let fault =
        |bad| vec![(Field::Condition(number), Spanned::new(0..0, FaultKind::Condition(bad)))];
    let subject = subject(draft, known).map_err(fault)?;
    if draft.operator == Operator::Present && matches!(subject, Subject::Capture(_)) {
        return Err(fault(ConditionFault::AlwaysPresent(draft.subject.to_string())));
    }
    if draft.operator == Operator::In && draft.values.is_empty() {
        return Err(fault(ConditionFault::EmptyList));
    }
    let negated = draft.negated || draft.operator == Operator::NotEqual;
    let mut condition = CheckedCondition { subject, negated, patterns: vec![], captures: vec![] };
    let mut faults = Vec::new();
    for (index, value) in draft.values.iter().enumerate() {
        match pattern(draft, &condition.subject, value) {
            Ok((pieces, captures)) => {
                condition.patterns.push(pieces);
                condition.captures.extend(captures);
            }
            Err(in_value) => {
                let field = Field::ConditionValue(number, index);
                faults.extend(in_value.into_iter().map(|fault| (field, fault)));
            }
        }
    }
    if faults.is_empty() { Ok(condition) } else { Err(faults) }
}

/// What a condition looks at, if there is such a thing.
pub(crate) fn subject(
    draft: &Condition<'_>,
    captures: &[Capture],
) -> Result<Subject<Vec<u8>>, ConditionFault> {
    let word = &draft.subject[..];
    let named = ["header", "cookie", "query"].contains(&word);
    let Some(name) = &draft.argument else {
        let index = captures.iter().position(|capture| capture.name == word);
        return match (word, index) {
            ("host", _) => Ok(Subject::Host),
            ("scheme", _) => Ok(Subject::Scheme),
            ("language", _) => Ok(Subject::Language),
            (_, Some(index)) => Ok(Subject::Capture(index)),
            _ if named => Err(ConditionFault::MissingArgument(word.into())),
            _ => Err(unknown(word, captures)),
        };
    };
    match word {
        "header" => {
            let header = HeaderName::from_bytes(name.as_bytes());
            let header = header.map_err(|_| ConditionFault::FieldName(name.to_string()))?;
            Ok(Subject::Header(header.as_str().into()))
        }
        "cookie" if is_token(name) => Ok(Subject::Cookie(name.as_bytes().into())),
        "cookie" => Err(ConditionFault::FieldName(name.to_string())),
        "query" => Ok(Subject::Query(name.as_bytes().into())),
        "host" | "scheme" | "language" => Err(ConditionFault::UnexpectedArgument(word.into())),
        _ => Err(unknown(word, captures)),
    }
}

fn unknown(word: &str, captures: &[Capture]) -> ConditionFault {
    let known = SUBJECTS.into_iter().chain(captures.iter().map(|capture| &capture.name[..]));
    ConditionFault::UnknownSubject { name: word.into(), nearest: nearest(word, known) }
}

/// `token = 1*tchar` (RFC 9110 §5.6.2), which the name of a cookie is too.
fn is_token(name: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_tchar)
}

fn pattern(
    draft: &Condition<'_>,
    subject: &Subject<Vec<u8>>,
    value: &str,
) -> Result<(Pieces, Vec<Capture>), Vec<Spanned<FaultKind>>> {
    let whole = |bad| vec![Spanned::new(0..value.len(), FaultKind::Condition(bad))];
    let chunks = chunks(value).map_err(|fault| vec![fault])?;
    let has_captures = chunks.iter().any(|(_, chunk)| matches!(chunk, Chunk::Capture(_)));
    let may_capture = subject.may_be_captured();
    if has_captures && !(may_capture && draft.operator == Operator::Equal && !draft.negated) {
        return Err(whole(ConditionFault::CaptureNotAllowed));
    }
    captures(&chunks, false).map_or(Ok(()), |fault| Err(vec![fault]))?;
    bad_value(subject, &shapeless(value, &chunks)).map_or(Ok(()), |bad| Err(whole(bad)))?;
    let mut faults = Vec::new();
    let is_host = *subject == Subject::Host;
    let normal = |text: &str| normal(subject, text);
    let declared = declared(&chunks, normal, is_host, &mut faults);
    if faults.is_empty() { Ok(declared) } else { Err(faults) }
}

/// The normal form of a text that is compared with a value.
fn normal(subject: &Subject<Vec<u8>>, text: &str) -> Vec<u8> {
    let ascii = (*subject == Subject::Host).then(|| ascii(text).unwrap_or_default());
    let text = ascii.as_deref().unwrap_or(text);
    Text::written(text.as_bytes(), subject.coding()).normal().collect()
}

/// What is wrong with a value that no request can have.
pub(crate) fn bad_value(subject: &Subject<Vec<u8>>, value: &str) -> Option<ConditionFault> {
    let is_bad = match subject {
        Subject::Host => !is_host(value),
        Subject::Scheme => !["http", "https"].contains(&value),
        Subject::Language => !is_language(value),
        Subject::Header(_) => value.trim() != value || value.chars().any(char::is_control),
        Subject::Cookie(_) => value.contains([';', ' ']) || value.chars().any(char::is_control),
        Subject::Query(_) | Subject::Capture(_) => false,
    };
    let kind = match subject {
        Subject::Host => ConditionFault::HostValue(value.into()),
        Subject::Scheme => ConditionFault::SchemeValue(value.into()),
        Subject::Language => ConditionFault::LanguageValue(value.into()),
        _ => ConditionFault::FieldValue(value.into()),
    };
    is_bad.then_some(kind)
}

/// Labels with dots between them, each of them text or a capture; `{*name}` is the first.
fn is_host(value: &str) -> bool {
    let is_text = |label: &str| ascii(label).is_some_and(|label| is_label(label.as_bytes()));
    let is_part = |(index, label): (usize, &str)| match label.strip_prefix('{') {
        Some(capture) if capture.starts_with('*') => index == 0 && capture.ends_with('}'),
        Some(capture) => capture.find('}') == Some(capture.len().wrapping_sub(1)),
        None => is_text(label),
    };
    value.split('.').enumerate().all(is_part)
}

/// A range of languages (RFC 4647 §2.1), which is not the one for all.
fn is_language(value: &str) -> bool {
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    value.split('-').all(is_subtag)
}
