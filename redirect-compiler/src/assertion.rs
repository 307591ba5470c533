//! What a table has to answer, as it is written beside its rules.

pub(crate) mod request;

use std::borrow::Cow;

use crate::analysis::model::sample_request::Asked;
use crate::diagnostic::kind::{BadAssert, Kind};
use crate::diagnostic::{Fault, Finding, Part};
use crate::lower::braces::escaped;
use crate::lower::location::Target;
use crate::lower::scope::Surroundings;
use crate::syntax::document::{Item, Sheet};
use crate::syntax::rule::ConditionDraft;
use redirect_core::Redirects;
use redirect_core::Status;

/// `assert METHOD? STR ("with" subject "==" STR)* "=>" answer`
#[derive(Clone, Default, Debug)]
pub struct AssertDraft<'a> {
    /// The method; GET where none is named.
    pub method: Option<Cow<'a, str>>,
    /// What is asked for: a path, or an absolute URL.
    pub asked: Cow<'a, str>,
    /// What else the request says, each a comparison.
    pub with: Vec<ConditionDraft<'a>>,
    /// The status of the answer: a number, `permanent`, `temporary` or `pass`.
    pub status: Cow<'a, str>,
    /// The location of the answer, where one is written.
    pub location: Option<Cow<'a, str>>,
    /// The scope that it stands in, by its number.
    pub scope: Option<usize>,
}

/// An assert without fault: a request, and the answer that it has to get.
#[derive(Clone, Debug)]
pub struct Assertion {
    number: usize,
    asked: Asked,
    expected: Answer,
}

/// The answer to a request: `None` for none.
type Answer = Option<(Status, Option<String>)>;

/// The asserts of a sheet; what is wrong with one goes to `faults`.
pub(crate) fn assertions<'a>(
    sheet: &'a Sheet<'a>,
    surroundings: &[Surroundings<'_>],
    faults: &mut Vec<Fault>,
) -> Vec<Assertion> {
    let outside = Surroundings::default();
    let mut assertions = Vec::new();
    for (number, draft) in sheet.asserts.iter().enumerate() {
        let around = draft.scope.and_then(|scope| surroundings.get(scope)).unwrap_or(&outside);
        let mut found = Vec::new();
        let asked = Asked::of(draft, &around.options, &mut found);
        let expected = expected(draft, &mut found);
        let is_whole = found.is_empty();
        faults.extend(found.into_iter().map(|(part, f)| f.at(Item::Assert(number), part)));
        if let (true, Some(asked), Some(expected)) = (is_whole, asked, expected) {
            assertions.push(Assertion { number, asked, expected });
        }
    }
    assertions
}

fn expected(draft: &AssertDraft<'_>, found: &mut Vec<(Part, Finding)>) -> Option<Answer> {
    let word = &draft.status[..];
    let status = Status::of_word(word);
    let mut fault = |kind| found.push((Part::Status, Finding::new(0..0, kind)));
    match (status, &draft.location) {
        (None, _) if word != "pass" => fault(Kind::Status(word.into())),
        (None, None) => return Some(None),
        (Some(status), None) if !status.is_redirection() => return Some(Some((status, None))),
        (Some(status), None) => fault(Kind::TargetMissing(status)),
        (Some(status), Some(text)) if status.is_redirection() => {
            return Some(Some((status, Some(location(text, found)?))));
        }
        (_, Some(_)) => fault(Kind::StatusWithTarget(word.into())),
    }
    None
}

/// A location as it is sent; its braces are text.
fn location(text: &str, found: &mut Vec<(Part, Finding)>) -> Option<String> {
    let mut findings = Vec::new();
    let target = Target::parse(&escaped(text), Some(&[]), &mut findings);
    // A rule that is allowed to lead out of the web is tried like another.
    findings.retain(|finding| !matches!(finding.kind, Kind::TargetScheme(_)));
    found.extend(findings.into_iter().map(|finding| (Part::Target, finding)));
    String::from_utf8(target?.literal()?).ok()
}

/// What the table answers otherwise than the asserts say.
pub fn failures(asserts: &[Assertion], redirects: &Redirects) -> Vec<Fault> {
    asserts.iter().filter_map(|assert| assert.failure(redirects)).collect()
}

impl Assertion {
    fn failure(&self, redirects: &Redirects) -> Option<Fault> {
        let answered = answer(redirects, &self.asked);
        if as_written(answered.clone()) == self.expected {
            return None;
        }
        let same_status = answered.as_ref().map(|a| a.0) == self.expected.as_ref().map(|a| a.0);
        let part = if same_status { Part::Target } else { Part::Status };
        let kind = Kind::Assert(BadAssert::Failed {
            answered: shown(&answered),
            expected: shown(&self.expected),
            rule: redirects.find(&self.asked).rule(),
        });
        Some(Fault::new(Item::Assert(self.number), part, kind))
    }
}

fn answer(redirects: &Redirects, asked: &Asked) -> Answer {
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
