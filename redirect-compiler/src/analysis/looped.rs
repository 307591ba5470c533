use crate::analysis::automata::language::WORK;
use crate::analysis::cross_rule::CrossRule;
use crate::analysis::cycle::follow::{Cycle, cycle};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::cycle::search::{Planned, planned};
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::diagnostic::Field;
use crate::diagnostic::kind::{AnalysisFault, FaultKind};

/// A request that is sent cycle: one of the examples, or one that is planned. Gives for each rule
/// whether it is known to send one.
pub(crate) fn check(
    site: &Site<'_, '_>,
    graph: &Graph,
    examples: &[(usize, SampleRequest)],
    cross_rule: &mut CrossRule,
) -> Vec<bool> {
    let mut is_looped = vec![false; site.rules.len()];
    for (rule, asked) in examples.iter().filter(|(rule, _)| !site.plainly_ends(*rule)) {
        if let Some(found) = cycle(site, asked, *rule) {
            note(site, &found, &mut is_looped, cross_rule);
            is_looped[*rule] = true;
        }
    }
    for rules in graph.cycles() {
        if rules.iter().any(|&rule| is_looped[rule]) {
            continue;
        }
        match planned(site, graph, &rules, &mut WORK.clone()) {
            Planned::Cycle(found) => note(site, &found, &mut is_looped, cross_rule),
            Planned::Nothing => {}
            Planned::Undecided => cross_rule.undecided += 1,
        }
    }
    is_looped
}

/// Notes a cycle trip, unless one of its rules is known to be in another.
fn note(site: &Site<'_, '_>, found: &Cycle, is_looped: &mut [bool], cross_rule: &mut CrossRule) {
    let rules = found.rules();
    let is_known = rules.iter().any(|&rule| is_looped[rule]);
    if let Some(&first) = rules.first().filter(|_| !is_known) {
        cross_rule.fault(&site.rules[first], Field::Target, told(site, found, first));
    }
    for rule in rules {
        is_looped[rule] = true;
    }
}

/// The cycle as it is told of a rule in it, from that rule on: what only leads into the cycle is no
/// part of it.
fn told(site: &Site<'_, '_>, found: &Cycle, first: usize) -> FaultKind {
    let is_back = found.back_to < found.hops.len();
    let mut hops = found.hops.clone();
    hops.drain(..if is_back { found.back_to } else { 0 });
    let at = hops.iter().position(|(_, rule)| *rule == first).unwrap_or_default();
    if is_back {
        hops.rotate_left(at);
    } else {
        hops.drain(..at);
    }
    let hops = hops.into_iter().map(|(asked, rule)| (asked.to_string(), site.rules[rule].rule));
    FaultKind::Analysis(AnalysisFault::Loop { hops: hops.collect(), is_cycle: is_back })
}
