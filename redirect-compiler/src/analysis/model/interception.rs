//! Interceptors: earlier rules that match requests before the rule that a proof is about.

use crate::analysis::automata::alphabet::path_text;
use crate::analysis::automata::approximation::{over_paths, under_paths};
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::language::{BoxedLanguage, shortest_word};
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::applies;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::CheckedIndex;

/// Returns the paths that interceptors match for certain in a scenario, one language per rule.
pub(crate) fn intercepted_paths<'s>(
    site: &Site<'s, '_>,
    interceptors: &[CheckedIndex],
    scenario: &SampleRequest,
) -> Vec<BoxedLanguage<'s>> {
    let interceptors = interceptors.iter().map(|&interceptor| site.rule(interceptor));
    interceptors.filter(|rule| applies(rule, scenario)).filter_map(under_paths).collect()
}

/// Searches for a request of a scenario that a rule may match, and that no interceptor matches for
/// certain.
pub(crate) fn unintercepted(
    site: &Site<'_, '_>,
    rule: CheckedIndex,
    interceptors: &[CheckedIndex],
    scenario: &SampleRequest,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let mut included = [over_paths(site.rule(rule))];
    let mut excluded = intercepted_paths(site, interceptors, scenario);
    let word = shortest_word(&mut included, &mut excluded, budget);
    word.map(|word| scenario.with_path(path_text(&word)))
}
