use crate::diagnostic::kind::{BadCondition, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::scope::InheritedScopes;
use crate::syntax::document::{Document, NodeId};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// Two conditions of a rule that no request meets both, or that say the same: its own, and those of
/// the groups around it.
pub(crate) fn check(
    document: &Document<'_>,
    inherited: &InheritedScopes<'_>,
    directives: &[CheckedRule<'_>],
) -> Vec<Fault> {
    let scopes = inherited.iter().map(|(node, scope)| (node, &scope.conditions));
    let rules = directives.iter().map(|rule| (NodeId::Rule(rule.id), &rule.conditions));
    scopes.chain(rules).filter_map(|(item, conditions)| fault(document, item, conditions)).collect()
}

/// The first fault of an item's own conditions, beside those around it and before them.
fn fault(document: &Document<'_>, item: NodeId, conditions: &[ScopedCondition]) -> Option<Fault> {
    let own = || conditions.iter().filter(move |scoped| scoped.node == item);
    own().find_map(|scoped| {
        let is_before = |other: &&ScopedCondition| other.node != item || other.index < scoped.index;
        let kind = conditions.iter().filter(is_before).find_map(|other| {
            let (a, b) = (&other.condition, &scoped.condition);
            if a == b {
                Some(BadCondition::ConditionTwice)
            } else if excludes(a, b) || excludes(b, a) {
                let written = document.conditions(other.node).get(other.index)?;
                Some(BadCondition::Contradiction(written.to_string()))
            } else {
                None
            }
        })?;
        Some(Fault::new(item, Field::Condition(scoped.index), FaultKind::Condition(kind)))
    })
}

/// Whether no value meets both, `a` being one that asks for something to be there.
fn excludes(a: &CheckedCondition, b: &CheckedCondition) -> bool {
    if a.subject != b.subject || a.is_negated {
        return false;
    }
    let is_absence = b.is_negated && b.patterns.is_empty();
    if is_absence || a.patterns.is_empty() || b.patterns.is_empty() {
        return is_absence;
    }
    let (Some(a_values), Some(b_values)) = (values(a), values(b)) else { return false };
    let is_language = a.subject == Subject::Language;
    let covers = |range: &[u8], value: &[u8]| {
        let rest = value.strip_prefix(range);
        rest.is_some_and(|rest| rest.is_empty() || is_language && rest.starts_with(b"-"))
    };
    if b.is_negated {
        a_values.iter().all(|value| b_values.iter().any(|range| covers(range, value)))
    } else {
        !a_values.iter().any(|x| b_values.iter().any(|y| covers(x, y) || covers(y, x)))
    }
}

/// The values that a condition names, unless it captures.
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
