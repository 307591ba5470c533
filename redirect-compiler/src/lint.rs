//! What is wrong with rules that can each be read: one file a fault.

pub(crate) mod contradiction;
pub(crate) mod duplicate;
pub(crate) mod method_change;
pub(crate) mod open_redirect;
pub(crate) mod unused_allow;
pub(crate) mod unused_default;

use crate::diagnostic::Fault;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use crate::lower::scope::InheritedScope;
use crate::syntax::document::Document;
use crate::util::parallel::both;

/// The faults of the directives, and of the scopes that they stand in, from all checks; and the first
/// of them of each path.
pub(crate) fn all<'d>(
    document: &Document<'_>,
    inherited: &[InheritedScope<'_>],
    directives: &'d [CheckedRule<'_>],
) -> (Vec<Fault>, FirstRuleByPath<'d>) {
    let alone = || {
        let mut faults = contradiction::check(document, inherited, directives);
        faults.extend(unused_default::check(document));
        faults.extend(method_change::check(directives));
        faults.extend(open_redirect::check(directives));
        faults
    };
    let (mut faults, first_rules) = both(alone, || FirstRuleByPath::new(directives));
    faults.extend(duplicate::check(directives, &first_rules));
    (faults, first_rules)
}
