//! Interceptors: earlier rules that match requests before the rule in question.

use crate::analysis::automata::alphabet::path_text;
use crate::analysis::automata::approximation::{over_paths, under_paths};
use crate::analysis::automata::canonical_paths::CanonicalPaths;
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::language::{BoxedLanguage, shortest_word_of};
use crate::analysis::automata::product::Product;
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
    let mut interception = Interception::new(site, rule);
    for &interceptor in interceptors {
        interception.push(site, interceptor);
    }
    interception.unintercepted(site, scenario, budget)
}

/// A rule and its known interceptors. Their automata are kept for all searches of a proof.
pub(crate) struct Interception<'s> {
    /// The canonical paths of the rule, and then those of interceptors.
    product: Product<'s>,
    /// The number of languages that the paths of the rule are in.
    included: usize,
    /// The interceptors that certainly match some paths.
    interceptors: Vec<CheckedIndex>,
}

impl<'s> Interception<'s> {
    /// Creates the interception of a rule without interceptors.
    pub(crate) fn new(site: &Site<'s, '_>, rule: CheckedIndex) -> Interception<'s> {
        let rule = site.rule(rule);
        let mut languages = vec![over_paths(rule)];
        if let Some(canonical) = CanonicalPaths::of_rule(rule) {
            languages.push(Box::new(canonical));
        }
        let included = languages.len();
        Interception { product: Product::new(languages), included, interceptors: Vec::new() }
    }

    /// Adds an interceptor.
    pub(crate) fn push(&mut self, site: &Site<'s, '_>, interceptor: CheckedIndex) {
        if let Some(paths) = under_paths(site.rule(interceptor)) {
            self.product.push(paths);
            self.interceptors.push(interceptor);
        }
    }

    /// Searches for a request of a scenario that the rule may match and that no interceptor
    /// certainly matches.
    pub(crate) fn unintercepted(
        &mut self,
        site: &Site<'s, '_>,
        scenario: &SampleRequest,
        budget: &mut Budget,
    ) -> Emptiness<SampleRequest> {
        let mut selected = vec![true; self.included];
        for &interceptor in &self.interceptors {
            selected.push(applies(site.rule(interceptor), scenario));
        }
        let word = shortest_word_of(&mut self.product, self.included, &selected, budget);
        word.map(|word| scenario.with_path(path_text(&word)))
    }
}
