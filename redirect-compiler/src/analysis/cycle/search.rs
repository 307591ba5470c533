//! The search for a request that rules redirect in a cycle.

use crate::analysis::automata::alphabet::word;
use crate::analysis::automata::canonical_paths::may_fold_target;
use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::automata::target_path::path_parts;
use crate::analysis::cycle::candidate_paths::{candidate_paths, candidate_values};
use crate::analysis::cycle::follow::{Cycle, diverges};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::cycle::plan::{MAX_INTERCEPTORS, Planner};
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::{applies, scenarios_of_clients};
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use redirect_core::internals::canonical::FinalSlash;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;

/// The maximum number of requests to try if plans do not decide the question.
const MAX_CANDIDATES: usize = 2048;

/// The minimum of this number, for a component of many rules. A lookup may try each of them.
const MIN_CANDIDATES: usize = 128;

/// The maximum number of requests to try times the number of rules.
const MAX_CANDIDATES_TIMES_RULES: usize = 1 << 17;

/// Searches for a request that rules of a strongly connected component redirect in a cycle.
///
/// If no rule of the component makes the path longer, the length of the path is a ranking function:
/// rules that shorten the path match only finitely often. A request that is redirected forever is
/// therefore eventually redirected only by rules that keep the length, and it suffices to search
/// the cycles of these. In particular, `/old/{*rest}` to `/{rest}` is not a cycle.
pub(crate) fn search_component(
    site: &Site<'_, '_>,
    graph: &Graph,
    rules: &[CheckedIndex],
    budget: &mut Budget,
) -> Emptiness<Cycle> {
    let mut keeps_length = Vec::new();
    for &rule in rules {
        match growth(site.rule(rule)) {
            Some(..0) => {}
            Some(0) => keeps_length.push(rule),
            Some(1..) | None => return search_rules(site, graph, rules, budget),
        }
    }
    let cycles = graph.within(&keeps_length).cycles();
    first_nonempty(&cycles, &mut |rules| search_rules(site, graph, rules, budget))
}

/// Returns an upper bound on the number of symbols by which a rule makes the path longer, or `None`
/// if no bound is known.
fn growth(rule: &CheckedRule<'_>) -> Option<isize> {
    let mut source = usize::MAX;
    for variant in rule.source.variants() {
        let mut literals = 0;
        for piece in variant.pieces {
            if let Piece::Literal(text) = piece {
                literals += word(text).len();
            }
        }
        source = source.min(literals);
    }
    // A path may lack the optional final slash of the source.
    let source = source.checked_sub(usize::from(rule.source.mode.optional_slash))?;
    let adds_slash = rule.options.canonical_form().final_slash == FinalSlash::Add;
    let (mut target, mut captures) = (usize::from(adds_slash), Vec::new());
    for part in path_parts(rule)? {
        match part {
            Part::Literal(text) => target += word(text).len(),
            Part::Capture(_, capture) => {
                let is_of_path = *capture < rule.source.captures.len();
                (is_of_path && !captures.contains(capture)).then_some(())?;
                captures.push(*capture);
            }
            Part::Slash => target += 1,
            Part::Path
            | Part::Query
            | Part::Parameter
            | Part::RequestUri
            | Part::RequestHost
            | Part::Fragment => {}
        }
    }
    Some(isize::try_from(target).ok()? - isize::try_from(source).ok()?)
}

/// Searches for a request that rules redirect in a cycle, in each scenario.
///
/// Other rules may match one of the redirected requests. They become interceptors. Their conditions
/// add scenarios, so the search starts again, until there are no new interceptors.
fn search_rules(
    site: &Site<'_, '_>,
    graph: &Graph,
    rules: &[CheckedIndex],
    budget: &mut Budget,
) -> Emptiness<Cycle> {
    let graph = graph.within(rules);
    let may_fold = rules.iter().any(|&rule| may_fold_target(site.rule(rule), budget));
    let mut planner = Planner::new(site, &graph, rules, budget);
    if may_fold {
        planner.give_up();
    }
    loop {
        let known = planner.interceptors().len();
        let found = search_scenarios(site, rules, &mut planner);
        let is_complete = planner.interceptors().len() == known || known > MAX_INTERCEPTORS;
        match found {
            Some(found) => return Emptiness::Witness(found),
            None if !is_complete => {}
            None if planner.is_decided() => return Emptiness::Empty,
            None => return Emptiness::Undecided,
        }
    }
}

