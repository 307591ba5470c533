//! What is wrong with rules that can each be read: one file a fault.

mod allow;
mod chained;
mod contradiction;
mod duplicate;
mod idle_default;
mod looped;
mod method_change;
mod open_redirect;
mod together;
mod unreachable;

pub(crate) use allow::{is_allowed, unused_allows};
pub(crate) use together::{Together, check as together};

use crate::directive::Directive;
use crate::fault::Fault;
use crate::firsts::Firsts;
use crate::runs::both;
use crate::scope::Surroundings;
use crate::sheet::Sheet;

/// The faults of the directives, and of the scopes that they stand in, from all checks; and the first
/// of them of each path.
pub(crate) fn all<'d>(
    sheet: &Sheet<'_>,
    surroundings: &[Surroundings<'_>],
    directives: &'d [Directive<'_>],
) -> (Vec<Fault>, Firsts<'d>) {
    let alone = || {
        let mut faults = contradiction::check(sheet, surroundings, directives);
        faults.extend(idle_default::check(sheet));
        faults.extend(method_change::check(directives));
        faults.extend(open_redirect::check(directives));
        faults
    };
    let (mut faults, firsts) = both(alone, || Firsts::of(directives));
    faults.extend(duplicate::check(directives, &firsts));
    (faults, firsts)
}
