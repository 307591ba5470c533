use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::condition::CheckedCondition;
use crate::lower::first_rule::FirstRuleByPath;
use crate::syntax::document::NodeId;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// What decides which requests a rule matches.
type Matched<'a> = (&'a [Piece<Vec<u8>>], MatchMode, Vec<&'a str>, Vec<String>);

/// A rule with the same source, methods and conditions as an earlier one. The names of captures do
/// not count, nor does how the source is spelt.
pub(crate) fn check(
    directives: &[CheckedRule<'_>],
    first_rules: &FirstRuleByPath<'_>,
) -> Vec<Fault> {
    let mut known: HashMap<Matched<'_>, CheckedIndex> = HashMap::new();
    let mut faults = Vec::new();
    for (index, directive) in CheckedIndex::all(directives.len()).zip(directives) {
        // Most rules are the only one of their path.
        if first_rules.contains(index) {
            continue;
        }
        if let Some(first) = directive.exact_key().and_then(|path| first_rules.get(path)) {
            known.entry(matched(&directives[first.position()])).or_insert(first);
        }
        match known.entry(matched(directive)) {
            Entry::Occupied(first) => {
                faults.push(fault(&directives[first.get().position()], directive));
            }
            Entry::Vacant(place) => _ = place.insert(index),
        }
    }
    faults
}

fn fault(first: &CheckedRule<'_>, directive: &CheckedRule<'_>) -> Fault {
    let kind =
        FaultKind::Duplicate { of: first.rule, same_answer: has_same_answer(first, directive) };
    Fault::new(NodeId::Rule(directive.rule), Field::Source, kind)
}

fn matched<'d>(directive: &'d CheckedRule<'_>) -> Matched<'d> {
    let source = &directive.source;
    (&source.pieces, source.form, directive.methods(), conditions(directive))
}

/// The conditions, however they are ordered and whatever they call their captures.
fn conditions(directive: &CheckedRule<'_>) -> Vec<String> {
    let shown = |condition: &CheckedCondition| {
        format!("{:?} {} {:?}", condition.subject, condition.negated, condition.patterns)
    };
    let mut conditions: Vec<_> =
        directive.conditions.iter().map(|guarded| shown(&guarded.condition)).collect();
    conditions.sort_unstable();
    conditions
}

fn has_same_answer(a: &CheckedRule<'_>, b: &CheckedRule<'_>) -> bool {
    a.answer == b.answer && a.drops_query() == b.drops_query() && a.cache() == b.cache()
}
