//! The conditions of a rule: subjects, and the patterns that their values must match.

pub(crate) mod captured_value;
mod declaration;
pub(crate) mod network;
pub(crate) mod subject;
pub(crate) mod value;

use std::net::IpAddr;

use crate::diagnostic::kind::{ConditionFault, FaultKind};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::braces::{has_captures, remove_shapes, tokenize};
use crate::lower::condition::captured_value::{CapturedValue, KnownCapture};
use crate::lower::condition::declaration::refine_unknown_subject;
use crate::lower::condition::network::AddressSet;
use crate::lower::foreign_syntax;
use crate::lower::language::LanguagesInScope;
use crate::lower::pattern::{self, Capture, PatternOf, Pieces, check_value_captures};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{Condition, Operator};
use redirect_core::Request;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::layout::ANY_FIELD;
use redirect_core::internals::pattern::Piece;

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
    /// The patterns, one of which must match the value. Empty if the condition tests for presence.
    pub(crate) patterns: Vec<Pieces>,
    pub(crate) captures: Vec<Capture>,
    /// The value of the subject if that is the capture of an earlier condition.
    pub(crate) captured_value: Option<CapturedValue>,
}

impl CheckedCondition {
    /// Returns the part of the request that the condition depends on, with the patterns that
    /// determine whether it holds. For the capture of an earlier condition, these are the subject
    /// of that condition, and its pattern with each value in place of the capture.
    pub(crate) fn inspected(&self) -> (&Subject<Vec<u8>>, &[Pieces]) {
        match &self.captured_value {
            Some(captured) => (&captured.subject, &captured.filled_patterns),
            None => (&self.subject, &self.patterns),
        }
    }

    /// Returns the index of the capture of the path that the condition inspects.
    pub(crate) fn path_capture(&self) -> Option<usize> {
        match (&self.subject, &self.captured_value) {
            (Subject::Capture(index), None) => Some(*index),
            _ => None,
        }
    }

    /// Returns the name of the header field that the condition depends on, in lower case, as
    /// `Vary` lists it.
    pub(crate) fn header(&self) -> Option<&str> {
        match self.inspected().0 {
            Subject::Header(name) => std::str::from_utf8(name).ok(),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language | Subject::SiteLanguage(_) => Some("accept-language"),
            Subject::Ip => Some(ANY_FIELD),
            Subject::Host
            | Subject::Scheme
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Port => None,
        }
    }

    /// Returns the position of the condition in the order of evaluation. `Vary` then names only the
    /// fields that could have changed the response, and `*` only where the address could.
    pub(crate) fn evaluation_order(&self) -> impl Ord + use<> {
        (self.subject == Subject::Ip, self.header().is_some())
    }

    /// Returns whether the result of a lookup holds the value, because captures are computed from
    /// it again.
    pub(crate) fn is_capture_input(&self) -> bool {
        self.subject.is_capture_input() && !self.captures.is_empty()
    }

    /// Returns the name of the query parameter that the condition compares or captures.
    pub(crate) fn query_parameter(&self) -> Option<&[u8]> {
        match &self.subject {
            Subject::Query(name) if !self.patterns.is_empty() => Some(name),
            Subject::Query(_)
            | Subject::Host
            | Subject::Scheme
            | Subject::Language
            | Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => None,
        }
    }

    /// Returns whether the condition holds for a request, regardless of the path. A condition on a
    /// capture of the path counts as met.
    pub(crate) fn holds(&self, request: &impl Request) -> bool {
        if self.path_capture().is_some() {
            return true;
        }
        let subject = self.subject.as_ref();
        if !subject.is_text() {
            return self.holds_for(request.peer_addr());
        }
        let mut captures = Captures::default();
        let value = match &self.captured_value {
            Some(captured_value) => captured_value.in_request(request),
            None => subject.value(request, &captures),
        };
        let Some(value) = value else { return self.is_negated };
        for pieces in &self.patterns {
            let pieces: Vec<_> = pieces.iter().map(Piece::as_ref).collect();
            if subject.matches(value, &pieces, &mut captures) {
                return !self.is_negated;
            }
        }
        self.patterns.is_empty() != self.is_negated
    }

    /// Returns whether a condition on the address of the peer holds.
    fn holds_for(&self, peer: Option<IpAddr>) -> bool {
        let is_in =
            |peer| self.patterns.is_empty() || AddressSet::new(&self.patterns).contains(peer);
        peer.is_some_and(is_in) != self.is_negated
    }
}

