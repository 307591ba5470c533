//! Conditions of a rule that are equal or contradict each other.

use crate::diagnostic::kind::{ConditionFault, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::network::AddressSet;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::scope::InheritedScopes;
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// Reports two conditions of a rule that are equal, or that no request can meet together.
/// Conditions of the groups around a rule count as its own.
pub(super) fn check(
    document: &Document<'_>,
    scopes: &InheritedScopes<'_>,
    rules: &[CheckedRule<'_>],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (node, scope) in scopes.iter() {
        faults.extend(fault(document, node, &scope.conditions));
    }
    for rule in rules {
        if !rule.conditions.is_empty() {
            faults.extend(fault(document, NodeId::Rule(rule.id), &rule.conditions));
        }
    }
    faults
}

/// Returns the first fault of a node's own conditions. Each is compared with the inherited ones and
/// with the node's conditions before it.
fn fault(document: &Document<'_>, node: NodeId, conditions: &[ScopedCondition]) -> Option<Fault> {
    for later in conditions {
        for earlier in conditions {
            let is_earlier = earlier.node != node || earlier.index < later.index;
            if later.node != node || !is_earlier {
                continue;
            }
            let (a, b) = (&earlier.condition, &later.condition);
            let fault = if a == b {
                ConditionFault::Duplicate
            } else if excludes(a, b) || excludes(b, a) {
                let written = &document.conditions(earlier.node)[earlier.index];
                ConditionFault::Contradiction(written.to_string())
            } else {
                continue;
            };
            let field = Field::Condition(later.index);
            return Some(Fault::new(node, field, FaultKind::Condition(fault)));
        }
    }
    None
}

/// Returns whether no value meets both conditions. Only a condition `a` that requires a value can
/// exclude another, so callers try both orders.
fn excludes(a: &CheckedCondition, b: &CheckedCondition) -> bool {
    if a.subject != b.subject || a.is_negated {
        return false;
    }
    let requires_absence = b.is_negated && b.patterns.is_empty();
    if requires_absence || a.patterns.is_empty() || b.patterns.is_empty() {
        return requires_absence;
    }
    if a.subject == Subject::Ip {
        let (a, b_set) = (AddressSet::new(&a.patterns), AddressSet::new(&b.patterns));
        return if b.is_negated { a.is_subset(&b_set) } else { a.is_disjoint(&b_set) };
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

/// Returns the values that a condition lists, or `None` if one of them has captures.
fn values(condition: &CheckedCondition) -> Option<Vec<&[u8]>> {
    let mut values = Vec::new();
    for pieces in &condition.patterns {
        values.push(match &pieces[..] {
            [] => &[][..],
            [Piece::Literal(value)] => value,
            _ => return None,
        });
    }
    Some(values)
}
