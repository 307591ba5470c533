//! Interceptors: earlier rules that match requests before the rule in question.

use crate::analysis::automata::alphabet::path_text;
use crate::analysis::automata::approximation::{over_paths, under_paths};
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::language::{BoxedLanguage, shortest_word};
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::applies;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::CheckedIndex;

/// Returns the paths that rules certainly match in a scenario, with one language for each rule.
pub(crate) fn matched_paths<'s>(
    site: &Site<'s, '_>,
    rules: &[CheckedIndex],
    scenario: &SampleRequest,
) -> Vec<BoxedLanguage<'s>> {
    let mut languages = Vec::new();
    for &rule in rules {
        let rule = site.rule(rule);
        if !applies(rule, scenario) {
            continue;
        }
        if let Some(paths) = under_paths(rule) {
            languages.push(paths);
        }
    }
    languages
}

/// Searches for a request of a scenario that a rule may match and that no interceptor certainly
/// matches.
pub(crate) fn unintercepted(
    site: &Site<'_, '_>,
    rule: CheckedIndex,
    interceptors: &[CheckedIndex],
    scenario: &SampleRequest,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let included = vec![over_paths(site.rule(rule))];
    let excluded = matched_paths(site, interceptors, scenario);
    let word = shortest_word(included, excluded, budget);
    word.map(|word| scenario.with_path(path_text(&word)))
}
