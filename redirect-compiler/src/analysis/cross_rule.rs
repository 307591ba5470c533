//! The cross-rule stage: reports the faults that valid rules have together, each with a proof.

mod chains;
mod loop_fix;
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
use crate::syntax::ids::NodeId;
use redirect_core::Redirects;

/// The result of the cross-rule stage.
#[derive(Debug, Default)]
pub(crate) struct CrossRule {
    pub(crate) faults: Vec<Fault>,
    /// The number of questions that exceeded their budget.
    pub(crate) undecided: usize,
    /// The table of the rules, if it has been built.
    pub(crate) table: Option<Redirects>,
}

/// Checks rules together for unreachable rules, then for loops, then for chains.
///
/// `table` is the table of the rules. Duplicates are known to be unreachable and are not checked.
pub(crate) fn check(
    trivial: &TrivialAnalysis<'_, '_>,
    duplicates: &HashSet<NodeId>,
    table: &Redirects,
) -> CrossRule {
    let site = trivial.site(table);
    let (mut proved, reached) = unreachable::check(&site, trivial, duplicates);
    let mut examples = redirected_again(&site, trivial, reached);
    // If all rules are static, following the examples finds all cycles, and no graph is needed.
    let graph =
        if trivial.is_complete() { Graph::default() } else { Graph::new(site.rules, trivial) };
    let (loops, is_looped) = loops::check(&site, trivial, &graph, &examples);
    proved.append(loops);
    // A rule that redirects into a loop is not reported as a chain as well.
    examples.retain(|(rule, _)| !is_looped[rule.position()]);
    proved.append(chains::check(&site, trivial, examples));
    let ProvedFaults { faults, undecided } = proved;
    CrossRule { faults, undecided, table: None }
}

/// Returns the rules with a response that is redirected again, each with an example request.
fn redirected_again(
    site: &Site<'_, '_>,
    trivial: &TrivialAnalysis<'_, '_>,
    reached: Vec<Reached>,
) -> Vec<(CheckedIndex, SampleRequest)> {
    let mut examples = Vec::new();
    for (rule, request) in reached {
        let request = request.unwrap_or_else(|| site.sample(rule));
        let is_example = match trivial.onward(rule) {
            Onward::Unknown => site.is_redirected_again(&request, rule),
            Onward::Ends | Onward::To(_) => true,
        };
        if is_example {
            examples.push((rule, request));
        }
    }
    examples
}

#[cfg(test)]
mod tests;
