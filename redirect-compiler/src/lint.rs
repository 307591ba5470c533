//! Lints: probable mistakes in valid rules, with one file for each lint.
//!
//! Each `check` is a pure function from rules to faults. Faults that need a proof about several
//! rules are found in `analysis`.

mod contradiction;
mod duplicate;
mod method_change;
mod open_redirect;
mod public_suffix;
mod unused_allow;
mod unused_default;

pub(crate) use unused_allow::check as unused_allows;

use crate::diagnostic::Fault;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use crate::lower::scope::InheritedScopes;
use crate::syntax::document::Document;
use crate::util::parallel::join;

/// Runs all lints except [`unused_allows`]. Returns the first rule of each path, which the analysis
/// also needs, and the faults.
pub(crate) fn check<'r>(
    document: &Document<'_>,
    scopes: &InheritedScopes<'_>,
    rules: &'r [CheckedRule<'_>],
) -> (FirstRuleByPath<'r>, Vec<Fault>) {
    let independent = || {
        let mut faults = contradiction::check(document, scopes, rules);
        faults.append(&mut unused_default::check(document));
        faults.append(&mut method_change::check(rules));
        faults.append(&mut open_redirect::check(rules));
        faults
    };
    let (mut faults, first_rules) = join(independent, || FirstRuleByPath::new(rules));
    faults.append(&mut duplicate::check(rules, &first_rules));
    (first_rules, faults)
}
