//! Conditions of a rule that are equal, or that no request meets together.

use crate::diagnostic::kind::{ConditionFault, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::scope::InheritedScopes;
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// Reports two conditions of a rule that are equal, or that no request meets together: its own
/// conditions, and those of the groups around it.
pub(super) fn check(
    document: &Document<'_>,
    scopes: &InheritedScopes<'_>,
    rules: &[CheckedRule<'_>],
) -> Vec<Fault> {
    let scopes = scopes.iter().map(|(node, scope)| (node, &scope.conditions));
    let rules = rules.iter().map(|rule| (NodeId::Rule(rule.id), &rule.conditions));
    scopes.chain(rules).filter_map(|(node, all)| fault(document, node, all)).collect()
}

/// Returns the first fault of a node's own conditions, each compared with those around the node and
/// with those before it.
fn fault(document: &Document<'_>, node: NodeId, conditions: &[ScopedCondition]) -> Option<Fault> {
    let mut own = conditions.iter().filter(|condition| condition.node == node);
    own.find_map(|later| {
        let is_earlier = |other: &&ScopedCondition| other.node != node || other.index < later.index;
        let fault = conditions.iter().filter(is_earlier).find_map(|earlier| {
            let (a, b) = (&earlier.condition, &later.condition);
            if a == b {
                Some(ConditionFault::Duplicate)
            } else if excludes(a, b) || excludes(b, a) {
                let written = document.conditions(earlier.node).get(earlier.index)?;
                Some(ConditionFault::Contradiction(written.to_string()))
            } else {
                None
            }
        })?;
        Some(Fault::new(node, Field::Condition(later.index), FaultKind::Condition(fault)))
    })
}

/// Returns whether no value meets both conditions, where `a` is one that requires a value.
fn excludes(a: &CheckedCondition, b: &CheckedCondition) -> bool {
    if a.subject != b.subject || a.is_negated {
        return false;
    }
    let requires_absence = b.is_negated && b.patterns.is_empty();
    if requires_absence || a.patterns.is_empty() || b.patterns.is_empty() {
        return requires_absence;
    }
    let (Some(a_values), Some(b_values)) = (values(a), values(b)) else { return false };
    let is_language = a.subject == Subject::Language;
    // A language range includes its subtags: `de` includes `de-AT` (RFC 4647 §3.3.1).
    let includes = |range: &[u8], value: &[u8]| {
        let rest = value.strip_prefix(range);
        rest.is_some_and(|rest| rest.is_empty() || is_language && rest.starts_with(b"-"))
    };
    if b.is_negated {
        a_values.iter().all(|value| b_values.iter().any(|range| includes(range, value)))
    } else {
        !a_values.iter().any(|x| b_values.iter().any(|y| includes(x, y) || includes(y, x)))
    }
}

/// Returns the values that a condition lists, unless one of them has captures.
fn values(condition: &CheckedCondition) -> Option<Vec<&[u8]>> {
    condition
        .patterns
        .iter()
        .map(|pieces| match &pieces[..] {
            [] => Some(&[][..]),
            [Piece::Literal(value)] => Some(&value[..]),
            _ => None,
        })
        .collect()
}
