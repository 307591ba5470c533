//! What the rules do together, each fault with its proof.

use std::collections::HashSet;

use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::{Onward, Plain};
use crate::analysis::{chained, looped, unreachable};
use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::CheckedRule;
use crate::syntax::ids::{NodeId, RuleId};
use redirect_core::Redirects;

/// What was found of rules together.
#[derive(Debug, Default)]
pub(crate) struct CrossRule {
    pub(crate) faults: Vec<Fault>,
    /// The questions that were too much work.
    pub(crate) undecided: usize,
    /// The table of the rules.
    pub(crate) table: Option<Redirects>,
}

impl CrossRule {
    pub(crate) fn fault(&mut self, directive: &CheckedRule<'_>, part: Field, kind: FaultKind) {
        self.faults.push(Fault::new(NodeId::Rule(directive.id), part, kind));
    }
}

/// The faults of rules together: those that no request reaches, those that send a request in a cycle, and
/// those whose answers are redirected again. `redirects` is their table; of `duplicates` it is known that
/// no request reaches them.
pub(crate) fn check(
    plain: Plain<'_, '_>,
    duplicates: &HashSet<RuleId>,
    redirects: &Redirects,
) -> CrossRule {
    let site = Site::new(plain, redirects);
    let mut cross_rule = CrossRule::default();
    let reached = unreachable::check(&site, duplicates, &mut cross_rule);
    let again = redirected_again(&site, reached);
    // Between paths that are plain there are no cycles but those that the examples run into.
    let is_plain = (0..site.rules.len()).all(|rule| site.onward(rule) != Onward::Unknown);
    let graph = if is_plain { Graph::default() } else { Graph::of(&site) };
    let is_looped = looped::check(&site, &graph, &again, &mut cross_rule);
    let others = again.into_iter().filter(|(rule, _)| !is_looped[*rule]);
    chained::check(&site, &graph, others, &mut cross_rule);
    cross_rule
}

/// The rules whose answers are redirected again, by an example for each. What is not plain is asked.
fn redirected_again(
    site: &Site<'_, '_>,
    reached: Vec<(usize, Option<SampleRequest>)>,
) -> Vec<(usize, SampleRequest)> {
    let mut again = Vec::new();
    for (rule, asked) in reached {
        let asked = asked.unwrap_or_else(|| site.sample(rule));
        if site.onward(rule) != Onward::Unknown || site.is_redirected_again(&asked, rule) {
            again.push((rule, asked));
        }
    }
    again
}
