//! The check for redirect chains: rules whose responses all lead to another redirect.

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::chain::{ChainVerdict, chain};
use crate::analysis::cross_rule::proved_faults::ProvedFaults;
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
    examples: Vec<(CheckedIndex, SampleRequest)>,
) -> ProvedFaults {
    let mut proved = ProvedFaults::default();
    for (index, request) in examples {
        let rule = site.rule(index);
        let known = match trivial.onward(index) {
            Onward::To(next) if !is_chain_link(rule, site.rule(next)) => continue,
            Onward::To(next) => trivial.chain_end(index).map(|end| (vec![next], end)),
            Onward::Ends | Onward::Unknown => None,
        };
        let (successors, end) = match known {
            Some(known) => known,
            None => match chain(site, index, &request, &mut Budget::per_proof()) {
                ChainVerdict::Ends => continue,
                ChainVerdict::Continues(successors) => {
                    let end = site.chain_end(&request);
                    let end =
                        end.expect("invariant: a chain without an end is a loop, reported before");
                    (successors, end)
                }
                ChainVerdict::Undecided => {
                    proved.undecided(rule, Field::Target, AnalysisFault::UndecidedChain);
                    continue;
                }
            },
        };
        let (by, request) = (site.ids(&successors), request.path);
        let fault = AnalysisFault::Chain { by, request, end };
        proved.report(rule, Field::Target, FaultKind::Analysis(fault));
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
