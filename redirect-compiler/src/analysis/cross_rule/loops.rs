//! The check for redirect loops: requests that are redirected forever.

use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::cross_rule::loop_fix::loop_fix;
use crate::analysis::cross_rule::proved_faults::ProvedFaults;
use crate::analysis::cycle::follow::{Cycle, cycle_from};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::cycle::search::search_component;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::TrivialAnalysis;
use crate::diagnostic::Field;
use crate::diagnostic::kind::{AnalysisFault, FaultKind};
use crate::lower::checked_rule::CheckedIndex;

/// The maximum number of loops to search for in one component of the graph.
const MAX_LOOPS: usize = 64;

/// Reports one loop for each set of rules that have one. Also returns, for each rule, whether it is
/// known to redirect a request into a loop.
///
/// The examples are followed first. Then each component of the graph is searched, without the rules
/// that have a known loop.
pub(crate) fn check(
    site: &Site<'_, '_>,
    trivial: &TrivialAnalysis<'_, '_>,
    graph: &Graph,
    examples: &[(CheckedIndex, SampleRequest)],
) -> (ProvedFaults, Vec<bool>) {
    let mut proved = ProvedFaults::default();
    let mut is_looped = vec![false; site.rules.len()];
    for (rule, request) in examples {
        if trivial.terminates(*rule) {
            continue;
        }
        if let Some(cycle) = cycle_from(site, request, *rule) {
            report(site, &cycle, &mut is_looped, &mut proved);
            is_looped[rule.position()] = true;
        }
    }
    for rules in graph.cycles() {
        check_component(site, graph, rules, &mut is_looped, &mut proved);
    }
    (proved, is_looped)
}

/// Reports the loops of a component. After each of them, its rules are removed, and the components
/// of the other rules are searched.
fn check_component(
    site: &Site<'_, '_>,
    graph: &Graph,
    component: Vec<CheckedIndex>,
    is_looped: &mut [bool],
    proved: &mut ProvedFaults,
) {
    let (mut pending, mut found) = (vec![component], 0);
    while let Some(rules) = pending.pop() {
        let mut others = rules.clone();
        others.retain(|rule| !is_looped[rule.position()]);
        if others.len() < rules.len() {
            let mut components = graph.within(&others).cycles();
            components.reverse();
            pending.append(&mut components);
            continue;
        }
        if found == MAX_LOOPS {
            undecided(site, &rules, proved);
            continue;
        }
        match search_component(site, graph, &rules, &mut Budget::per_proof()) {
            Emptiness::Witness(cycle) => {
                report(site, &cycle, is_looped, proved);
                found += 1;
                // The loop may consist of other rules.
                if rules.iter().any(|rule| is_looped[rule.position()]) {
                    pending.push(rules);
                }
            }
            Emptiness::Empty => {}
            Emptiness::Undecided => undecided(site, &rules, proved),
        }
    }
}

/// Counts a component that was not decided. Its fault is at the first rule that denies such
/// questions.
fn undecided(site: &Site<'_, '_>, rules: &[CheckedIndex], proved: &mut ProvedFaults) {
    let denies = |rule: &&CheckedIndex| site.rule(**rule).options.denies_undecided == Some(true);
    let Some(first) = rules.iter().find(denies).or(rules.first()) else { return };
    proved.undecided(site.rule(*first), Field::Target, AnalysisFault::UndecidedLoop);
}

/// Reports a cycle at its first rule, unless one of its rules is already known to be in a loop.
fn report(site: &Site<'_, '_>, cycle: &Cycle, is_looped: &mut [bool], proved: &mut ProvedFaults) {
    let rules = cycle.rules();
    let is_known = rules.iter().any(|rule| is_looped[rule.position()]);
    if let Some(&first) = rules.first().filter(|_| !is_known) {
        proved.report(site.rule(first), Field::Target, fault(site, cycle, first));
    }
    for rule in rules {
        is_looped[rule.position()] = true;
    }
}

/// Returns the fault for a cycle, beginning at one of its rules. Hops that only lead into the cycle
/// are omitted.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn fault(site: &Site<'_, '_>, cycle: &Cycle, first: CheckedIndex) -> FaultKind {
    let repeats = cycle.repeats();
    let start = if repeats { cycle.back_to } else { 0 };
    let hops = &cycle.hops[start..];
    let at = hops.iter().position(|(_, rule)| *rule == first);
    let at = at.expect("invariant: the first rule of a cycle matches one of its hops");
    let len = if repeats { hops.len() } else { hops.len() - at };
    let mut written = Vec::with_capacity(len);
    for step in 0..len {
        let (request, rule) = &hops[(at + step) % hops.len()];
        written.push((request.to_string(), site.rule(*rule).id));
    }
    let fix = loop_fix(site, hops, repeats);
    FaultKind::Analysis(AnalysisFault::Loop { hops: written, is_cycle: repeats, fix })
}
