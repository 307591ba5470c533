//! The check for unreachable rules: earlier rules match every request that they would match.

use std::collections::HashSet;

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::cross_rule::proved_faults::ProvedFaults;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Reachability, reachability};
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::diagnostic::Field;
use crate::diagnostic::kind::{AnalysisFault, ConditionFault, FaultKind, ShapeFault};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::syntax::ids::NodeId;

/// A rule that is reached, and a request that it is the first to match. `None` means the sample of
/// the rule.
pub(crate) type Reached = (CheckedIndex, Option<SampleRequest>);

/// Reports unreachable rules. Also returns the reachable rules with responses that may be
/// redirected again. There are usually few.
pub(crate) fn check(
    site: &Site<'_, '_>,
    trivial: &TrivialAnalysis<'_, '_>,
    duplicates: &HashSet<NodeId>,
) -> (ProvedFaults, Vec<Reached>) {
    let mut proved = ProvedFaults::default();
    let mut reached = Vec::new();
    for index in site.indices() {
        let rule = site.rule(index);
        if duplicates.contains(&NodeId::Rule(rule.id)) {
            continue;
        }
        let request = if site.matches_sample(index) {
            None
        } else {
            match reachability(site, index, &mut Budget::per_proof()) {
                Reachability::Reached(request) => Some(request),
                Reachability::Shadowed(by) => {
                    let kind = if by.is_empty() {
                        matches_nothing(rule)
                    } else {
                        let by = site.ids(&by);
                        FaultKind::Analysis(AnalysisFault::Unreachable { by })
                    };
                    proved.report(rule, Field::Source, kind);
                    continue;
                }
                Reachability::Undecided => {
                    let fault = AnalysisFault::UndecidedReachability;
                    proved.undecided(rule, Field::Source, fault);
                    continue;
                }
            }
        };
        if trivial.onward(index) != Onward::Ends {
            reached.push((index, request));
        }
    }
    (proved, reached)
}

/// Returns the fault of a rule that would match no request even if it were the only rule.
fn matches_nothing(rule: &CheckedRule<'_>) -> FaultKind {
    if rule.conditions.is_empty() {
        FaultKind::Shape(ShapeFault::NoValue)
    } else {
        FaultKind::Condition(ConditionFault::Unsatisfiable)
    }
}
