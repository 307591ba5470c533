//! Links of a redirect chain.

use crate::lower::checked_rule::{Action, CheckedRule};

/// Returns whether a redirect by `rule` that leads to a redirect by `next` is a link of a chain,
/// which a direct redirect could replace.
///
/// A permanent redirect to a temporary one is not such a link, because a direct redirect would
/// change whether one of them is permanent.
pub(crate) fn is_chain_link(rule: &CheckedRule<'_>, next: &CheckedRule<'_>) -> bool {
    match (&rule.action, &next.action) {
        (Action::Redirect(status, _), Action::Redirect(next_status, _)) => {
            rule.id != next.id && (!status.is_permanent() || next_status.is_permanent())
        }
        (Action::Redirect(..) | Action::Final(_) | Action::Pass, _) => false,
    }
}
