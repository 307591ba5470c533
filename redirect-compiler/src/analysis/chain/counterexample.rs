//! The search for a request that contradicts a chain.

use crate::analysis::automata::alphabet::path_text;
use crate::analysis::automata::approximation::{
    only_path, over_approximation, over_paths, target_over_approximation,
};
use crate::analysis::automata::canonical_paths::CanonicalPaths;
use crate::analysis::automata::difference::Difference;
use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::automata::language::{BoxedLanguage, shortest_word};
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::target_path::TargetTransducer;
use crate::analysis::chain::abstraction::Abstraction;
use crate::analysis::model::interception::{matched_paths, unintercepted};
use crate::analysis::model::proxy_fields::inspects_proxy_host;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::{applies, scenarios_of_clients};
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::{Part, UriPosition};

/// The counterexamples to search for, by the rule that may match their target.
#[derive(Clone, Copy)]
pub(super) enum TargetMatch {
    /// No successor matches the target.
    Unmatched,
    /// This rule matches the target, and no successor before it does.
    MatchedBy(CheckedIndex),
}

/// Searches for a request that the rule may be the first to match and that has such a target.
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
    // A value would decide whether conditions of the next rule hold. The scenarios do not
    // distinguish hosts by the conditions on a field that repeats the host.
    let decides_query = has_capture_in(rule, &[UriPosition::Query]) || has_value_in_query(rule);
    let decides_host = if rule.leads_to_request_host() {
        involved.iter().any(|rule| inspects_proxy_host(rule))
    } else {
        has_capture_in(rule, &[UriPosition::Label, UriPosition::Host])
    };
    if decides_host || decides_query && involved.iter().any(|rule| has_query_condition(rule)) {
        return Emptiness::Undecided;
    }
    let Some(scenarios) = scenarios_of_clients(&involved, &rule.options, budget) else {
        return Emptiness::Undecided;
    };
    first_nonempty(&scenarios, &mut |scenario| {
        if !applies(rule, scenario) {
            return Emptiness::Empty;
        }
        in_scenario(site, known, target, scenario, budget)
    })
}

/// Searches for a counterexample in one scenario.
fn in_scenario(
    site: &Site<'_, '_>,
    known: &Abstraction,
    target: TargetMatch,
    scenario: &SampleRequest,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let is_unmatched = matches!(target, TargetMatch::Unmatched);
    let rule = site.rule(known.rule);
    if let Some(path) = only_path(rule).filter(|_| has_only_target(rule)) {
        let request = scenario.with_path(path);
        let is_known = known.explains(site, &request);
        return if is_known { Emptiness::Empty } else { Emptiness::Witness(request) };
    }
    // The scenario of the next request is the same for all paths, so any request reveals it.
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

/// Searches for a path that contradicts the chain, given the scenario of the request and the
/// scenario of the request that follows it.
///
/// The targets that contradict the chain are a regular language. The paths that lead to them are
/// its preimage under the transducer of the rule. A path belongs to the preimage if any split into
/// captures leads to such a target. The runtime chooses one split, so the preimage is an
/// over-approximation.
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
    let targets = match target {
        TargetMatch::Unmatched if redirected.is_empty() => None,
        TargetMatch::Unmatched => Some(Difference::new(all_paths(), redirected)),
        TargetMatch::MatchedBy(diverter) if !applies(site.rule(diverter), after) => {
            return Emptiness::Empty;
        }
        TargetMatch::MatchedBy(diverter) => {
            Some(Difference::new(over_paths(site.rule(diverter)), redirected))
        }
    };
    let included = match (targets, TargetTransducer::new(rule)) {
        (None, _) => over_paths(rule),
        (Some(targets), Some(transducer)) => {
            let paths = over_approximation(rule);
            Box::new(PathDfa::preimage(paths, transducer, Box::new(targets)))
        }
        (Some(targets), None) => return without_transducer(rule, targets, budget),
    };
    let mut included = vec![included];
    if let Some(canonical) = CanonicalPaths::of_rule(rule) {
        included.push(Box::new(canonical));
    }
    let excluded = matched_paths(site, &known.interceptors, before);
    let word = shortest_word(included, excluded, budget);
    word.map(|word| before.with_path(path_text(&word)))
}

/// Decides whether a rule whose target has no transducer has no target in a language. If it may
/// have one, no path is known that leads to it.
fn without_transducer(
    rule: &CheckedRule<'_>,
    targets: Difference<'_>,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let Some(all) = target_over_approximation(rule) else { return Emptiness::Undecided };
    let included: Vec<BoxedLanguage<'_>> = vec![Box::new(PathDfa::new(all)), Box::new(targets)];
    match shortest_word(included, Vec::new(), budget) {
        Emptiness::Empty => Emptiness::Empty,
        Emptiness::Witness(_) | Emptiness::Undecided => Emptiness::Undecided,
    }
}

/// Returns the language of all paths.
fn all_paths<'d>() -> BoxedLanguage<'d> {
    Box::new(PathDfa::new(PathNfa::universal()))
}

/// Returns whether all targets of a rule that matches one path only have the same path: whether no
/// capture of a condition is in it.
fn has_only_target(rule: &CheckedRule<'_>) -> bool {
    !has_capture_in(rule, &[UriPosition::Segment, UriPosition::Rest])
}

/// Returns whether a capture is in one of some positions of a rule's target.
fn has_capture_in(rule: &CheckedRule<'_>, positions: &[UriPosition]) -> bool {
    let Action::Redirect(_, target) = &rule.action else { return false };
    let mut captures = target.parts.iter().filter_map(Part::capture);
    captures.any(|(position, _)| positions.contains(&position))
}

/// Returns whether the query of a rule's target contains a value of the request.
fn has_value_in_query(rule: &CheckedRule<'_>) -> bool {
    matches!(&rule.action, Action::Redirect(_, target) if target.has_request_value_in_query())
}

fn has_query_condition(rule: &CheckedRule<'_>) -> bool {
    rule.conditions.iter().any(|scoped| matches!(scoped.condition.subject, Subject::Query(_)))
}
