//! A 301 or 302 for a method that clients may change to GET.

use crate::diagnostic::kind::{FaultKind, LintFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::syntax::ids::NodeId;

/// Reports a 301 or 302 on a rule that names a method other than GET and HEAD: the method of the
/// next request depends on the client (RFC 9110 §15.4.2, §15.4.3).
pub(super) fn check(rules: &[CheckedRule<'_>]) -> Vec<Fault> {
    rules.iter().filter_map(fault).collect()
}

fn fault(rule: &CheckedRule<'_>) -> Option<Fault> {
    let methods = rule.syntax.methods.iter().map(AsRef::as_ref);
    let unsafe_methods: Vec<&str> =
        methods.filter(|method| !["GET", "HEAD"].contains(method)).collect();
    if unsafe_methods.is_empty() {
        return None;
    }
    let Action::Redirect(status, _) = rule.action else { return None };
    status.may_change_method().then(|| {
        let fault = LintFault::MethodChange { status, methods: unsafe_methods.join(" or ") };
        Fault::new(NodeId::Rule(rule.id), Field::Status, FaultKind::Lint(fault))
    })
}
