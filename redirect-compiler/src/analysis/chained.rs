use crate::analysis::cross_rule::Together;
use crate::analysis::model::sample_request::Asked;
use crate::diagnostic::Part;
use crate::diagnostic::kind::Kind;

use crate::analysis::automata::language::WORK;
use crate::analysis::chain::{Chain, chain, is_link};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::Onward;

/// A rule all of whose answers are redirected again, of those that are so by an example.
pub(crate) fn check(
    site: &Site<'_, '_>,
    graph: &Graph,
    examples: impl Iterator<Item = (usize, Asked)>,
    together: &mut Together,
) {
    for (rule, asked) in examples {
        let kind = match (site.onward(rule), site.plain_end(rule)) {
            (Onward::By(next), Some(end)) => {
                let by = vec![site.rules[next].rule];
                is_link(site, rule, next).then_some(Kind::Chain { by, asked: asked.path, end })
            }
            _ => proved(site, graph, rule, &asked, together),
        };
        if let Some(kind) = kind {
            together.fault(&site.rules[rule], Part::Target, kind);
        }
    }
}

fn proved(
    site: &Site<'_, '_>,
    graph: &Graph,
    rule: usize,
    asked: &Asked,
    together: &mut Together,
) -> Option<Kind> {
    match chain(site, graph, rule, asked, &mut WORK.clone()) {
        Chain::Ends(_) => None,
        Chain::GoesOn { rules, example } => {
            let by = rules.into_iter().map(|rule| site.rules[rule].rule).collect();
            let end = site.end(&example).unwrap_or_default();
            Some(Kind::Chain { by, asked: example.path, end })
        }
        Chain::Undecided => {
            together.undecided += 1;
            None
        }
    }
}
