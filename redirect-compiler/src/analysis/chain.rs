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
//! diverter. The second search has shown that there is none: its candidates are the
//! [diverters](crate::analysis::model::diverters) of the rule, which are over-approximated, and so
//! are their paths. The target of each request is therefore redirected again.
//!
//! With canonical URLs, rules see the canonical path, so only canonical paths are searched. The
//! redirect to the canonical URL is a link after all rules, which only lookups reveal. A target
//! that may be written in another form than the canonical one is left undecided.
//!
//! **Termination.** Each iteration adds a rule to one of the sets or is the last. The sets have at
//! most [`MAX_RULES`] rules together, and the budget bounds the automaton steps of all iterations.

mod abstraction;
mod counterexample;

use crate::analysis::automata::alphabet::Symbol;
use crate::analysis::automata::approximation::over_paths;
use crate::analysis::automata::canonical_paths::may_fold_target;
use crate::analysis::automata::emptiness::{Budget, Emptiness, first_nonempty};
use crate::analysis::automata::language::run;
use crate::analysis::automata::target_path::target_prefix;
use crate::analysis::chain::abstraction::{Abstraction, Refinement};
use crate::analysis::chain::counterexample::{TargetMatch, counterexample};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::model::sorted_rules::insert_rule;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};

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
    rule: CheckedIndex,
    example: &SampleRequest,
    budget: &mut Budget,
) -> ChainVerdict {
    prove(site, Abstraction::new(rule), example, Followers::Links, budget)
}

/// Returns the only rule that redirects the responses of a rule, if it is certain that it redirects
/// all of them. `example` is a request that the rule is the first to match.
///
/// This is the proof of a chain in which any rule other than the first successor is a diverter.
pub(crate) fn only_link(
    site: &Site<'_, '_>,
    graph: &Graph,
    rule: CheckedIndex,
    example: &SampleRequest,
    budget: &mut Budget,
) -> Option<CheckedIndex> {
    let followers = Followers::OneLink(graph);
    match prove(site, Abstraction::new(rule), example, followers, budget) {
        ChainVerdict::Continues(successors) => match successors[..] {
            [next] => Some(next),
            _ => None,
        },
        ChainVerdict::Ends | ChainVerdict::Undecided => None,
    }
}

/// The rules that may be the first to match a target. All others are diverters.
#[derive(Clone, Copy)]
enum Followers<'g> {
    /// All links of the chain.
    Links,
    /// One known successor. The graph has the other rules that may match.
    OneLink(&'g Graph),
}

/// Proves that every response of a rule is redirected again, and that no diverter matches it.
fn prove(
    site: &Site<'_, '_>,
    mut known: Abstraction,
    example: &SampleRequest,
    followers: Followers<'_>,
    budget: &mut Budget,
) -> ChainVerdict {
    let mut request = example.clone();
    // The automata write targets as they are filled, and not in their canonical form.
    if may_fold_target(site.rule(known.rule), budget) {
        return ChainVerdict::Undecided;
    }
    loop {
        match known.refine(site, &request) {
            Refinement::Refined => {}
            Refinement::Ends => return ChainVerdict::Ends,
            Refinement::Exhausted => return ChainVerdict::Undecided,
        }
        let has_too_many = match followers {
            Followers::Links => false,
            Followers::OneLink(_) => known.successors.len() > 1 || known.is_corrected,
        };
        if known.len() > MAX_RULES || has_too_many {
            return ChainVerdict::Undecided;
        }
        let unmatched = counterexample(site, &known, TargetMatch::Unmatched, budget);
        let found = match unmatched {
            Emptiness::Empty => diverted(site, &known, followers, budget),
            Emptiness::Witness(_) | Emptiness::Undecided => unmatched,
        };
        match found {
            Emptiness::Witness(found) => request = found,
            Emptiness::Empty => return ChainVerdict::Continues(known.successors),
            Emptiness::Undecided => return ChainVerdict::Undecided,
        }
    }
}

/// Searches for a request whose target may first be matched by a diverter: a rule before the last
/// successor that is not one of the followers.
fn diverted(
    site: &Site<'_, '_>,
    known: &Abstraction,
    followers: Followers<'_>,
    budget: &mut Budget,
) -> Emptiness<SampleRequest> {
    let rule = site.rule(known.rule);
    // Every rule is before the redirect to the canonical URL.
    let after_rules = known.is_corrected.then(|| CheckedIndex::new(site.rules.len()));
    let Some(last_successor) = after_rules.or_else(|| known.successors.iter().max().copied())
    else {
        return Emptiness::Empty;
    };
    let target = only_target(rule);
    let candidates = match followers {
        Followers::Links => {
            let mut candidates = site.diverters().of_targets(rule);
            insert_rule(known.rule, &mut candidates);
            candidates
        }
        Followers::OneLink(graph) => graph.successors(known.rule),
    };
    first_nonempty(&candidates, &mut |&other| {
        let is_follower = match followers {
            Followers::Links => is_chain_link(rule, site.rule(other)),
            Followers::OneLink(_) => known.successors.contains(&other),
        };
        if other >= last_successor || is_follower {
            return Emptiness::Empty;
        }
        if let Some(target) = &target {
            let mut paths = over_paths(site.rule(other));
            let start = paths.start();
            let end = run(&mut *paths, start, target);
            if !paths.accepts(end) {
                return Emptiness::Empty;
            }
        } else if !budget.spend(1) {
            return Emptiness::Undecided;
        }
        counterexample(site, known, TargetMatch::MatchedBy(other), budget)
    })
}

/// Returns the path of a rule's targets, if all of them have the same one.
fn only_target(rule: &CheckedRule<'_>) -> Option<Vec<Symbol>> {
    let prefix = target_prefix(rule)?;
    prefix.is_whole.then_some(prefix.text)
}

#[cfg(test)]
mod tests {
    use super::{ChainVerdict, chain};
    use crate::analysis::automata::emptiness::Budget;
    use crate::analysis::test_rules::with_site;
    use crate::lower::checked_rule::CheckedIndex;

    /// Decides whether the first of some rules starts a chain.
    fn chain_of(rules: &[(&str, &str)], steps: u64) -> ChainVerdict {
        let mut verdict = None;
        with_site(rules, |site, _| {
            let first = CheckedIndex::new(0);
            let mut budget = Budget::new(steps);
            verdict = Some(chain(site, first, &site.sample(first), &mut budget));
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
