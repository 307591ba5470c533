//! The search for a request that contradicts a chain.

use crate::analysis::automata::alphabet::path_text;
use crate::analysis::automata::approximation::{only_path, over_approximation, over_paths};
use crate::analysis::automata::difference::Difference;
use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::automata::language::{BoxedLanguage, shortest_word};
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::target_path::TargetTransducer;
use crate::analysis::chain::abstraction::Abstraction;
use crate::analysis::model::interception::{matched_paths, unintercepted};
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::{applies, scenarios};
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::{Part, UriPosition};

/// The requests that a search looks for, by what may match their target.
#[derive(Clone, Copy)]
pub(super) enum TargetMatch {
    /// None of the successors matches it.
    Unmatched,
    /// This rule matches it, and no successor before that does.
    MatchedBy(CheckedIndex),
}

/// Searches for a request that a rule may be the first to match, and that has such a target.
pub(super) fn counterexample(
    site: &Site<'_, '_>,
    known: &Abstraction,
    target: TargetMatch,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let rule = site.rule(known.rule);
    let diverter = match target {
        TargetMatch::Unmatched => None,
        TargetMatch::MatchedBy(diverter) => Some(diverter),
    };
    let mut involved = vec![rule];
    if let Some(diverter) = diverter {
        involved.push(site.rule(diverter));
    }
    site.push_rules(&known.interceptors, &mut involved);
    site.push_rules(&known.successors, &mut involved);
    if has_path_in_query(rule) && involved.iter().any(|rule| has_query_condition(rule)) {
        // The path decides whether the conditions of the next rule hold.
        return Emptiness::Undecided;
    }
    let Some(scenarios) = scenarios(&involved, &rule.options, budget) else {
        return Emptiness::Undecided;
    };
    first_nonempty(&scenarios, &mut |scenario| {
        if !applies(rule, scenario) {
            return Emptiness::Empty;
        }
        in_scenario(site, known, target, scenario, budget)
    })
}

fn in_scenario(
    site: &Site<'_, '_>,
    known: &Abstraction,
    target: TargetMatch,
    scenario: &SampleRequest,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let is_unmatched = matches!(target, TargetMatch::Unmatched);
    if let Some(path) = only_path(site.rule(known.rule)).filter(|_| is_unmatched) {
        let request = scenario.with_path(path);
        let is_known = known.explains(site, &request);
        return if is_known { Emptiness::Empty } else { Emptiness::Witness(request) };
    }
    // The next request has one scenario for all paths, so that any path shows it.
    let request = match unintercepted(site, known.rule, &known.interceptors, scenario, budget) {
        Emptiness::Witness(request) => request,
        verdict => return verdict,
    };
    if site.first_match(&request) != Some(known.rule) {
        return Emptiness::Witness(request);
    }
    let hops = site.hops(&request, known.rule);
    if hops.is_empty() && is_unmatched {
        return Emptiness::Witness(request);
    }
    first_nonempty(&hops, &mut |hop| {
        let after = &hop.request;
        with_target(site, known, target, (scenario, after), budget)
    })
}

/// Searches for a path that contradicts the chain, from one scenario to the next.
///
/// The targets that contradict it are a language, and the paths that lead to it are its preimage. A
/// path belongs to that if some way to split it into captures leads there. The runtime chooses one
/// way, so this is an over-approximation of the paths that really do.
fn with_target(
    site: &Site<'_, '_>,
    known: &Abstraction,
    target: TargetMatch,
    (before, after): (&SampleRequest, &SampleRequest),
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let rule = site.rule(known.rule);
    let mut successors = known.successors.clone();
    if let TargetMatch::MatchedBy(diverter) = target {
        successors.retain(|successor| *successor < diverter);
    }
    let redirected = matched_paths(site, &successors, after);
    let included = match target {
        TargetMatch::Unmatched if redirected.is_empty() => Some(over_paths(rule)),
        TargetMatch::Unmatched => leading_to(rule, Difference::new(all_paths(), redirected)),
        TargetMatch::MatchedBy(diverter) if !applies(site.rule(diverter), after) => {
            return Emptiness::Empty;
        }
        TargetMatch::MatchedBy(diverter) => {
            let targets = over_paths(site.rule(diverter));
            leading_to(rule, Difference::new(targets, redirected))
        }
    };
    let Some(included) = included else { return Emptiness::Undecided };
    let excluded = matched_paths(site, &known.interceptors, before);
    let word = shortest_word(vec![included], excluded, budget);
    word.map(|word| before.with_path(path_text(&word)))
}

/// Returns the paths of a rule whose targets are in a language; `None` where its target cannot be
/// written by a transducer.
fn leading_to<'d>(rule: &'d CheckedRule<'_>, targets: Difference<'d>) -> Option<BoxedLanguage<'d>> {
    let transducer = TargetTransducer::new(rule)?;
    let paths = over_approximation(rule);
    Some(Box::new(PathDfa::preimage(paths, transducer, Box::new(targets))))
}

/// Returns the language of all paths.
fn all_paths<'d>() -> BoxedLanguage<'d> {
    Box::new(PathDfa::new(PathNfa::universal()))
}

/// Returns whether a capture is in the query of the target.
fn has_path_in_query(rule: &CheckedRule<'_>) -> bool {
    let Action::Redirect(_, target) = &rule.action else { return false };
    target.parts.iter().any(|part| matches!(part, Part::Capture(UriPosition::Query, _)))
}

fn has_query_condition(rule: &CheckedRule<'_>) -> bool {
    rule.conditions.iter().any(|scoped| matches!(scoped.condition.subject, Subject::Query(_)))
}
