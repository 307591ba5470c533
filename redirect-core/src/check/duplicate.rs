use std::collections::HashMap;

use crate::directive::Directive;
use crate::fault::{Fault, Kind, Part};
use crate::guard::Condition;
use crate::pattern::Piece;
use crate::sheet::Item;
use crate::text::Form;

/// What decides which requests a rule matches.
type Matched<'a> = (&'a [Piece<Vec<u8>>], Form, Vec<&'a str>, Vec<String>);

/// A rule with the same source, methods and conditions as an earlier one. The names of captures do
/// not count, nor does how the source is spelt.
pub(super) fn check(directives: &[Directive<'_>]) -> Vec<Fault> {
    let mut seen: HashMap<Matched<'_>, &Directive<'_>> = HashMap::new();
    let mut faults = Vec::new();
    for directive in directives {
        let source = &directive.source;
        let key = (&source.pieces[..], source.form, directive.methods(), conditions(directive));
        if let Some(first) = seen.get(&key) {
            let same_answer = has_same_answer(first, directive);
            let kind = Kind::Duplicate { of: first.rule, same_answer };
            faults.push(Fault::new(Item::Rule(directive.rule), Part::Source, kind));
        } else {
            seen.insert(key, directive);
        }
    }
    faults
}

/// The conditions, however they are ordered and whatever they call their captures.
fn conditions(directive: &Directive<'_>) -> Vec<String> {
    let shown = |condition: &Condition| {
        format!("{:?} {} {:?}", condition.subject, condition.negated, condition.patterns)
    };
    let mut conditions: Vec<_> =
        directive.conditions.iter().map(|guarded| shown(&guarded.condition)).collect();
    conditions.sort_unstable();
    conditions
}

fn has_same_answer(a: &Directive<'_>, b: &Directive<'_>) -> bool {
    a.answer == b.answer && a.drops_query() == b.drops_query() && a.cache() == b.cache()
}
