//! The conditions of a rule: subjects, and the patterns that their values must match.

pub(crate) mod network;
pub(crate) mod subject;
pub(crate) mod value;

use std::net::IpAddr;
use std::ops::Range;

use crate::diagnostic::kind::{ConditionFault, FaultKind};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::braces::{has_captures, remove_shapes, tokenize};
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
}

impl CheckedCondition {
    /// Returns the name of the header field that the condition depends on, in lower case, as
    /// `Vary` lists it.
    pub(crate) fn header(&self) -> Option<&str> {
        match &self.subject {
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
        let subject = self.subject.as_ref();
        if matches!(subject, Subject::Capture(_)) {
            return true;
        }
        if !subject.is_text() {
            return self.holds_for(request.peer_addr());
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

    /// Returns whether a condition on the address of the peer holds.
    fn holds_for(&self, peer: Option<IpAddr>) -> bool {
        let is_in =
            |peer| self.patterns.is_empty() || AddressSet::new(&self.patterns).contains(peer);
        peer.is_some_and(is_in) != self.is_negated
    }
}

/// Lowers the conditions of a node and reports their faults. `path_captures` is `None` if the
/// captures of the source are unknown.
pub(crate) fn lower(
    document: &Document<'_>,
    node: NodeId,
    conditions: &[Condition<'_>],
    path_captures: Option<&[Capture]>,
    languages: &LanguagesInScope,
    faults: &mut Vec<Fault>,
) -> Vec<ScopedCondition> {
    let mut lowered = Vec::new();
    for (index, condition) in conditions.iter().enumerate() {
        let subject = parse_subject(condition, path_captures.unwrap_or_default());
        match subject.and_then(|subject| languages.subject(subject)) {
            Ok(subject) => {
                if let Some(condition) = lower_values(node, index, condition, subject, faults) {
                    lowered.push(ScopedCondition { node, index, condition });
                }
            }
            Err(fault) => {
                let is_unknown = matches!(
                    fault,
                    ConditionFault::UnknownSubject { .. }
                        | ConditionFault::MethodSubject(_)
                        | ConditionFault::PathSubject(_)
                );
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
    match always_present(condition, &subject, path_captures).or_else(|| no_values(condition)) {
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

/// Reports a test for the presence of a capture that always has a value.
fn always_present(
    condition: &Condition<'_>,
    subject: &Subject<Vec<u8>>,
    path_captures: &[Capture],
) -> Option<ConditionFault> {
    let Subject::Capture(index) = subject else { return None };
    let is_optional = path_captures.get(*index).is_some_and(|capture| capture.is_optional);
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
    value: &str,
) -> Result<(Pieces, Vec<Capture>), Vec<Spanned<FaultKind>>> {
    let of_value = |bad| vec![Spanned::new(0..value.len(), FaultKind::Condition(bad))];
    let tokens = tokenize(value).map_err(|fault| vec![fault])?;
    if let Some(fault) = foreign_syntax::in_value(value) {
        return Err(vec![fault]);
    }
    let is_equality = condition.operator == Operator::Equal && !condition.negated;
    if has_captures(&tokens) && !(subject.may_be_captured() && is_equality) {
        return Err(of_value(ConditionFault::CaptureNotAllowed));
    }
    if let Some(fault) = check_value_captures(&tokens) {
        return Err(vec![fault]);
    }
    let invalid = value::check(subject, &remove_shapes(value, &tokens));
    if let Some(mut bad) = invalid.or_else(|| value::check_host_text(subject, value, &tokens)) {
        if let ConditionFault::WildcardHost { suggestion, .. } = &mut bad {
            *suggestion = suggestion.take().filter(|_| is_equality);
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
