//! Reachability: proofs that a rule is, or is not, the first to match some request.
//!
//! The proof uses counterexample-guided abstraction refinement (Clarke et al., CAV 2000). The
//! abstraction of a rule is the set of requests that it may match, except those that some
//! *interceptors* certainly match. Initially, there are no interceptors. A request of the set is
//! looked up in the table. If the rule is the first to match it, the rule is reached. Otherwise,
//! the earlier rule that matches becomes an interceptor.
//!
//! * **Soundness**: a rule is reported as shadowed only if the set is empty in each scenario. The
//!   set is an over-approximation of the requests that the rule matches, minus an
//!   under-approximation of each interceptor. Each request that the rule would match is therefore
//!   matched by an interceptor, which is an earlier rule. A rule is reported as reached only if the
//!   table confirms it.
//! * **Termination**: each iteration adds an interceptor or is the last. If a known interceptor
//!   matches the request, its under-approximation is not exact, and the question is undecided.
//! * **Bounds**: there are at most [`MAX_INTERCEPTORS`] interceptors, and the budget bounds the
//!   automaton steps of all iterations.

use crate::analysis::automata::approximation::only_path;
use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::model::interception::Interception;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::{applies, scenarios};
use crate::analysis::model::site::Site;
use crate::analysis::model::sorted_rules::insert_rule;
use crate::lower::checked_rule::CheckedIndex;

/// The maximum number of rules that can shadow another rule together.
const MAX_INTERCEPTORS: usize = 16;

/// The result of searching for a request that a rule is the first to match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reachability {
    /// The rule is the first to match this request.
    Reached(SampleRequest),
    /// These earlier rules match every request that the rule would match. If there are none, the
    /// rule matches no request at all.
    Shadowed(Vec<CheckedIndex>),
    Undecided,
}

/// Decides whether a rule is reached.
pub(crate) fn reachability(
    site: &Site<'_, '_>,
    rule: CheckedIndex,
    budget: &mut Budget,
) -> Reachability {
    let sample = site.sample(rule);
    if site.matches_sample(rule) || site.first_match(&sample) == Some(rule) {
        return Reachability::Reached(sample);
    }
    let mut interceptors: Vec<CheckedIndex> = Vec::new();
    let mut interception = Interception::new(site, rule);
    loop {
        let found = counterexample(site, rule, &interceptors, &mut interception, budget);
        let request = match found {
            Emptiness::Witness(request) => request,
            Emptiness::Empty => {
                let mut shadowed_by = Vec::new();
                for interceptor in interceptors {
                    insert_rule(interceptor, &mut shadowed_by);
                }
                return Reachability::Shadowed(shadowed_by);
            }
            Emptiness::Undecided => return Reachability::Undecided,
        };
        match site.first_match(&request) {
            Some(first) if first == rule => return Reachability::Reached(request),
            Some(first) if first < rule && !interceptors.contains(&first) => {
                interceptors.push(first);
                interception.push(site, first);
            }
            Some(_) | None => return Reachability::Undecided,
        }
        if interceptors.len() > MAX_INTERCEPTORS {
            return Reachability::Undecided;
        }
    }
}

/// Searches for a request that a rule may match and that no interceptor certainly matches.
fn counterexample<'s>(
    site: &Site<'s, '_>,
    rule: CheckedIndex,
    interceptors: &[CheckedIndex],
    interception: &mut Interception<'s>,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let checked = site.rule(rule);
    let mut involved = vec![checked];
    site.push_rules(interceptors, &mut involved);
    let Some(scenarios) = scenarios(&involved, &checked.options, budget) else {
        return Emptiness::Undecided;
    };
    let only_path = only_path(checked);
    first_nonempty(&scenarios, &mut |scenario| {
        if !applies(checked, scenario) {
            return Emptiness::Empty;
        }
        let Some(path) = &only_path else {
            return interception.unintercepted(site, scenario, budget);
        };
        let request = scenario.with_path(path.clone());
        // Values that the scenario represents decide whether some rules match.
        let is_certain = |first: &CheckedIndex| !site.rule(*first).has_conditional_path();
        let first = site.first_match(&request).filter(is_certain);
        let is_intercepted = first.is_some_and(|first| interceptors.contains(&first));
        if is_intercepted { Emptiness::Empty } else { Emptiness::Witness(request) }
    })
}

#[cfg(test)]
mod tests {
    use super::{Reachability, reachability};
    use crate::analysis::automata::emptiness::Budget;
    use crate::analysis::test_rules::with_site;
    use crate::lower::checked_rule::CheckedIndex;

    /// Decides whether a rule is reached after rules with some earlier sources.
    fn reachability_after(earlier: &[&str], source: &str, steps: u64) -> Reachability {
        let sources = earlier.iter().chain([&source]);
        let rules: Vec<(&str, &str)> = sources.map(|&source| (source, "/end")).collect();
        let mut verdict = None;
        with_site(&rules, |site, _| {
            let last = CheckedIndex::new(earlier.len());
            verdict = Some(reachability(site, last, &mut Budget::new(steps)));
        });
        verdict.unwrap()
    }

    #[test]
    fn a_rule_is_reached_unless_earlier_rules_match_all_its_paths() {
        for (earlier, source, shadowed_by) in [
            (&["/a/{x}"][..], "/a/b", Some(&[0][..])),
            (&["/{x}/b", "/a/{y}"], "/a/{z}.html", Some(&[1])),
            (&["/a/{x:[a-m]+}", "/a/{x:[n-z]+}"], "/a/{x:[a-m]+|[n-z]+}", Some(&[0, 1])),
            (&["/a/{x:[a-z]+}"], "/a/{x}", None),
            (&["/a/x", "/a/y"], "/a/{x}", None),
            (&["/{x}-{y}"], "/{x}", None),
        ] {
            let expected: Option<Vec<_>> =
                shadowed_by.map(|by| by.iter().copied().map(CheckedIndex::new).collect());
            let verdict = reachability_after(earlier, source, 50_000);
            match expected {
                Some(by) => assert_eq!(verdict, Reachability::Shadowed(by), "{source}"),
                None => assert!(matches!(verdict, Reachability::Reached(_)), "{source}"),
            }
        }
    }

    #[test]
    fn a_small_budget_leaves_reachability_undecided() {
        assert_eq!(reachability_after(&["/{x}/x"], "/a/{z}", 10), Reachability::Undecided);
    }
}
