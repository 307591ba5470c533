use crate::condition::Subject;
use crate::directive::Directive;
use crate::fault::{BadCondition, Fault, Kind, Part};
use crate::guard::Condition;
use crate::pattern::Piece;

/// Two conditions of a rule that no request meets both, or that say the same.
pub(super) fn check(directives: &[Directive<'_>]) -> Vec<Fault> {
    directives.iter().filter_map(fault).collect()
}

fn fault(directive: &Directive<'_>) -> Option<Fault> {
    let conditions = &directive.conditions;
    let written = &directive.draft.conditions;
    conditions.iter().enumerate().find_map(|(index, (number, condition))| {
        let (other, kind) = conditions[..index].iter().find_map(|(other, earlier)| {
            let text = written[*other].to_string();
            let kind = if earlier == condition {
                Kind::Condition(BadCondition::ConditionTwice)
            } else if excludes(earlier, condition) || excludes(condition, earlier) {
                Kind::Condition(BadCondition::Contradiction(text))
            } else {
                return None;
            };
            Some((*other, kind))
        })?;
        Some(Fault::new(directive.rule, Part::Condition(other.max(*number)), kind))
    })
}

/// Whether no value meets both, `a` being one that asks for something to be there.
fn excludes(a: &Condition, b: &Condition) -> bool {
    if a.subject != b.subject || a.negated {
        return false;
    }
    let is_absence = b.negated && b.patterns.is_empty();
    if is_absence || a.patterns.is_empty() || b.patterns.is_empty() {
        return is_absence;
    }
    let (Some(a_values), Some(b_values)) = (values(a), values(b)) else { return false };
    let is_language = a.subject == Subject::Language;
    let covers = |range: &[u8], value: &[u8]| {
        let rest = value.strip_prefix(range);
        rest.is_some_and(|rest| rest.is_empty() || is_language && rest.starts_with(b"-"))
    };
    if b.negated {
        a_values.iter().all(|value| b_values.iter().any(|range| covers(range, value)))
    } else {
        !a_values.iter().any(|x| b_values.iter().any(|y| covers(x, y) || covers(y, x)))
    }
}

/// The values that a condition names, unless it captures.
fn values(condition: &Condition) -> Option<Vec<&[u8]>> {
    condition
        .patterns
        .iter()
        .map(|pieces| match &pieces[..] {
            [] => Some(&[][..]),
            [Piece::Literal(value)] => Some(&value[..]),
            _ => None,
        })
        .collect()
}
