//! What a table has to answer, as it is written beside its rules.

pub(crate) mod request;

use std::borrow::Cow;

use crate::analysis::model::sample_request::SampleRequest;
use crate::diagnostic::kind::{BadAssert, FaultKind};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::braces::escaped;
use crate::lower::location::Target;
use crate::lower::scope::InheritedScope;
use crate::syntax::document::{Document, NodeId};
use crate::syntax::rule::Condition;
use redirect_core::Redirects;
use redirect_core::internals::Status;

/// `assert METHOD? STR ("with" subject "==" STR)* "=>" answer`
#[derive(Clone, Default, Debug)]
pub struct Assertion<'a> {
    /// The method; GET where none is named.
    pub method: Option<Cow<'a, str>>,
    /// What is asked for: a path, or an absolute URL.
    pub asked: Cow<'a, str>,
    /// What else the request says, each a comparison.
    pub with: Vec<Condition<'a>>,
    /// The status of the answer: a number, `permanent`, `temporary` or `pass`.
    pub status: Cow<'a, str>,
    /// The location of the answer, where one is written.
    pub location: Option<Cow<'a, str>>,
    /// The scope that it stands in, by its number.
    pub scope: Option<usize>,
}

/// An assert without fault: a request, and the answer that it has to get.
#[derive(Clone, Debug)]
pub struct CheckedAssertion {
    number: usize,
    asked: SampleRequest,
    expected: Answer,
}

/// The answer to a request: `None` for none.
type Answer = Option<(Status, Option<String>)>;

/// The asserts of a document; what is wrong with one goes to `faults`.
pub(crate) fn assertions<'a>(
    document: &'a Document<'a>,
    inherited: &[InheritedScope<'_>],
    faults: &mut Vec<Fault>,
) -> Vec<CheckedAssertion> {
    let outside = InheritedScope::default();
    let mut assertions = Vec::new();
    for (number, draft) in document.asserts.iter().enumerate() {
        let around = draft.scope.and_then(|scope| inherited.get(scope)).unwrap_or(&outside);
        let mut found = Vec::new();
        let asked = SampleRequest::of(draft, &around.options, &mut found);
        let expected = expected(draft, &mut found);
        let is_whole = found.is_empty();
        faults.extend(found.into_iter().map(|(part, f)| f.at(NodeId::Assert(number), part)));
        if let (true, Some(asked), Some(expected)) = (is_whole, asked, expected) {
            assertions.push(CheckedAssertion { number, asked, expected });
        }
    }
    assertions
}

fn expected(draft: &Assertion<'_>, found: &mut Vec<(Field, Spanned<FaultKind>)>) -> Option<Answer> {
    let word = &draft.status[..];
    let status = Status::of_word(word);
    let mut fault = |kind| found.push((Field::Status, Spanned::new(0..0, kind)));
    match (status, &draft.location) {
        (None, _) if word != "pass" => fault(FaultKind::Status(word.into())),
        (None, None) => return Some(None),
        (Some(status), None) if !status.is_redirection() => return Some(Some((status, None))),
        (Some(status), None) => fault(FaultKind::TargetMissing(status)),
        (Some(status), Some(text)) if status.is_redirection() => {
            return Some(Some((status, Some(location(text, found)?))));
        }
        (_, Some(_)) => fault(FaultKind::StatusWithTarget(word.into())),
    }
    None
}

/// A location as it is sent; its braces are text.
fn location(text: &str, found: &mut Vec<(Field, Spanned<FaultKind>)>) -> Option<String> {
    let mut faults = Vec::new();
    let target = Target::parse(&escaped(text), Some(&[]), &mut faults);
    // A rule that is allowed to lead out of the web is tried like another.
    faults.retain(|fault| !matches!(fault.value, FaultKind::TargetScheme(_)));
    found.extend(faults.into_iter().map(|fault| (Field::Target, fault)));
    String::from_utf8(target?.literal()?).ok()
}

/// What the table answers otherwise than the asserts say.
pub fn failures(asserts: &[CheckedAssertion], redirects: &Redirects) -> Vec<Fault> {
    asserts.iter().filter_map(|assert| assert.failure(redirects)).collect()
}

impl CheckedAssertion {
    fn failure(&self, redirects: &Redirects) -> Option<Fault> {
        let answered = answer(redirects, &self.asked);
        if as_written(answered.clone()) == self.expected {
            return None;
        }
        let same_status = answered.as_ref().map(|a| a.0) == self.expected.as_ref().map(|a| a.0);
        let part = if same_status { Field::Target } else { Field::Status };
        let kind = FaultKind::Assert(BadAssert::Failed {
            answered: shown(&answered),
            expected: shown(&self.expected),
            rule: redirects.find(&self.asked).rule_index(),
        });
        Some(Fault::new(NodeId::Assert(self.number), part, kind))
    }
}

fn answer(redirects: &Redirects, asked: &SampleRequest) -> Answer {
    let redirect = redirects.find(asked).redirect()?;
    let location = redirect.location().and_then(|value| value.to_str().map(Into::into).ok());
    Some((Status::from_u16(redirect.status().as_u16())?, location))
}

/// An answer as that of an assert is read: what is carried over of a query may be spelt otherwise.
fn as_written(answer: Answer) -> Answer {
    let read = |sent: String| location(&sent, &mut Vec::new()).unwrap_or(sent);
    answer.map(|(status, sent)| (status, sent.map(read)))
}

fn shown(answer: &Answer) -> String {
    match answer {
        None => "pass".into(),
        Some((status, None)) => status.code().as_u16().to_string(),
        Some((status, Some(location))) => format!("{} \"{location}\"", status.code().as_u16()),
    }
}