/// Searches for a cycle with plans in each scenario. If these do not decide the question, tries
/// candidates.
fn search_scenarios(
    site: &Site<'_, '_>,
    rules: &[CheckedIndex],
    planner: &mut Planner<'_, '_, '_>,
) -> Option<Cycle> {
    let mut involved = Vec::new();
    site.push_rules(rules, &mut involved);
    site.push_rules(planner.interceptors(), &mut involved);
    let options = &involved.first()?.options;
    let Some(scenarios) = scenarios_of_clients(&involved, options, planner.budget()) else {
        planner.give_up();
        return None;
    };
    let mut starts = Vec::new();
    for scenario in &scenarios {
        for &rule in rules {
            if applies(site.rule(rule), scenario) {
                starts.push((scenario, rule));
            }
        }
    }
    for &(scenario, rule) in &starts {
        let found = planner.cycle_from(scenario, rule);
        if found.is_some() {
            return found;
        }
    }
    if planner.is_decided() { None } else { try_candidates(site, rules, &starts, &involved) }
}

/// Searches for a cycle among requests of scenarios whose paths consist of texts in the rules.
fn try_candidates(
    site: &Site<'_, '_>,
    rules: &[CheckedIndex],
    starts: &[(&SampleRequest, CheckedIndex)],
    involved: &[&CheckedRule<'_>],
) -> Option<Cycle> {
    let values = candidate_values(involved);
    let max_candidates =
        (MAX_CANDIDATES_TIMES_RULES / involved.len().max(1)).clamp(MIN_CANDIDATES, MAX_CANDIDATES);
    let mut tried = 0;
    for &(scenario, rule) in starts {
        for path in candidate_paths(site.rule(rule), &values) {
            if tried == max_candidates {
                return None;
            }
            tried += 1;
            let request = scenario.with_path(path);
            if site.first_match(&request) != Some(rule) {
                continue;
            }
            let found = diverges(site, rules, &request, rule);
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::search_component;
    use crate::analysis::automata::emptiness::{Budget, Emptiness};
    use crate::analysis::cycle::graph::Graph;
    use crate::analysis::test_rules::with_site;

    /// Searches for a cycle in each component of the graph of rules, and returns the first request
    /// of each.
    fn cycles(rules: &[(&str, &str)]) -> Vec<Emptiness<String>> {
        let mut cycles = Vec::new();
        with_site(rules, |site, trivial| {
            let graph = Graph::new(site.rules, trivial);
            let search = |rules: Vec<_>| {
                let found = search_component(site, &graph, &rules, &mut Budget::per_proof());
                found.map(|cycle| cycle.hops[0].0.path.clone())
            };
            cycles = graph.cycles().into_iter().map(search).collect();
        });
        cycles
    }

    #[test]
    fn a_component_has_a_cycle_if_some_request_goes_around() {
        use Emptiness::{Empty, Witness};
        for (rules, expected) in [
            (&[("/a/{x}", "/b/{x}"), ("/b/{x}", "/c/{x}")][..], vec![]),
            (&[("/a/{x}", "/b/{x}"), ("/b/{x}", "/a/{x}")], vec![Witness("/a/x".into())]),
            (&[("/a/{x}", "/b/{x}"), ("/b/y", "/a/y")], vec![Witness("/a/y".into())]),
            // It grows forever.
            (&[("/a/{*x}", "/a/b/{x}")], vec![Witness("/a/".into())]),
            // It ends only because the path outgrows the limit.
            (&[("/a/{*x}", "/a/{x}/b/{x}")], vec![Witness("/a/".into())]),
            // It ends, because the path gets shorter.
            (&[("/old/{*x}", "/{x}")], vec![Empty]),
            // The second rule redirects no target of the first.
            (&[("/a/{x}", "/b/{x}z"), ("/b/{x}y", "/a/{x}")], vec![Empty]),
        ] {
            assert_eq!(cycles(rules), expected, "{rules:?}");
        }
    }
}
