use crate::analysis::automata::language::WORK;
use crate::analysis::cross_rule::Together;
use crate::analysis::model::sample_request::Asked;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Cover, cover};
use crate::analysis::trivial::Onward;
use crate::diagnostic::Part;
use crate::diagnostic::kind::{BadCondition, Kind};
use crate::lower::checked_rule::Directive;
use crate::regex::ShapeFault;
use crate::syntax::document::Item;
use crate::syntax::items::Items;

/// A rule all of whose requests are taken by earlier ones. Gives those of the others whose answers may be
/// redirected again, with a request that is theirs where it is not plainly the one of their path.
pub(crate) fn check(
    site: &Site<'_, '_>,
    doubles: &Items,
    together: &mut Together,
) -> Vec<(usize, Option<Asked>)> {
    let mut reached = Vec::new();
    // They are few, and what is said of one takes room.
    let mut add = |rule, asked| {
        if site.onward(rule) != Onward::Ends {
            reached.push((rule, asked));
        }
    };
    for (rule, directive) in site.rules.iter().enumerate() {
        if doubles.has(Item::Rule(directive.rule)) {
            continue;
        }
        if site.is_first(rule) {
            add(rule, None);
            continue;
        }
        match cover(site, rule, &mut WORK.clone()) {
            Cover::Reached(asked) => add(rule, Some(asked)),
            Cover::Covered(by) if by.is_empty() => {
                together.fault(directive, Part::Source, matches_nothing(directive));
            }
            Cover::Covered(by) => {
                let by = by.into_iter().map(|rule| site.rules[rule].rule).collect();
                together.fault(directive, Part::Source, Kind::Unreachable { by });
            }
            Cover::Undecided => together.undecided += 1,
        }
    }
    reached
}

fn matches_nothing(directive: &Directive<'_>) -> Kind {
    if directive.conditions.is_empty() {
        Kind::Shape(ShapeFault::NoValue)
    } else {
        Kind::Condition(BadCondition::NeverMet)
    }
}
