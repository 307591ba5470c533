//! The rows of the faults that rules have together.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::{AnalysisFault, LoopFix};
use crate::diagnostic::render::{Description, Note, Words, Written, canonical_with};
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
        AnalysisFault::UndecidedReachability => Description::new(
            FaultName::Undecided,
            format!("undecided: earlier rules may match every request that `{source}` matches"),
        )
        .help("move this rule above the earlier ones, or remove `undecided: deny`")
        .allowable(),
        AnalysisFault::UndecidedLoop => Description::new(
            FaultName::Undecided,
            format!("undecided: a request that `{source}` matches may be redirected in a loop"),
        )
        .help("simplify the target, or remove `undecided: deny`")
        .allowable(),
        AnalysisFault::UndecidedChain => Description::new(
            FaultName::Undecided,
            format!("undecided: every response from `{source}` may lead to another redirect"),
        )
        .help("redirect to the final URLs, or remove `undecided: deny`")
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
                "add `{word} scheme == \"http\"` after the source, so that only http is redirected \
                 to https; behind a proxy, this needs `trust_forwarded()` on the layer"
            )
            .into()
        }
        Some(LoopFix::Option { name, value: _, is_own: true }) => {
            format!("remove the option `{name}`, with which this rule matches its own target")
                .into()
        }
        Some(LoopFix::Option { name, value, is_own: false }) => {
            format!("add `{{ {name}: {value} }}` after the target").into()
        }
        Some(LoopFix::Canonical { option }) => {
            format!("remove the rule; {} does the same for all paths", canonical_with(option))
                .into()
        }
        None if hops.len() == 1 => "remove the rule, or change its target".into(),
        None => "redirect one of the rules to another URL, or remove it".into(),
    }
}

/// Lists the first rules, and counts the others.
fn rules(rules: &[RuleId], after: &'static str, others_do: &str) -> Vec<Note> {
    let (listed, others) = rules.split_at(rules.len().min(MAX_LISTED));
    let mut notes = Vec::new();
    for &rule in listed {
        notes.push(Note::Rule { rule, after: after.into() });
    }
    if !others.is_empty() {
        let others_do = if others.len() == 1 { after.trim_start() } else { others_do };
        notes.push(Note::Text(format!("{} more {others_do}", others.len()).into()));
    }
    notes
}

/// Lists the hops of a loop, or the first ones of a long list.
fn hop_notes(hops: &[(String, RuleId)], is_cycle: bool) -> Vec<Note> {
    let is_long = hops.len() > 2 * MAX_LISTED;
    let mut notes = Vec::new();
    for (index, (request, rule)) in hops.iter().enumerate() {
        let next = hops.get(index + 1).or(if is_cycle { hops.first() } else { None });
        let Some((next, _)) = next else { break };
        if is_long && index == MAX_LISTED {
            notes.push(Note::Text(format!("{} more redirects follow", hops.len() - index).into()));
            break;
        }
        let after = format!(" redirects it to `{}`", next_request(request, next)).into();
        notes.push(Note::Rule { rule: *rule, after });
    }
    notes
}

/// Returns the URL of the next request, without the headers, which stay the same, and with the
/// method only if it changes.
fn next_request<'n>(request: &str, next: &'n str) -> &'n str {
    let end = next.find(", ").unwrap_or(next.len());
    let next = &next[..end];
    match (request.split_once(' '), next.split_once(' ')) {
        (Some((method, _)), Some((next_method, url))) if method == next_method => url,
        _ => next,
    }
}
