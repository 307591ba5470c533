//! A rule with the same source, methods and conditions as an earlier one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::kind::{FaultKind, LintFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::condition::CheckedCondition;
use crate::lower::first_rule::FirstRuleByPath;
use crate::syntax::ids::NodeId;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// The parts of a rule that determine which requests it matches.
type MatchKey<'r> = (&'r [Piece<Vec<u8>>], MatchMode, Vec<&'r str>, Vec<String>);

/// Reports a rule with the same source, methods and conditions as an earlier one. Sources are
/// compared in their normal form and without the names of captures. A rule that may be a fallback
/// for requests that do not fill the earlier target is left to the proof of reachability.
pub(super) fn check(rules: &[CheckedRule<'_>], first_rules: &FirstRuleByPath<'_>) -> Vec<Fault> {
    let mut known: HashMap<MatchKey<'_>, CheckedIndex> = HashMap::new();
    let mut faults = Vec::new();
    for (index, rule) in CheckedIndex::all(rules.len()).zip(rules) {
        // Most rules are the only rule for their path.
        if first_rules.contains(index) {
            continue;
        }
        if let Some(first) = rule.exact_path().and_then(|path| first_rules.get(path)) {
            known.entry(match_key(&rules[first.position()])).or_insert(first);
        }
        match known.entry(match_key(rule)) {
            Entry::Occupied(mut first) => {
                let first_rule = &rules[first.get().position()];
                if first_rule.has_conditional_target() && first_rule.action != rule.action {
                    first.insert(index);
                } else {
                    faults.push(fault(first_rule, rule));
                }
            }
            Entry::Vacant(entry) => _ = entry.insert(index),
        }
    }
    faults
}

fn fault(first: &CheckedRule<'_>, rule: &CheckedRule<'_>) -> Fault {
    let same_response = has_same_response(first, rule);
    let fault = LintFault::Duplicate { first: first.id, same_response };
    Fault::new(NodeId::Rule(rule.id), Field::Source, FaultKind::Lint(fault))
}

fn match_key<'r>(rule: &'r CheckedRule<'_>) -> MatchKey<'r> {
    let source = &rule.source;
    (&source.pieces, source.mode, rule.methods(), conditions(rule))
}

/// Returns the conditions of a rule as text that is independent of their order and of the names of
/// their captures.
fn conditions(rule: &CheckedRule<'_>) -> Vec<String> {
    let mut conditions = Vec::new();
    for scoped in &rule.conditions {
        let CheckedCondition { subject, is_negated, patterns, captured_value, .. } =
            &scoped.condition;
        let text = match captured_value {
            Some(value) => format!("{:?} {is_negated} {patterns:?}", value.origin()),
            None => format!("{subject:?} {is_negated} {patterns:?}"),
        };
        let (Ok(position) | Err(position)) = conditions.binary_search(&text);
        conditions.insert(position, text);
    }
    conditions
}

fn has_same_response(a: &CheckedRule<'_>, b: &CheckedRule<'_>) -> bool {
    a.action == b.action
        && a.drops_query() == b.drops_query()
        && a.cache() == b.cache()
        && a.fields() == b.fields()
}
