//! The rows of the faults of rules among the others.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::AnalysisFault;
use crate::diagnostic::render::{Description, Note};
use crate::syntax::ids::RuleId;

/// The most rules that are named one by one.
const MAX_NAMED: usize = 4;

pub(super) fn describe(fault: &AnalysisFault) -> Description {
    match fault {
        AnalysisFault::Unreachable { by } => unreachable(by),
        AnalysisFault::Loop { hops, is_cycle } => endless(hops, *is_cycle),
        AnalysisFault::Chain { by, request, end } => Description::new(
            FaultName::Chain,
            "redirect chain: every response from this rule leads to another \
             redirect",
        )
        .notes(rules("its target is redirected by ", by, ""))
        .help(format!(
            "redirect directly to the final URL: `{end}` for a request to \
             `{request}`"
        ))
        .allowable(),
    }
}

fn unreachable(by: &[RuleId]) -> Description {
    let (message, help): (&str, &str) = match by {
        [_] => (
            "unreachable rule: an earlier rule matches every request that \
             this rule matches",
            "move this rule above it, or remove it",
        ),
        _ => (
            "unreachable rule: earlier rules together match every request \
             that this rule matches",
            "move this rule above them, or remove it",
        ),
    };
    let after = if by.len() == 1 { " matches first" } else { " matches some of them first" };
    Description::new(FaultName::Unreachable, message)
        .notes(rules("", by, after))
        .help(help)
        .allowable()
}

fn endless(hops: &[(String, RuleId)], is_cycle: bool) -> Description {
    let mut request = String::new();
    if let Some((first, _)) = hops.first() {
        request = format!("`{first}`");
    }
    let (message, help) = match (is_cycle, hops) {
        (true, [_]) => (
            format!("redirect loop: {request} is redirected back to itself"),
            "add a condition that the target does not meet, such as `scheme == \"http\"` (behind a \
             proxy, with `trust_forwarded()`), or a rule with `pass` above this one",
        ),
        (true, _) => (
            format!("redirect loop: {request} is redirected back to itself"),
            "change the target of one of these rules, or remove one of them",
        ),
        (false, _) => (
            format!(
                "redirect loop: {request} is redirected forever, each time to \
                 another URL"
            ),
            "change the target, or add a rule with `pass` for it above this one",
        ),
    };
    Description::new(FaultName::Loop, message)
        .notes(hop_notes(hops, is_cycle))
        .help(help)
        .allowable()
}

/// Names the first rules of a list, and counts the others.
fn rules(before: &'static str, by: &[RuleId], after: &'static str) -> Vec<Note> {
    let (named, others) = by.split_at(by.len().min(MAX_NAMED));
    let mut notes = Vec::new();
    for &rule in named {
        notes.push(Note::Rule { before: before.into(), rule, after });
    }
    if !others.is_empty() {
        notes.push(Note::Text(format!("and {} more rules", others.len()).into()));
    }
    notes
}

/// Lists the hops of a loop, without the middle of a long list.
fn hop_notes(hops: &[(String, RuleId)], is_cycle: bool) -> Vec<Note> {
    let is_long = hops.len() > 2 * MAX_NAMED;
    let mut notes = Vec::new();
    for (index, (request, rule)) in hops.iter().enumerate() {
        if !is_long || index < MAX_NAMED || index == hops.len() - 1 {
            let before = format!("`{request}` matches ").into();
            notes.push(Note::Rule { before, rule: *rule, after: "" });
        } else if index == MAX_NAMED {
            notes.push(Note::Text("and so on".into()));
        }
    }
    if let (Some((request, _)), true) = (hops.first(), is_cycle) {
        notes.push(Note::Text(format!("its target leads to `{request}` again").into()));
    }
    notes
}
