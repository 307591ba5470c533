use crate::analysis::automata::language::WORK;
use crate::analysis::cross_rule::Together;
use crate::analysis::cycle::follow::{Round, round};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::cycle::search::{Planned, planned};
use crate::analysis::model::sample_request::Asked;
use crate::analysis::model::site::Site;
use crate::diagnostic::Part;
use crate::diagnostic::kind::Kind;

/// A request that is sent round: one of the examples, or one that is planned. Gives for each rule
/// whether it is known to send one.
pub(crate) fn check(
    site: &Site<'_, '_>,
    graph: &Graph,
    examples: &[(usize, Asked)],
    together: &mut Together,
) -> Vec<bool> {
    let mut is_looped = vec![false; site.rules.len()];
    for (rule, asked) in examples.iter().filter(|(rule, _)| !site.plainly_ends(*rule)) {
        if let Some(found) = round(site, asked, *rule) {
            note(site, &found, &mut is_looped, together);
            is_looped[*rule] = true;
        }
    }
    for rules in graph.rounds() {
        if rules.iter().any(|&rule| is_looped[rule]) {
            continue;
        }
        match planned(site, graph, &rules, &mut WORK.clone()) {
            Planned::Round(found) => note(site, &found, &mut is_looped, together),
            Planned::Nothing => {}
            Planned::Undecided => together.undecided += 1,
        }
    }
    is_looped
}

/// Notes a round trip, unless one of its rules is known to be in another.
fn note(site: &Site<'_, '_>, found: &Round, is_looped: &mut [bool], together: &mut Together) {
    let rules = found.rules();
    let is_known = rules.iter().any(|&rule| is_looped[rule]);
    if let Some(&first) = rules.first().filter(|_| !is_known) {
        together.fault(&site.rules[first], Part::Target, told(site, found, first));
    }
    for rule in rules {
        is_looped[rule] = true;
    }
}

/// The round as it is told of a rule in it, from that rule on: what only leads into the round is no
/// part of it.
fn told(site: &Site<'_, '_>, found: &Round, first: usize) -> Kind {
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
    Kind::Loop { hops: hops.collect(), is_back }
}
