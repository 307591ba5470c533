//! The conditions of a rule: subjects, and the patterns that their values must match.

pub(crate) mod subject;
pub(crate) mod value;

use std::ops::Range;

use crate::diagnostic::kind::{ConditionFault, FaultKind};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::braces::{has_captures, remove_shapes, tokenize};
use crate::lower::pattern::{self, Capture, Pieces, check_value_captures};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{Condition, Operator};
use redirect_core::Request;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
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
}

impl CheckedCondition {
    /// Returns the name of the header field that the condition depends on, in lower case.
    pub(crate) fn header(&self) -> Option<&str> {
        match &self.subject {
            Subject::Header(name) => std::str::from_utf8(name).ok(),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language => Some("accept-language"),
            Subject::Host | Subject::Scheme | Subject::Query(_) | Subject::Capture(_) => None,
        }
    }

    /// Returns the name of the query parameter that the condition compares or captures.
    pub(crate) fn query_parameter(&self) -> Option<&[u8]> {
        match &self.subject {
            Subject::Query(name) if !self.patterns.is_empty() => Some(name),
            Subject::Query(_)
            | Subject::Host
            | Subject::Scheme
            | Subject::Language
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Capture(_) => None,
        }
    }

    /// Returns whether the condition holds for a request, regardless of the path. A condition on a
    /// capture of the path counts as met.
    pub(crate) fn holds(&self, request: &impl Request) -> bool {
        let subject = self.subject.as_ref();
        if matches!(subject, Subject::Capture(_)) {
            return true;
        }
        let mut captures = Captures::default();
        let Some(value) = subject.value(request, &captures) else { return self.is_negated };
        for pieces in &self.patterns {
            let pieces: Vec<_> = pieces.iter().map(Piece::as_ref).collect();
            if subject.matches(value, &pieces, &mut captures) {
                return !self.is_negated;
            }
        }
        self.patterns.is_empty() != self.is_negated
    }
}

/// Lowers the conditions of a node and reports their faults. `path_captures` is `None` if the
/// captures of the source are unknown.
pub(crate) fn lower(
    document: &Document<'_>,
    node: NodeId,
    conditions: &[Condition<'_>],
    path_captures: Option<&[Capture]>,
    faults: &mut Vec<Fault>,
) -> Vec<ScopedCondition> {
    let mut lowered = Vec::new();
    for (index, condition) in conditions.iter().enumerate() {
        match parse_subject(condition, path_captures.unwrap_or_default()) {
            Ok(subject) => {
                if let Some(condition) = lower_values(node, index, condition, subject, faults) {
                    lowered.push(ScopedCondition { node, index, condition });
                }
            }
            Err(fault) => {
                let is_unknown = matches!(fault, ConditionFault::UnknownSubject { .. });
                let captured =
                    if is_unknown { captured_by(document, node, condition) } else { None };
                // It may be a capture of the source that could not be parsed.
                if is_unknown && captured.is_none() && path_captures.is_none() {
                    continue;
                }
                let kind = FaultKind::Condition(captured.unwrap_or(fault));
                faults.push(Fault::new(node, Field::Condition(index), kind));
            }
        }
    }
    lowered
}

/// Reports a subject that is a capture of another condition of the node, or of a scope around it.
fn captured_by(
    document: &Document<'_>,
    node: NodeId,
    condition: &Condition<'_>,
) -> Option<ConditionFault> {
    let mut nodes = vec![node];
    for scope in document.scopes_around(node) {
        nodes.push(scope.into());
    }
    for node in nodes {
        for origin in document.conditions(node) {
            for value in &origin.values {
                for token in tokenize(value).unwrap_or_default() {
                    if token.capture().is_some_and(|found| found.name == condition.subject) {
                        let name = condition.subject.to_string();
                        let suggestion = compare_origin(condition, origin, value, &token.range);
                        return Some(ConditionFault::CapturedByCondition { name, suggestion });
                    }
                }
            }
        }
    }
    None
}

/// Returns a condition that compares the value that a capture is taken from, in place of one that
/// compares the capture. The range is that of the capture in the pattern of its condition.
fn compare_origin(
    condition: &Condition<'_>,
    origin: &Condition<'_>,
    pattern: &str,
    range: &Range<usize>,
) -> Option<String> {
    let (before, after) = (&pattern[..range.start], &pattern[range.end..]);
    let is_literal = !(before.contains('{') || after.contains('{'));
    let is_comparison = !condition.values.is_empty() && condition.argument.is_none();
    if !is_literal || !is_comparison {
        return None;
    }
    let mut values = Vec::new();
    for value in &condition.values {
        values.push(format!("{before}{value}{after}").into());
    }
    let (subject, argument) = (origin.subject.clone(), origin.argument.clone());
    let operator = condition.operator;
    Some(Condition { negated: false, subject, argument, operator, values }.to_string())
}

/// Parses the subject of a condition, and checks that the comparison makes sense for it.
fn parse_subject(
    condition: &Condition<'_>,
    path_captures: &[Capture],
) -> Result<Subject<Vec<u8>>, ConditionFault> {
    let subject = subject::parse(condition, path_captures)?;
    match always_present(condition, &subject).or_else(|| no_values(condition)) {
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
    faults: &mut Vec<Fault>,
) -> Option<CheckedCondition> {
    let (mut patterns, mut captures) = (Vec::new(), Vec::new());
    for (value_index, value) in condition.values.iter().enumerate() {
        match parse_pattern(condition, &subject, value) {
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
    let is_valid = patterns.len() == condition.values.len();
    is_valid.then_some(CheckedCondition { subject, is_negated, patterns, captures })
}

/// Reports a test for the presence of a capture, which always has a value.
fn always_present(condition: &Condition<'_>, subject: &Subject<Vec<u8>>) -> Option<ConditionFault> {
    let is_presence = condition.operator == Operator::Present;
    let is_capture = matches!(subject, Subject::Capture(_));
    (is_presence && is_capture)
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
    value: &str,
) -> Result<(Pieces, Vec<Capture>), Vec<Spanned<FaultKind>>> {
    let of_value = |bad| vec![Spanned::new(0..value.len(), FaultKind::Condition(bad))];
    let tokens = tokenize(value).map_err(|fault| vec![fault])?;
    let is_equality = condition.operator == Operator::Equal && !condition.negated;
    if has_captures(&tokens) && !(subject.may_be_captured() && is_equality) {
        return Err(of_value(ConditionFault::CaptureNotAllowed));
    }
    if let Some(fault) = check_value_captures(&tokens) {
        return Err(vec![fault]);
    }
    let invalid = value::check(subject, &remove_shapes(value, &tokens));
    if let Some(bad) = invalid.or_else(|| value::check_host_text(subject, value, &tokens)) {
        return Err(of_value(bad));
    }
    let mut faults = Vec::new();
    let normalize = |text: &str| value::normalize(subject, text);
    let is_from_host = *subject == Subject::Host;
    let compiled = pattern::compile(&tokens, &normalize, is_from_host, &mut faults);
    if faults.is_empty() { Ok(compiled) } else { Err(faults) }
}
