use super::together::Together;
use crate::asked::Asked;
use crate::directive::Directive;
use crate::fault::{BadCondition, Kind, Part};
use crate::items::Items;
use crate::proof::{Cover, Onward, Site, WORK, cover};
use crate::shape::build::ShapeFault;
use crate::sheet::Item;

/// A rule all of whose requests are taken by earlier ones. Gives those of the others whose answers may be
/// redirected again, with a request that is theirs where it is not plainly the one of their path.
pub(super) fn check(
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
