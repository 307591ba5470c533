//! Links of a redirect chain.

use crate::lower::checked_rule::{Answer, CheckedRule};

/// Whether a redirect by one rule that leads to a redirect by another is a link of a chain, which
/// the first rule could avoid.
///
/// A permanent redirect to a temporary one is not: to skip the second would make it permanent.
pub(crate) fn is_chain_link(rule: &CheckedRule<'_>, next: &CheckedRule<'_>) -> bool {
    match (&rule.answer, &next.answer) {
        (Answer::Redirect(status, _), Answer::Redirect(next_status, _)) => {
            rule.rule != next.rule && (!status.is_permanent() || next_status.is_permanent())
        }
        (Answer::Redirect(..) | Answer::Final(_) | Answer::Pass, _) => false,
    }
}
