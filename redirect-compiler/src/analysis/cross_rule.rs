//! What the rules do together, each fault with its proof.

use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::sample_request::Asked;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::{Onward, Plain};
use crate::analysis::{chained, looped, unreachable};
use crate::diagnostic::kind::Kind;
use crate::diagnostic::{Fault, Part};
use crate::lower::checked_rule::Directive;
use crate::syntax::document::Item;
use crate::syntax::items::Items;
use redirect_core::Redirects;

/// What was found of rules together.
#[derive(Debug, Default)]
pub(crate) struct Together {
    pub(crate) faults: Vec<Fault>,
    /// The questions that were too much work.
    pub(crate) undecided: usize,
    /// The table of the rules.
    pub(crate) table: Option<Redirects>,
}

impl Together {
    pub(crate) fn fault(&mut self, directive: &Directive<'_>, part: Part, kind: Kind) {
        self.faults.push(Fault::new(Item::Rule(directive.rule), part, kind));
    }
}

/// The faults of rules together: those that no request reaches, those that send a request round, and
/// those whose answers are redirected again. `redirects` is their table; of `doubles` it is known that
/// no request reaches them.
pub(crate) fn check(plain: Plain<'_, '_>, doubles: &Items, redirects: &Redirects) -> Together {
    let site = Site::new(plain, redirects);
    let mut together = Together::default();
    let reached = unreachable::check(&site, doubles, &mut together);
    let again = redirected_again(&site, reached);
    // Between paths that are plain there are no rounds but those that the examples run into.
    let is_plain = (0..site.rules.len()).all(|rule| site.onward(rule) != Onward::Unknown);
    let graph = if is_plain { Graph::default() } else { Graph::of(&site) };
    let is_looped = looped::check(&site, &graph, &again, &mut together);
    let others = again.into_iter().filter(|(rule, _)| !is_looped[*rule]);
    chained::check(&site, &graph, others, &mut together);
    together
}

/// The rules whose answers are redirected again, by an example for each. What is not plain is asked.
fn redirected_again(
    site: &Site<'_, '_>,
    reached: Vec<(usize, Option<Asked>)>,
) -> Vec<(usize, Asked)> {
    let mut again = Vec::new();
    for (rule, asked) in reached {
        let asked = asked.unwrap_or_else(|| site.sample(rule));
        if site.onward(rule) != Onward::Unknown || site.is_redirected_again(&asked, rule) {
            again.push((rule, asked));
        }
    }
    again
}
