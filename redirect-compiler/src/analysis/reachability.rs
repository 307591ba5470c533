//! Whether a rule is reached.

use crate::analysis::automata::alphabet::spelt;
use crate::analysis::automata::approximation::{
    only_path, over_approximation, under_approximation,
};
use crate::analysis::automata::language::{Language, Search, Work, shortest};
use crate::analysis::automata::paths::Paths;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::scenarios;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::CheckedRule;

/// The most rules that are taken to cover another together.
const MAX_RULES: usize = 16;

/// Whether a rule is reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cover {
    /// By this request.
    Reached(SampleRequest),
    /// These rules take every request.
    Covered(Vec<usize>),
    Undecided,
}

/// Whether a rule is reached. Requests that it takes if no other does are tried on the table; the
/// rules that take those instead are then the ones to get past.
pub(crate) fn cover(site: &Site<'_, '_>, rule: usize, work: &mut Work) -> Cover {
    let sample = site.sample(rule);
    if site.is_first(rule) || site.answer(&sample) == Some(rule) {
        return Cover::Reached(sample);
    }
    let mut others: Vec<usize> = Vec::new();
    loop {
        match uncovered(site, rule, &others, work) {
            Uncovered::Nothing => {
                others.sort_unstable();
                return Cover::Covered(others);
            }
            Uncovered::Undecided => return Cover::Undecided,
            Uncovered::Request(asked) => match site.answer(&asked) {
                Some(taken_by) if taken_by == rule => return Cover::Reached(asked),
                Some(other)
                    if other < rule && !others.contains(&other) && others.len() < MAX_RULES =>
                {
                    others.push(other);
                }
                _ => return Cover::Undecided,
            },
        }
    }
}

enum Uncovered {
    Request(SampleRequest),
    Nothing,
    Undecided,
}

/// A request that the rule takes, and none of the others does.
fn uncovered(site: &Site<'_, '_>, rule: usize, others: &[usize], work: &mut Work) -> Uncovered {
    let wanted = &site.rules[rule];
    let all: Vec<&CheckedRule<'_>> =
        std::iter::once(rule).chain(others.iter().copied()).map(|rule| &site.rules[rule]).collect();
    let Some(scenarios) = scenarios(&all, &wanted.options, work) else {
        return Uncovered::Undecided;
    };
    for scenario in scenarios.iter().filter(|scenario| takes(wanted, scenario)) {
        if let Some(path) = only_path(wanted) {
            let asked = SampleRequest { path, ..scenario.clone() };
            if !site.answer(&asked).is_some_and(|taken_by| others.contains(&taken_by)) {
                return Uncovered::Request(asked);
            }
            continue;
        }
        let active = others.iter().filter(|&&other| takes(&site.rules[other], scenario));
        let mut none: Vec<Box<dyn Language + '_>> = active
            .filter_map(|&other| under_approximation(&site.rules[other]))
            .map(|steps| Box::new(Paths::new(steps)) as Box<dyn Language + '_>)
            .collect();
        let paths: Box<dyn Language + '_> = Box::new(Paths::new(over_approximation(wanted)));
        match shortest(&mut [paths], &mut none, work) {
            Search::Word(path) => {
                return Uncovered::Request(SampleRequest {
                    path: spelt(&path),
                    ..scenario.clone()
                });
            }
            Search::Nothing => {}
            Search::Undecided => return Uncovered::Undecided,
        }
    }
    Uncovered::Nothing
}

/// Whether a rule takes a request, whatever its path is.
pub(crate) fn takes(rule: &CheckedRule<'_>, scenario: &SampleRequest) -> bool {
    let methods = rule.methods();
    let is_named = methods.is_empty() || methods.contains(&&scenario.method[..]);
    is_named && rule.conditions.iter().all(|scoped| scoped.condition.holds(scenario))
}
