//! Links of a redirect chain.

use crate::lower::checked_rule::{Action, CheckedRule};

/// Returns whether a redirect by one rule that leads to a redirect by another is a link of a chain,
/// which the first rule could avoid.
///
/// A permanent redirect to a temporary one is not: to skip the second would make it permanent.
pub(crate) fn is_chain_link(rule: &CheckedRule<'_>, next: &CheckedRule<'_>) -> bool {
    match (&rule.action, &next.action) {
        (Action::Redirect(status, _), Action::Redirect(next_status, _)) => {
            rule.id != next.id && (!status.is_permanent() || next_status.is_permanent())
        }
        (Action::Redirect(..) | Action::Final(_) | Action::Pass, _) => false,
    }
}
