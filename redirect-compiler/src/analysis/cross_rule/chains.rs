//! The check for redirect chains: rules whose responses all lead to another redirect.

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::chain::{ChainVerdict, chain};
use crate::analysis::cross_rule::proved_faults::ProvedFaults;
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::diagnostic::Field;
use crate::diagnostic::kind::{AnalysisFault, FaultKind};
use crate::lower::checked_rule::CheckedIndex;

/// Reports the rules whose responses are all redirected again. `examples` are requests with such a
/// response, none of which leads into a loop.
#[expect(clippy::expect_used, reason = "an impossible state")]
pub(crate) fn check(
    site: &Site<'_, '_>,
    trivial: &TrivialAnalysis<'_, '_>,
    graph: &Graph,
    examples: Vec<(CheckedIndex, SampleRequest)>,
) -> ProvedFaults {
    let mut proved = ProvedFaults::default();
    for (index, request) in examples {
        let rule = site.rule(index);
        let (successors, end) = match (trivial.onward(index), trivial.chain_end(index)) {
            (Onward::To(next), Some(end)) => {
                let is_link = is_chain_link(rule, site.rule(next));
                (is_link.then(|| vec![next]), Some(end))
            }
            (Onward::To(_), None) | (Onward::Ends | Onward::Unknown, _) => {
                match chain(site, graph, index, &request, &mut Budget::per_proof()) {
                    ChainVerdict::Ends => (None, None),
                    ChainVerdict::Continues(successors) => {
                        (Some(successors), site.chain_end(&request))
                    }
                    ChainVerdict::Undecided => {
                        proved.undecided += 1;
                        (None, None)
                    }
                }
            }
        };
        if let Some(successors) = successors {
            let by = site.ids(&successors);
            let end = end.expect("invariant: a chain without an end is a loop, reported before");
            let request = request.path;
            proved.report(
                rule,
                Field::Target,
                FaultKind::Analysis(AnalysisFault::Chain { by, request, end }),
            );
        }
    }
    proved
}

#[cfg(test)]
mod tests {
    use crate::compile;
    use crate::syntax::document::Document;
    use crate::syntax::rule::Rule;

    fn rule(source: &'static str, target: Option<&'static str>) -> Rule<'static> {
        let status = if target.is_some() { "301" } else { "pass" };
        let target = target.map(Into::into);
        Rule { source: source.into(), status: status.into(), target, ..Rule::default() }
    }

    #[test]
    fn a_successor_of_several_clients_is_named_once() {
        // After a POST to `/b`, some clients repeat it and others send a GET.
        let pass = Rule { methods: vec!["GET".into()], ..rule("/b", None) };
        let rules = vec![pass, rule("/b/{*x}", Some("/{x}/{x}/")), rule("/b", Some("/b/a/a"))];
        let document = Document { rules, ..Document::default() };
        let compiled = compile(&document, Vec::new());
        let texts: Vec<_> = compiled.faults.iter().map(|fault| fault.text(&document)).collect();
        assert_eq!(texts.len(), 1, "{texts:?}");
        assert_eq!(texts[0].matches("matches next").count(), 1, "{texts:?}");
    }
}
