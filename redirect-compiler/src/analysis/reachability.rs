//! Reachability: whether a request exists that a rule is the first to match.
//!
//! This is counterexample-guided refinement (Clarke et al., *Counterexample-Guided Abstraction
//! Refinement*, CAV 2000). A rule is abstracted to the set of requests that it may match, without
//! those that some *interceptors* match for certain; at first there are none. A request of that set
//! is looked up in the table. If the rule is the first to match it, the rule is reached. Else the
//! table names an earlier rule, which becomes an interceptor.
//!
//! * **Sound**: a rule is reported as shadowed only if the set is empty, in each scenario. The set
//!   starts as an over-approximation of what the rule matches, and an under-approximation of each
//!   interceptor is removed from it. So each request that the rule would match is matched by an
//!   interceptor, which comes earlier. A rule is reported as reached only by the table itself.
//! * **Terminates**: each iteration adds an interceptor, or ends. A table that names a known
//!   interceptor again shows that an approximation is not exact; the question is then undecided.
//! * **Bounds**: there are at most [`MAX_INTERCEPTORS`]; the budget bounds the steps of all
//!   iterations together.

use crate::analysis::automata::approximation::only_path;
use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::model::interception::unintercepted;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::{applies, scenarios};
use crate::analysis::model::site::Site;
use crate::analysis::model::sorted_rules::insert_rule;
use crate::lower::checked_rule::CheckedIndex;

/// The most rules that may shadow another together.
const MAX_INTERCEPTORS: usize = 16;

/// The result of a search for a request that a rule is the first to match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reachability {
    /// The rule is the first to match this request.
    Reached(SampleRequest),
    /// These earlier rules match all requests that the rule would match.
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
    loop {
        let request = match counterexample(site, rule, &interceptors, budget) {
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
            }
            Some(_) | None => return Reachability::Undecided,
        }
        if interceptors.len() > MAX_INTERCEPTORS {
            return Reachability::Undecided;
        }
    }
}

/// Searches for a request that a rule may match, and that no interceptor matches for certain.
fn counterexample(
    site: &Site<'_, '_>,
    rule: CheckedIndex,
    interceptors: &[CheckedIndex],
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
            return unintercepted(site, rule, interceptors, scenario, budget);
        };
        let request = scenario.with_path(path.clone());
        let first = site.first_match(&request);
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

    /// Decides whether a rule after some sources is reached.
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
