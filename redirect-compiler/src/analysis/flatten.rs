//! Flattening of chains: `chain: flatten`.
//!
//! A rule at the start of a chain gets the target at the end of the chain. Its target is composed
//! with one link after another, as long as a proof shows that a single rule without conditions
//! redirects every response.

mod composition;
mod split;

use std::sync::Arc;

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::chain::{ChainVerdict, chain};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::flatten::composition::Composition;
use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Reachability, reachability};
use crate::analysis::trivial::TrivialAnalysis;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::lower::first_rule::FirstRuleByPath;
use redirect_core::Redirects;

/// Replaces the target of each rule that has the option with the one at the end of its chain, which
/// may be on another host. `table` is the table of the rules.
pub(crate) fn flatten(rules: &mut [CheckedRule<'_>], table: &Redirects) {
    for (index, composition) in compositions(rules, table) {
        let rule = &mut rules[index.position()];
        rule.action = Action::Redirect(composition.status, composition.target);
        Arc::make_mut(&mut rule.options).drops_query = Some(composition.drops_query);
    }
}

/// Returns the composition of each rule that has the option and starts a chain.
fn compositions(rules: &[CheckedRule<'_>], table: &Redirects) -> Vec<(CheckedIndex, Composition)> {
    let trivial = TrivialAnalysis::new(rules, FirstRuleByPath::new(rules));
    let site = trivial.site(table);
    let graph = Graph::new(rules, &trivial);
    let mut compositions = Vec::new();
    for index in site.indices() {
        if !site.rule(index).flattens() {
            continue;
        }
        if let Some(composition) = composed(&site, &graph, index) {
            compositions.push((index, composition));
        }
    }
    compositions
}

/// Returns the composition of a rule with all links of its chain, or `None` if it has no chain.
fn composed(site: &Site<'_, '_>, graph: &Graph, index: CheckedIndex) -> Option<Composition> {
    let mut composition = Composition::new(site.rule(index))?;
    let (mut last, mut hops) = (index, 0);
    while let Some(next) = only_successor(site, graph, last) {
        if next == index || hops == MAX_HOPS {
            break;
        }
        let Some(longer) = composition.then(site.rule(index), site.rule(next)) else { break };
        composition = longer;
        (last, hops) = (next, hops + 1);
    }
    (hops > 0).then_some(composition)
}

/// Returns the rule that redirects every response of a rule, if it is a single rule without
/// conditions.
fn only_successor(site: &Site<'_, '_>, graph: &Graph, index: CheckedIndex) -> Option<CheckedIndex> {
    let mut budget = Budget::per_proof();
    let Reachability::Reached(example) = reachability(site, index, &mut budget) else {
        return None;
    };
    match chain(site, graph, index, &example, &mut budget) {
        ChainVerdict::Continues(successors) => match successors[..] {
            [next] => site.rule(next).conditions.is_empty().then_some(next),
            _ => None,
        },
        ChainVerdict::Ends | ChainVerdict::Undecided => None,
    }
}
