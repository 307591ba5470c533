//! Redirect chains: proofs that every response of a rule leads to another redirect.
//!
//! The proof uses counterexample-guided abstraction refinement, as in
//! [`reachability`](super::reachability). It maintains two sets of rules:
//!
//! * **interceptors** match requests before the rule does.
//! * **successors** redirect its targets.
//!
//! Each iteration searches for a [counterexample](mod@counterexample): a request that the rule may
//! be the first to match, and whose target no successor matches. The request is looked up in the
//! table. If the table does not redirect the target, the rule does not start a chain. Otherwise the
//! lookup yields a new interceptor or a new successor, which is added to its set. If there is no
//! counterexample, a second search looks for requests whose target is first matched by a
//! *diverter*: a rule before the last successor that is not a link of a chain.
//!
//! **Soundness.** Suppose that a rule is reported, and consider a request that it is the first to
//! match. The request meets the same conditions as one of the scenarios. Its path is in the
//! over-approximation of the rule, and in no under-approximation of an interceptor. Because it is
//! not a counterexample, for any split of its path into captures, its target is in the
//! under-approximation of a successor. That successor or an earlier rule is therefore the first to
//! match the target. Successors are links of a chain, and an earlier rule that is not would be a
//! diverter. The second search has shown that there is none: its candidates are the successors of
//! the rule in the [`Graph`], which over-approximates them, and their paths are over-approximated
//! too. The target of each request is therefore redirected again.
//!
//! **Termination.** Each iteration adds a rule to one of the sets or is the last. The sets have at
//! most [`MAX_RULES`] rules together, and the budget bounds the automaton steps of all iterations.

mod abstraction;
mod counterexample;

use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::chain::abstraction::{Abstraction, Refinement};
use crate::analysis::chain::counterexample::{TargetMatch, counterexample};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::CheckedIndex;

/// The maximum number of interceptors and successors in one proof.
const MAX_RULES: usize = 16;

/// The result of a proof that every response of a rule is redirected again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ChainVerdict {
    /// Some response is not redirected again.
    Ends,
    /// Each response is redirected again, by one of these rules or by another link of a chain. The
    /// first of these rules redirects the target of the example.
    Continues(Vec<CheckedIndex>),
    Undecided,
}

/// Decides whether every response of a rule is redirected again. `example` is a request that the
/// rule is the first to match.
pub(crate) fn chain(
    site: &Site<'_, '_>,
    graph: &Graph,
    rule: CheckedIndex,
    example: &SampleRequest,
    budget: &mut Budget,
) -> ChainVerdict {
    let mut known = Abstraction::new(rule);
    let mut request = example.clone();
    loop {
        match known.refine(site, &request) {
            Refinement::Refined => {}
            Refinement::Ends => return ChainVerdict::Ends,
            Refinement::Exhausted => return ChainVerdict::Undecided,
        }
        if known.len() > MAX_RULES {
            return ChainVerdict::Undecided;
        }
        let unmatched = counterexample(site, &known, TargetMatch::Unmatched, budget);
        let found = match unmatched {
            Emptiness::Empty => diverted(site, graph, &known, budget),
            Emptiness::Witness(_) | Emptiness::Undecided => unmatched,
        };
        match found {
            Emptiness::Witness(found) => request = found,
            Emptiness::Empty => return ChainVerdict::Continues(known.successors),
            Emptiness::Undecided => return ChainVerdict::Undecided,
        }
    }
}

/// Searches for a request whose target may first be matched by a diverter: a rule before a
/// successor that is not a link of a chain.
fn diverted(
    site: &Site<'_, '_>,
    graph: &Graph,
    known: &Abstraction,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let Some(candidates) = graph.all_successors(known.rule) else { return Emptiness::Undecided };
    first_nonempty(candidates, &mut |&other| {
        let is_before_successor = known.successors.iter().any(|successor| other < *successor);
        if !is_before_successor || is_chain_link(site.rule(known.rule), site.rule(other)) {
            return Emptiness::Empty;
        }
        counterexample(site, known, TargetMatch::MatchedBy(other), budget)
    })
}

#[cfg(test)]
mod tests {
    use super::{ChainVerdict, chain};
    use crate::analysis::automata::emptiness::Budget;
    use crate::analysis::cycle::graph::Graph;
    use crate::analysis::test_rules::with_site;
    use crate::lower::checked_rule::CheckedIndex;

    /// Decides whether the first of some rules starts a chain.
    fn chain_of(rules: &[(&str, &str)], steps: u64) -> ChainVerdict {
        let mut verdict = None;
        with_site(rules, |site, trivial| {
            let graph = Graph::new(site.rules, trivial);
            let first = CheckedIndex::new(0);
            let mut budget = Budget::new(steps);
            verdict = Some(chain(site, &graph, first, &site.sample(first), &mut budget));
        });
        verdict.unwrap()
    }

    fn continues(successors: &[usize]) -> ChainVerdict {
        ChainVerdict::Continues(successors.iter().copied().map(CheckedIndex::new).collect())
    }

    #[test]
    fn a_chain_continues_if_successors_cover_all_targets() {
        for (rules, expected) in [
            (&[("/a/{x}", "/b/{x}"), ("/b/{x}", "/c/{x}")][..], continues(&[1])),
            (&[("/a/{x}", "/b/{x}"), ("/b/x", "/c"), ("/b/{x}", "/d")], continues(&[1, 2])),
            (&[("/a/{x}", "/b/{x}"), ("/b/x", "/c")], ChainVerdict::Ends),
            (&[("/a/{x}", "/b/{x}"), ("/c/{x}", "/d")], ChainVerdict::Ends),
            (&[("/a/{x}", "/b/{x}"), ("/b/{x:[a-z]+}", "/c")], ChainVerdict::Ends),
        ] {
            assert_eq!(chain_of(rules, 50_000), expected, "{rules:?}");
        }
    }

    #[test]
    fn a_split_that_the_runtime_does_not_choose_proves_no_chain() {
        // `/p-q-r` leads to `/x/p/q-r`, which no rule matches.
        let source = "/{a:[a-z-]+}-{b:[a-z-]+}";
        let rules = [(source, "/x/{a}/{b}"), ("/x/{a}/{b:[a-z]+-*|-+}", "/y/{a}/{b}")];
        assert_ne!(chain_of(&rules, 50_000), continues(&[1]));
    }

    #[test]
    fn a_small_budget_leaves_a_chain_undecided() {
        let rules = [("/a/{x}", "/b/{x}"), ("/b/{x}", "/c/{x}")];
        assert_eq!(chain_of(&rules, 10), ChainVerdict::Undecided);
    }
}
