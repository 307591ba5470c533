//! The rows of the faults of rules among the others.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::AnalysisFault;
use crate::diagnostic::render::{Description, Note};
use crate::syntax::ids::RuleId;

/// The most rules that are named one by one.
const MAX_NAMED: usize = 4;

pub(super) fn describe(fault: &AnalysisFault) -> Description {
    match fault {
        AnalysisFault::Unreachable { by } => {
            let (message, help) = match by.len() {
                1 => (
                    "no request reaches this rule: an earlier one takes all that it matches".into(),
                    "move this rule above it, or leave it out",
                ),
                count => (
                    format!(
                        "no request reaches this rule: {count} earlier ones take all that it \
                         matches"
                    ),
                    "move this rule above them, or leave it out",
                ),
            };
            Description::new(FaultName::Unreachable, message)
                .notes(rules("it is taken by", by))
                .help(help)
                .allowable()
        }
        AnalysisFault::Loop { hops, is_cycle } => Description::new(
            FaultName::Loop,
            match (is_cycle, &hops[..]) {
                (true, [_]) => "this rule sends a request back to itself",
                (true, _) => "this rule sends a request round in a loop",
                (false, _) => "this rule sends a request on and on, which never comes to an end",
            },
        )
        .notes(hop_notes(hops, *is_cycle))
        .help("let one of the rules lead elsewhere, or leave it out")
        .allowable(),
        AnalysisFault::Chain { by, request, end } => {
            Description::new(FaultName::Chain, "all that this rule answers is redirected again")
                .notes(rules("it goes on with", by))
                .help(format!("lead to the end at once, which for `{request}` is `{end}`"))
                .allowable()
        }
    }
}

/// Names the first rules of a list, and counts the others.
fn rules(text: &'static str, by: &[RuleId]) -> Vec<Note> {
    let (named, others) = by.split_at(by.len().min(MAX_NAMED));
    let mut notes = Vec::new();
    for &rule in named {
        notes.push(Note::Rule { text: text.into(), rule });
    }
    if !others.is_empty() {
        notes.push(Note::Text(format!("and by {} more", others.len()).into()));
    }
    notes
}

/// Lists the hops of a loop, without the middle of a long list.
fn hop_notes(hops: &[(String, RuleId)], is_cycle: bool) -> Vec<Note> {
    let is_long = hops.len() > 2 * MAX_NAMED;
    let mut notes = Vec::new();
    for (index, (request, rule)) in hops.iter().enumerate() {
        if !is_long || index < MAX_NAMED || index == hops.len() - 1 {
            let text = format!("`{request}` is taken by").into();
            notes.push(Note::Rule { text, rule: *rule });
        } else if index == MAX_NAMED {
            notes.push(Note::Text("and so on".into()));
        }
    }
    if let (Some((request, _)), true) = (hops.first(), is_cycle) {
        notes.push(Note::Text(format!("and leads to `{request}` again").into()));
    }
    notes
}
