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
    let named = by.iter().take(MAX_NAMED).map(|&rule| Note::Rule { text: text.into(), rule });
    let others = by.len().saturating_sub(MAX_NAMED);
    let others = (others > 0).then(|| Note::Text(format!("and by {others} more").into()));
    named.chain(others).collect()
}

/// Lists the hops of a loop, without the middle of a long list.
fn hop_notes(hops: &[(String, RuleId)], is_cycle: bool) -> Vec<Note> {
    let hop = |(request, rule): &(String, RuleId)| Note::Rule {
        text: format!("`{request}` is taken by").into(),
        rule: *rule,
    };
    let mut notes: Vec<Note> = hops.iter().map(hop).collect();
    if notes.len() > 2 * MAX_NAMED {
        notes.splice(MAX_NAMED..notes.len() - 1, [Note::Text("and so on".into())]);
    }
    let first = hops.first().filter(|_| is_cycle);
    notes.extend(
        first.map(|(request, _)| Note::Text(format!("and leads to `{request}` again").into())),
    );
    notes
}
