//! The language of the paths that redirects take through the rules of a plan.

use crate::analysis::automata::approximation::{
    over_approximation, target_over_approximation, under_paths,
};
use crate::analysis::automata::difference::Difference;
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::language::{BoxedLanguage, shortest_word};
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::target_path::TargetTransducer;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};

/// A rule of a plan, and earlier rules that are known to match some of its requests.
#[derive(Clone, Debug)]
pub(super) struct PlanStep {
    pub(super) rule: CheckedIndex,
    pub(super) interceptors: Vec<CheckedIndex>,
}

/// Returns the paths that go through the rules of a plan, or a superset of them. If a target has no
/// transducer, the superset contains all paths that its rule matches, provided that some target of
/// the rule may go through the rest of the plan.
pub(super) fn plan_language<'s>(
    site: &Site<'s, '_>,
    plan: &[PlanStep],
    budget: &mut Budget,
) -> Emptiness<BoxedLanguage<'s>> {
    let mut rest: Option<BoxedLanguage<'s>> = None;
    for step in plan.iter().rev() {
        let rule = site.rule(step.rule);
        let matched = over_approximation(rule);
        let paths = match (rest.take(), TargetTransducer::new(rule)) {
            (Some(rest), Some(transducer)) => PathDfa::preimage(matched, transducer, rest),
            (Some(rest), None) => match may_lead_to(rule, rest, budget) {
                Emptiness::Witness(()) => PathDfa::new(matched),
                Emptiness::Empty => return Emptiness::Empty,
                Emptiness::Undecided => return Emptiness::Undecided,
            },
            (None, _) => PathDfa::new(matched),
        };
        let paths: BoxedLanguage<'s> = Box::new(paths);
        let mut intercepted = Vec::new();
        for &rule in &step.interceptors {
            if let Some(paths) = under_paths(site.rule(rule)) {
                intercepted.push(paths);
            }
        }
        rest = Some(if intercepted.is_empty() {
            paths
        } else {
            Box::new(Difference::new(paths, intercepted))
        });
    }
    rest.map_or(Emptiness::Empty, Emptiness::Witness)
}

/// Decides whether a target of a rule may be in a language.
fn may_lead_to<'d>(
    rule: &'d CheckedRule<'_>,
    language: BoxedLanguage<'d>,
    budget: &mut Budget,
) -> Emptiness<()> {
    let Some(targets) = target_over_approximation(rule) else { return Emptiness::Empty };
    let targets = Box::new(PathDfa::new(targets));
    shortest_word(vec![targets, language], Vec::new(), budget).map(|_| ())
}