/// Lowers the conditions of a node and reports their faults. `outer` are the conditions of the
/// scopes around it. `path_captures` is `None` if the captures of the source are unknown.
pub(crate) fn lower(
    document: &Document<'_>,
    node: NodeId,
    outer: &[ScopedCondition],
    path_captures: Option<&[Capture]>,
    languages: &LanguagesInScope,
    faults: &mut Vec<Fault>,
) -> Vec<ScopedCondition> {
    let mut lowered: Vec<ScopedCondition> = Vec::new();
    for (index, condition) in document.conditions(node).iter().enumerate() {
        let before = outer.iter().chain(&lowered);
        let known = KnownCapture::all(path_captures.unwrap_or_default(), before);
        let subject = parse_subject(condition, &known);
        match subject.and_then(|subject| languages.subject(subject)) {
            Ok(subject) => {
                let captured_value = match subject {
                    Subject::Capture(index) => CapturedValue::new(known[index]),
                    _ => None,
                };
                let values = lower_values(node, index, condition, subject, captured_value, faults);
                if let Some(condition) = values {
                    lowered.push(ScopedCondition { node, index, condition });
                }
            }
            Err(fault) => {
                let is_source_known = path_captures.is_some();
                let fault = refine_unknown_subject(fault, document, node, index, is_source_known);
                if let Some(fault) = fault {
                    let kind = FaultKind::Condition(fault);
                    faults.push(Fault::new(node, Field::Condition(index), kind));
                }
            }
        }
    }
    lowered
}

/// Parses the subject of a condition, and checks that the comparison makes sense for it.
fn parse_subject(
    condition: &Condition<'_>,
    captures: &[KnownCapture<'_>],
) -> Result<Subject<Vec<u8>>, ConditionFault> {
    let subject = subject::parse(condition, captures)?;
    match always_present(condition, &subject, captures).or_else(|| no_values(condition)) {
        Some(fault) => Err(fault),
        None => Ok(subject),
    }
}

/// Lowers the values of a condition, or reports their faults.
fn lower_values(
    node: NodeId,
    index: usize,
    condition: &Condition<'_>,
    subject: Subject<Vec<u8>>,
    captured_value: Option<CapturedValue>,
    faults: &mut Vec<Fault>,
) -> Option<CheckedCondition> {
    let (mut patterns, mut captures) = (Vec::new(), Vec::new());
    for (value_index, value) in condition.values.iter().enumerate() {
        match parse_pattern(condition, &subject, captured_value.as_ref(), value) {
            Ok((pieces, mut own_captures)) => {
                patterns.push(pieces);
                captures.append(&mut own_captures);
            }
            Err(found) => {
                let field = Field::ConditionValue(index, value_index);
                for fault in found {
                    faults.push(fault.at(node, field));
                }
            }
        }
    }
    let is_negated = condition.negated || condition.operator == Operator::NotEqual;
    if patterns.len() < condition.values.len() {
        return None;
    }
    let captured_value = captured_value.map(|value| value.compared_with(&patterns));
    Some(CheckedCondition { subject, is_negated, patterns, captures, captured_value })
}

/// Reports a test for the presence of a capture that always has a value.
fn always_present(
    condition: &Condition<'_>,
    subject: &Subject<Vec<u8>>,
    captures: &[KnownCapture<'_>],
) -> Option<ConditionFault> {
    let Subject::Capture(index) = subject else { return None };
    let is_optional = captures.get(*index).is_some_and(|known| known.capture.is_optional);
    (condition.operator == Operator::Present && !is_optional)
        .then(|| ConditionFault::AlwaysPresent(condition.subject.to_string()))
}

/// Reports `in []`.
fn no_values(condition: &Condition<'_>) -> Option<ConditionFault> {
    let is_empty = condition.operator == Operator::In && condition.values.is_empty();
    is_empty.then_some(ConditionFault::EmptyList)
}

/// Parses a value that a condition compares with.
fn parse_pattern(
    condition: &Condition<'_>,
    subject: &Subject<Vec<u8>>,
    captured: Option<&CapturedValue>,
    value: &str,
) -> Result<(Pieces, Vec<Capture>), Vec<Spanned<FaultKind>>> {
    let of_value = |bad| vec![Spanned::new(0..value.len(), FaultKind::Condition(bad))];
    let tokens = tokenize(value).map_err(|fault| vec![fault])?;
    if let Some(fault) = foreign_syntax::in_value(value) {
        return Err(vec![fault]);
    }
    let is_equality = condition.operator == Operator::Equal && !condition.negated;
    if has_captures(&tokens) && !(subject.may_be_captured() && is_equality) {
        let subject = condition.subject.to_string();
        return Err(of_value(ConditionFault::CaptureNotAllowed { subject }));
    }
    if let Some(fault) = check_value_captures(&tokens) {
        return Err(vec![fault]);
    }
    let invalid = match captured {
        Some(captured) => value::check_captured(&captured.subject, value),
        None => value::check(subject, &remove_shapes(value, &tokens)),
    };
    // A capture has a part of the value of its subject.
    let subject = captured.map_or(subject, |captured| &captured.subject);
    if let Some(mut bad) = invalid.or_else(|| value::check_host_text(subject, value, &tokens)) {
        if let ConditionFault::WildcardHost { suggestion, .. }
        | ConditionFault::ForeignHost { suggestion, .. } = &mut bad
        {
            *suggestion = suggestion.take().filter(|host| is_equality || !host.contains('{'));
        }
        return Err(of_value(bad));
    }
    let mut faults = Vec::new();
    let normalize = |text: &str| value::normalize(subject, text);
    let is_host = *subject == Subject::Host;
    let pattern_of = if is_host { PatternOf::Host } else { PatternOf::Value };
    let compiled = pattern::compile(&tokens, &normalize, pattern_of, &mut faults);
    if faults.is_empty() { Ok(compiled) } else { Err(faults) }
}
