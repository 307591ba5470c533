//! What is wrong with rules that can each be read: one file a fault.

pub(crate) mod contradiction;
pub(crate) mod duplicate;
pub(crate) mod method_change;
pub(crate) mod open_redirect;
pub(crate) mod unused_allow;
pub(crate) mod unused_default;

use crate::diagnostic::Fault;
use crate::lower::checked_rule::Directive;
use crate::lower::first_rule::Firsts;
use crate::lower::scope::Surroundings;
use crate::syntax::document::Sheet;
use crate::util::parallel::both;

/// The faults of the directives, and of the scopes that they stand in, from all checks; and the first
/// of them of each path.
pub(crate) fn all<'d>(
    sheet: &Sheet<'_>,
    surroundings: &[Surroundings<'_>],
    directives: &'d [Directive<'_>],
) -> (Vec<Fault>, Firsts<'d>) {
    let alone = || {
        let mut faults = contradiction::check(sheet, surroundings, directives);
        faults.extend(unused_default::check(sheet));
        faults.extend(method_change::check(directives));
        faults.extend(open_redirect::check(directives));
        faults
    };
    let (mut faults, firsts) = both(alone, || Firsts::of(directives));
    faults.extend(duplicate::check(directives, &firsts));
    (faults, firsts)
}
