//! The cross-rule stage: faults of rules that are right alone, each with its proof.

mod chains;
mod loops;
mod proved_faults;
mod unreachable;

use std::collections::HashSet;

use crate::analysis::cross_rule::proved_faults::ProvedFaults;
use crate::analysis::cross_rule::unreachable::Reached;
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::diagnostic::Fault;
use crate::lower::checked_rule::CheckedIndex;
use crate::syntax::ids::RuleId;
use redirect_core::Redirects;

/// The faults of rules among others.
#[derive(Debug, Default)]
pub(crate) struct CrossRule {
    pub(crate) faults: Vec<Fault>,
    /// The number of questions that exceeded their budget.
    pub(crate) undecided: usize,
    /// The table of the rules.
    pub(crate) table: Option<Redirects>,
}

/// Checks rules together: for unreachable rules, then for loops, then for chains.
///
/// `table` is built from the rules. Duplicates are known to be unreachable.
pub(crate) fn check(
    trivial: &TrivialAnalysis<'_, '_>,
    duplicates: &HashSet<RuleId>,
    table: &Redirects,
) -> CrossRule {
    let site = trivial.site(table);
    let (mut proved, reached) = unreachable::check(&site, trivial, duplicates);
    let examples = redirected_again(&site, trivial, reached);
    // All cycles of static rules are those that their examples run into.
    let graph =
        if trivial.is_complete() { Graph::default() } else { Graph::new(site.rules, trivial) };
    let (loops, is_looped) = loops::check(&site, trivial, &graph, &examples);
    proved.append(loops);
    // A rule that redirects into a loop is not reported as a chain too.
    let others = examples.into_iter().filter(|(rule, _)| !is_looped[rule.position()]);
    proved.append(chains::check(&site, trivial, &graph, others));
    let ProvedFaults { faults, undecided } = proved;
    CrossRule { faults, undecided, table: None }
}

/// Returns the rules whose responses are redirected again for some request, each with the request.
fn redirected_again(
    site: &Site<'_, '_>,
    trivial: &TrivialAnalysis<'_, '_>,
    reached: Vec<Reached>,
) -> Vec<(CheckedIndex, SampleRequest)> {
    let with_request = reached
        .into_iter()
        .map(|(rule, request)| (rule, request.unwrap_or_else(|| site.sample(rule))));
    with_request
        .filter(|(rule, request)| match trivial.onward(*rule) {
            Onward::Unknown => site.is_redirected_again(request, *rule),
            Onward::Ends | Onward::To(_) => true,
        })
        .collect()
}
