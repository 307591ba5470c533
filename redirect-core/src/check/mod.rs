//! What is wrong with rules that can each be read: one file a fault.

mod allow;
mod contradiction;
mod duplicate;
mod method_change;
mod open_redirect;

pub(crate) use allow::allows;

use crate::directive::Directive;
use crate::fault::Fault;

/// The faults of the directives, from all checks.
pub(crate) fn all(directives: &[Directive<'_>]) -> Vec<Fault> {
    let mut faults = contradiction::check(directives);
    faults.extend(method_change::check(directives));
    faults.extend(duplicate::check(directives));
    faults.extend(open_redirect::check(directives));
    faults
}
