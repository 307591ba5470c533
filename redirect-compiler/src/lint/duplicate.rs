use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::kind::Kind;
use crate::diagnostic::{Fault, Part};
use crate::lower::checked_rule::Directive;
use crate::lower::condition::Condition;
use crate::lower::first_rule::Firsts;
use crate::syntax::document::Item;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::Form;

/// What decides which requests a rule matches.
type Matched<'a> = (&'a [Piece<Vec<u8>>], Form, Vec<&'a str>, Vec<String>);

/// A rule with the same source, methods and conditions as an earlier one. The names of captures do
/// not count, nor does how the source is spelt.
pub(crate) fn check(directives: &[Directive<'_>], firsts: &Firsts<'_>) -> Vec<Fault> {
    let mut known: HashMap<Matched<'_>, usize> = HashMap::new();
    let mut faults = Vec::new();
    for (number, directive) in directives.iter().enumerate() {
        // Most rules are the only one of their path.
        if firsts.has(number) {
            continue;
        }
        if let Some(first) = directive.exact_key().and_then(|path| firsts.get(path)) {
            known.entry(matched(&directives[first])).or_insert(first);
        }
        match known.entry(matched(directive)) {
            Entry::Occupied(first) => faults.push(fault(&directives[*first.get()], directive)),
            Entry::Vacant(place) => _ = place.insert(number),
        }
    }
    faults
}

fn fault(first: &Directive<'_>, directive: &Directive<'_>) -> Fault {
    let kind = Kind::Duplicate { of: first.rule, same_answer: has_same_answer(first, directive) };
    Fault::new(Item::Rule(directive.rule), Part::Source, kind)
}

fn matched<'d>(directive: &'d Directive<'_>) -> Matched<'d> {
    let source = &directive.source;
    (&source.pieces, source.form, directive.methods(), conditions(directive))
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
