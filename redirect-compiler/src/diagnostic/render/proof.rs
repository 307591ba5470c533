//! The words for what is proved of rules together.

use crate::diagnostic::kind::Kind;
use crate::syntax::document::Sheet;

/// The most rules that are named one by one.
const MAX_NAMED: usize = 4;

pub(crate) fn message(kind: &Kind) -> String {
    match kind {
        Kind::Unreachable { by } if by.len() == 1 => {
            "no request reaches this rule: an earlier one takes all that it matches".into()
        }
        Kind::Unreachable { by } => {
            format!(
                "no request reaches this rule: {} earlier ones take all that it matches",
                by.len()
            )
        }
        Kind::Loop { is_back: true, hops } if hops.len() == 1 => {
            "this rule sends a request back to itself".into()
        }
        Kind::Loop { is_back: true, .. } => "this rule sends a request round in a loop".into(),
        Kind::Loop { .. } => {
            "this rule sends a request on and on, which never comes to an end".into()
        }
        _ => "all that this rule answers is redirected again".into(),
    }
}

pub(crate) fn help(kind: &Kind) -> String {
    match kind {
        Kind::Unreachable { by } if by.len() == 1 => {
            "move this rule above it, or leave it out".into()
        }
        Kind::Unreachable { .. } => "move this rule above them, or leave it out".into(),
        Kind::Loop { .. } => "let one of the rules lead elsewhere, or leave it out".into(),
        Kind::Chain { end, asked, .. } => {
            format!("lead to the end at once, which for `{asked}` is `{end}`")
        }
        _ => String::new(),
    }
}

/// Where the other rules are: a line each.
pub(crate) fn note(kind: &Kind, sheet: &Sheet<'_>) -> Option<String> {
    let lines: Vec<String> = match kind {
        Kind::Unreachable { by } => {
            by.iter().map(|&rule| format!("it is taken by {}", rule_at(rule, sheet))).collect()
        }
        Kind::Chain { by, .. } => {
            by.iter().map(|&rule| format!("it goes on with {}", rule_at(rule, sheet))).collect()
        }
        Kind::Loop { hops, is_back } => {
            let mut lines: Vec<_> = hops
                .iter()
                .map(|(asked, rule)| format!("`{asked}` is taken by {}", rule_at(*rule, sheet)))
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

fn rule_at(rule: usize, sheet: &Sheet<'_>) -> String {
    let place = sheet.rules.get(rule).map(|rule| rule.place).filter(|place| place.line > 0);
    let place = place.map_or_else(String::new, |place| format!(" at {place}"));
    format!("`{}`{place}", sheet.source(rule))
}
