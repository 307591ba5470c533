//! Flattening of chains: `chain: flatten`.
//!
//! A rule at the start of a chain gets the target at the end of the chain. A rule is composed with
//! the next one if a proof shows that this single rule redirects every response. Its conditions
//! then follow from those of the first rule and from the target, so they need no check of their
//! own.

mod composition;
mod split;

use std::sync::Arc;

use crate::analysis::automata::approximation::constraints_of_target;
use crate::analysis::automata::emptiness::Budget;
use crate::analysis::chain::only_link;
use crate::analysis::cycle::graph::Graph;
use crate::analysis::flatten::composition::Composition;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Reachability, reachability};
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::lower::first_rule::FirstRuleByPath;
use redirect_core::Redirects;
use redirect_core::internals::location::{Part, UriPosition};

/// The maximum number of rounds in which rules are flattened.
///
/// A round follows the whole chain of each rule. Another one is needed only if a rule continues to
/// a rule that not all requests to the rules between them do, because its path or its conditions
/// are narrower than theirs.
pub(crate) const MAX_ROUNDS: usize = 8;

/// Replaces the target of each rule that has the option with the one at the end of its chain, which
/// may be on another host. `table` is the table of the rules. Returns the rules that may have to be
/// flattened again, with the table of the new rules.
///
/// `pending` are the rules to flatten.
pub(crate) fn flatten(
    rules: &mut [CheckedRule<'_>],
    table: &Redirects,
    pending: &[CheckedIndex],
) -> Vec<CheckedIndex> {
    let mut unfinished = Vec::new();
    for Flattened { index, composition, may_continue } in flattened(rules, table, pending) {
        if may_continue {
            unfinished.push(index);
        }
        apply(composition, &mut rules[index.position()]);
    }
    unfinished
}

/// Returns the rules that have the option.
pub(crate) fn with_option(rules: &[CheckedRule<'_>]) -> Vec<CheckedIndex> {
    let mut indices = Vec::new();
    for index in CheckedIndex::all(rules.len()) {
        if rules[index.position()].flattens() {
            indices.push(index);
        }
    }
    indices
}

/// Sets the response of a rule.
fn apply(composition: Composition, rule: &mut CheckedRule<'_>) {
    rule.action = Action::Redirect(composition.status, composition.target);
    rule.is_flattened = true;
    Arc::make_mut(&mut rule.options).drops_query = Some(composition.drops_query);
}

/// A rule that starts a chain, and its composition with the rest of the chain.
struct Flattened {
    index: CheckedIndex,
    composition: Composition,
    /// True if the new target may be redirected again.
    may_continue: bool,
}

/// Returns the pending rules that start a chain.
fn flattened(
    rules: &[CheckedRule<'_>],
    table: &Redirects,
    pending: &[CheckedIndex],
) -> Vec<Flattened> {
    let trivial = TrivialAnalysis::new(rules, FirstRuleByPath::new(rules));
    let site = trivial.site(table);
    let graph = Graph::new(rules, &trivial);
    let progress = vec![Progress::Unvisited; rules.len()];
    let mut chains = Chains { site, trivial: &trivial, graph, progress };
    let mut flattened = Vec::new();
    for &index in pending {
        if let Some(composition) = chains.composition(index) {
            let mut rule = rules[index.position()].clone();
            apply(composition.clone(), &mut rule);
            let may_continue = match trivial.classify(&rule) {
                Onward::Ends => false,
                Onward::To(_) => true,
                Onward::Unknown => chains.graph.may_lead_on(&rule),
            };
            flattened.push(Flattened { index, composition, may_continue });
        }
    }
    flattened
}

/// Returns whether a flattened rule matches no more requests than before. The target of a rule
/// restricts the values of captures, such as to labels in a host, and a later rule would match the
/// requests with other values, or without a host.
fn is_guard_kept(rule: &CheckedRule<'_>, flattened: &CheckedRule<'_>) -> bool {
    if rule.has_request_host() && !flattened.has_request_host() {
        return false;
    }
    for capture in 0..rule.captures().len() {
        if is_in_host(rule, capture) && !is_in_host(flattened, capture)
            || rule.leads_to_capture(capture) && !flattened.leads_to_capture(capture)
        {
            return false;
        }
        let constraints = constraints_of_target(rule, capture);
        if !constraints.are_trivial() && constraints != constraints_of_target(flattened, capture) {
            return false;
        }
    }
    true
}

/// Returns whether the host of a rule's target contains a capture.
fn is_in_host(rule: &CheckedRule<'_>, capture: usize) -> bool {
    let Action::Redirect(_, target) = &rule.action else { return false };
    target.parts.iter().filter_map(Part::capture).any(|(position, used)| match position {
        UriPosition::Label | UriPosition::Host => used == capture,
        UriPosition::Segment | UriPosition::Rest | UriPosition::Query | UriPosition::Fragment => {
            false
        }
    })
}

/// The chains of rules.
struct Chains<'t, 's, 'a> {
    site: Site<'s, 'a>,
    trivial: &'t TrivialAnalysis<'s, 'a>,
    graph: Graph,
    progress: Vec<Progress>,
}

/// The progress of a search for the chain of a rule.
#[derive(Clone)]
enum Progress {
    Unvisited,
    /// The rule is on the chain that is being followed.
    Visiting,
    /// The composition of the rule with the rest of its chain, or `None` if it starts no chain.
    Done(Option<Composition>),
}

impl Chains<'_, '_, '_> {
    /// Returns the composition of a rule with all links of its chain, or `None` if it has no chain.
    ///
    /// Each rule has at most one successor. The chain is followed to its end, or to a rule whose
    /// composition is known, and then composed from there backward. Each rule is thus proved and
    /// composed once, however long the chains are. The rules of a cycle, and those that lead into
    /// it, are not composed, so that the cycle is reported as it is written.
    fn composition(&mut self, index: CheckedIndex) -> Option<Composition> {
        let (mut chain, mut last) = (Vec::new(), Some(index));
        let mut is_cycle = false;
        while let Some(rule) = last {
            match &self.progress[rule.position()] {
                Progress::Unvisited => {
                    self.progress[rule.position()] = Progress::Visiting;
                    last = self.next(rule);
                    chain.push((rule, last));
                }
                Progress::Visiting => {
                    is_cycle = true;
                    break;
                }
                Progress::Done(_) => break,
            }
        }
        for (rule, next) in chain.into_iter().rev() {
            let composition = match next {
                Some(next) if !is_cycle => self.composed(rule, next),
                Some(_) | None => None,
            };
            self.progress[rule.position()] = Progress::Done(composition);
        }
        match &self.progress[index.position()] {
            Progress::Done(composition) => composition.clone(),
            Progress::Unvisited | Progress::Visiting => None,
        }
    }

    /// Composes a rule with the next rule of its chain, and with the rest of the chain if possible.
    fn composed(&self, index: CheckedIndex, next: CheckedIndex) -> Option<Composition> {
        let (rule, next_rule) = (self.site.rule(index), self.site.rule(next));
        let own = Composition::new(rule)?;
        let then = |rest: &Composition| {
            let composition = own.then(rule, next_rule, rest)?;
            let mut flattened = rule.clone();
            apply(composition.clone(), &mut flattened);
            is_guard_kept(rule, &flattened).then_some(composition)
        };
        if let Progress::Done(Some(rest)) = &self.progress[next.position()] {
            let composition = then(rest);
            if composition.is_some() {
                return composition;
            }
        }
        then(&Composition::new(next_rule)?)
    }

    /// Returns the only rule that redirects every response of a rule.
    fn next(&self, index: CheckedIndex) -> Option<CheckedIndex> {
        let site = &self.site;
        match self.trivial.onward(index) {
            Onward::Ends => None,
            Onward::To(next) => is_chain_link(site.rule(index), site.rule(next)).then_some(next),
            Onward::Unknown => {
                let mut budget = Budget::per_proof();
                match reachability(site, index, &mut budget) {
                    Reachability::Reached(example) => {
                        only_link(site, &self.graph, index, &example, &mut budget)
                    }
                    Reachability::Shadowed(_) | Reachability::Undecided => None,
                }
            }
        }
    }
}
