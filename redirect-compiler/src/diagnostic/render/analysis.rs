//! The rows of the faults that rules have together.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::{AnalysisFault, LoopFix};
use crate::diagnostic::render::{Description, Note, Words, Written};
use crate::syntax::ids::RuleId;

/// The number of rules and hops that are listed one by one.
const MAX_LISTED: usize = 4;

pub(super) fn describe(fault: &AnalysisFault, written: &Written) -> Description {
    let source = &written.source;
    match fault {
        AnalysisFault::Unreachable { by } => {
            let (earlier, them) = match by.len() {
                1 => ("an earlier rule matches", "it"),
                _ => ("earlier rules together match", "them"),
            };
            Description::new(
                FaultName::Unreachable,
                format!("unreachable rule: {earlier} every request that `{source}` matches"),
            )
            .notes(rules(by, " matches first", "match first"))
            .help(format!("move this rule above {them}, or remove it"))
            .allowable()
        }
        AnalysisFault::Loop { hops, is_cycle, fix } => {
            let request = hops.first().map_or("", |(request, _)| request);
            Description::new(
                FaultName::Loop,
                if *is_cycle {
                    format!("redirect loop: `{request}` is redirected back to itself")
                } else {
                    format!("redirect loop: `{request}` is redirected again and again")
                },
            )
            .notes(hop_notes(hops, *is_cycle))
            .help(loop_help(fix.as_ref(), hops))
            .allowable()
        }
        AnalysisFault::Chain { by, request, end } => Description::new(
            FaultName::Chain,
            format!("redirect chain: every response from `{source}` leads to another redirect"),
        )
        .notes(rules(by, " matches next", "match next"))
        .help(format!("redirect directly to the final URL: `{end}` for a request to `{request}`"))
        .allowable(),
    }
}

fn loop_help(fix: Option<&LoopFix>, hops: &[(String, RuleId)]) -> Words {
    match fix {
        Some(LoopFix::Pass { source }) => {
            format!("add `\"{source}\" => pass` above this rule").into()
        }
        Some(LoopFix::Scheme { has_conditions }) => {
            let word = if *has_conditions { "&&" } else { "if" };
            format!(
                "add `{word} scheme == \"http\"` after the source, to redirect only http to https; \
                 behind a proxy, this needs `trust_forwarded()` on the layer"
            )
            .into()
        }
        None if hops.len() == 1 => "change the target, or remove the rule".into(),
        None => "change the target of one of these rules, or remove one".into(),
    }
}

/// Lists the first rules, and counts the others.
fn rules(rules: &[RuleId], after: &'static str, others_do: &str) -> Vec<Note> {
    let (listed, others) = rules.split_at(rules.len().min(MAX_LISTED));
    let mut notes = Vec::new();
    for &rule in listed {
        notes.push(Note::Rule { before: "".into(), rule, after });
    }
    if !others.is_empty() {
        notes.push(Note::Text(format!("{} more {others_do}", others.len()).into()));
    }
    notes
}

/// Lists the hops of a loop, without the middle of a long list.
fn hop_notes(hops: &[(String, RuleId)], is_cycle: bool) -> Vec<Note> {
    let is_long = hops.len() > 2 * MAX_LISTED;
    let mut notes = Vec::new();
    for (index, (request, rule)) in hops.iter().enumerate() {
        if !is_long || index < MAX_LISTED || index == hops.len() - 1 {
            let before = format!("`{request}` matches ").into();
            notes.push(Note::Rule { before, rule: *rule, after: "" });
        } else if index == MAX_LISTED {
            let omitted = hops.len() - MAX_LISTED - 1;
            notes.push(Note::Text(format!("{omitted} more redirects follow").into()));
        }
    }
    if let (Some((request, _)), true) = (hops.first(), is_cycle) {
        notes.push(Note::Text(format!("which leads to `{request}` again").into()));
    }
    notes
}
