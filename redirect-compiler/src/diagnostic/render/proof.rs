//! The words for what is proved of rules together.

use crate::diagnostic::kind::FaultKind;
use crate::syntax::document::Document;

/// The most rules that are named one by one.
const MAX_NAMED: usize = 4;

pub(crate) fn message(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Unreachable { by } if by.len() == 1 => {
            "no request reaches this rule: an earlier one takes all that it matches".into()
        }
        FaultKind::Unreachable { by } => {
            format!(
                "no request reaches this rule: {} earlier ones take all that it matches",
                by.len()
            )
        }
        FaultKind::Loop { is_back: true, hops } if hops.len() == 1 => {
            "this rule sends a request back to itself".into()
        }
        FaultKind::Loop { is_back: true, .. } => "this rule sends a request round in a loop".into(),
        FaultKind::Loop { .. } => {
            "this rule sends a request on and on, which never comes to an end".into()
        }
        _ => "all that this rule answers is redirected again".into(),
    }
}

pub(crate) fn help(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Unreachable { by } if by.len() == 1 => {
            "move this rule above it, or leave it out".into()
        }
        FaultKind::Unreachable { .. } => "move this rule above them, or leave it out".into(),
        FaultKind::Loop { .. } => "let one of the rules lead elsewhere, or leave it out".into(),
        FaultKind::Chain { end, asked, .. } => {
            format!("lead to the end at once, which for `{asked}` is `{end}`")
        }
        _ => String::new(),
    }
}

/// Where the other rules are: a line each.
pub(crate) fn note(kind: &FaultKind, document: &Document<'_>) -> Option<String> {
    let lines: Vec<String> = match kind {
        FaultKind::Unreachable { by } => {
            by.iter().map(|&rule| format!("it is taken by {}", rule_at(rule, document))).collect()
        }
        FaultKind::Chain { by, .. } => {
            by.iter().map(|&rule| format!("it goes on with {}", rule_at(rule, document))).collect()
        }
        FaultKind::Loop { hops, is_back } => {
            let mut lines: Vec<_> = hops
                .iter()
                .map(|(asked, rule)| format!("`{asked}` is taken by {}", rule_at(*rule, document)))
                .collect();
            shortened(&mut lines);
            let back_to = hops.first().filter(|_| *is_back);
            lines.extend(back_to.map(|(asked, _)| format!("and leads to `{asked}` again")));
            return Some(lines.join("\nnote: "));
        }
        _ => return None,
    };
    let more = lines.len().saturating_sub(MAX_NAMED);
    let mut named: Vec<_> = lines.into_iter().take(MAX_NAMED).collect();
    named.extend((more > 0).then(|| format!("and by {more} more")));
    Some(named.join("\nnote: "))
}

/// Leaves out the middle of a long list.
fn shortened(lines: &mut Vec<String>) {
    if lines.len() > 2 * MAX_NAMED {
        lines.splice(MAX_NAMED..lines.len() - 1, ["and so on".into()]);
    }
}

fn rule_at(rule: usize, document: &Document<'_>) -> String {
    let place = document.rules.get(rule).map(|rule| rule.place).filter(|place| place.line() > 0);
    let place = place.map_or_else(String::new, |place| format!(" at {place}"));
    format!("`{}`{place}", document.source(rule))
}
