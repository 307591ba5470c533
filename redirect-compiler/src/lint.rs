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

use std::collections::HashSet;

use crate::diagnostic::kind::{FaultKind, LintFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use crate::lower::scope::InheritedScopes;
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
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

/// Removes the faults of lints that may disappear when other faults are corrected: duplicates of
/// rules whose source, conditions or options have faults, because an unknown option may be meant as
/// a condition, and a `default` that is unused and has faulty options.
pub(crate) fn retain_certain(document: &Document<'_>, faults: &mut Vec<Fault>) {
    if !faults.iter().any(|fault| fault.is_duplicate() || fault.is_unused()) {
        return;
    }
    let (mut unknown, mut with_faulty_option) = (HashSet::new(), HashSet::new());
    for fault in &*faults {
        if fault.is_lint() || fault.is_unused() {
            continue;
        }
        let is_option = matches!(fault.field, Field::Option(_) | Field::Value(_));
        if is_option {
            with_faulty_option.insert(fault.node);
        }
        if fault.affects_matching() || is_option && matches!(fault.node, NodeId::Rule(_)) {
            unknown.insert(fault.node);
        }
    }
    faults.retain(|fault| match fault.kind {
        FaultKind::Lint(LintFault::Duplicate { first, .. }) => {
            let rules = [first.into(), fault.node];
            !rules.iter().any(|&rule| document.is_in_any(rule, &unknown))
        }
        _ => !fault.is_unused() || !with_faulty_option.contains(&fault.node),
    });
}
