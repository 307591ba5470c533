use crate::analysis::automata::language::WORK;
use crate::analysis::cross_rule::CrossRule;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Cover, cover};
use crate::analysis::trivial::Onward;
use crate::diagnostic::Field;
use crate::diagnostic::kind::{AnalysisFault, ConditionFault, FaultKind, ShapeFault};
use crate::lower::checked_rule::CheckedRule;
use crate::syntax::document::NodeId;
use crate::syntax::items::NodeSet;

/// A rule all of whose requests are taken by earlier ones. Gives those of the others whose answers may be
/// redirected again, with a request that is theirs where it is not plainly the one of their path.
pub(crate) fn check(
    site: &Site<'_, '_>,
    duplicates: &NodeSet,
    cross_rule: &mut CrossRule,
) -> Vec<(usize, Option<SampleRequest>)> {
    let mut reached = Vec::new();
    // They are few, and what is said of one takes room.
    let mut add = |rule, asked| {
        if site.onward(rule) != Onward::Ends {
            reached.push((rule, asked));
        }
    };
    for (rule, directive) in site.rules.iter().enumerate() {
        if duplicates.has(NodeId::Rule(directive.rule)) {
            continue;
        }
        if site.is_first(rule) {
            add(rule, None);
            continue;
        }
        match cover(site, rule, &mut WORK.clone()) {
            Cover::Reached(asked) => add(rule, Some(asked)),
            Cover::Covered(by) if by.is_empty() => {
                cross_rule.fault(directive, Field::Source, matches_nothing(directive));
            }
            Cover::Covered(by) => {
                let by = by.into_iter().map(|rule| site.rules[rule].rule).collect();
                cross_rule.fault(
                    directive,
                    Field::Source,
                    FaultKind::Analysis(AnalysisFault::Unreachable { by }),
                );
            }
            Cover::Undecided => cross_rule.undecided += 1,
        }
    }
    reached
}

fn matches_nothing(directive: &CheckedRule<'_>) -> FaultKind {
    if directive.conditions.is_empty() {
        FaultKind::Shape(ShapeFault::NoValue)
    } else {
        FaultKind::Condition(ConditionFault::Unsatisfiable)
    }
}
