use crate::analysis::cross_rule::CrossRule;
use crate::analysis::model::sample_request::SampleRequest;
use crate::diagnostic::Field;
use crate::diagnostic::kind::{AnalysisFault, FaultKind};

use crate::analysis::automata::language::WORK;
use crate::analysis::chain::{Chain, chain, is_link};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::Onward;

/// A rule all of whose answers are redirected again, of those that are so by an example.
pub(crate) fn check(
    site: &Site<'_, '_>,
    graph: &Graph,
    examples: impl Iterator<Item = (usize, SampleRequest)>,
    cross_rule: &mut CrossRule,
) {
    for (rule, asked) in examples {
        let kind = match (site.onward(rule), site.plain_end(rule)) {
            (Onward::By(next), Some(end)) => {
                let by = vec![site.rules[next].rule];
                is_link(site, rule, next).then_some(FaultKind::Analysis(AnalysisFault::Chain {
                    by,
                    request: asked.path,
                    end,
                }))
            }
            _ => proved(site, graph, rule, &asked, cross_rule),
        };
        if let Some(kind) = kind {
            cross_rule.fault(&site.rules[rule], Field::Target, kind);
        }
    }
}

fn proved(
    site: &Site<'_, '_>,
    graph: &Graph,
    rule: usize,
    asked: &SampleRequest,
    cross_rule: &mut CrossRule,
) -> Option<FaultKind> {
    match chain(site, graph, rule, asked, &mut WORK.clone()) {
        Chain::Ends(_) => None,
        Chain::GoesOn { rules, example } => {
            let by = rules.into_iter().map(|rule| site.rules[rule].rule).collect();
            let end = site.end(&example).unwrap_or_default();
            Some(FaultKind::Analysis(AnalysisFault::Chain { by, request: example.path, end }))
        }
        Chain::Undecided => {
            cross_rule.undecided += 1;
            None
        }
    }
}
