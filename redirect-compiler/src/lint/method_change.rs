//! A 301 or 302 for a method that clients may change to GET.

use crate::diagnostic::kind::{FaultKind, LintFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::syntax::ids::NodeId;

/// Reports a 301 or 302 on a rule that names a method other than GET and HEAD. The method of the
/// next request then depends on the client (RFC 9110 §15.4.2, §15.4.3).
pub(super) fn check(rules: &[CheckedRule<'_>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for rule in rules {
        let Action::Redirect(status, _) = rule.action else { continue };
        let methods = unsafe_methods(rule);
        if status.may_change_method() && !methods.is_empty() {
            let fault = LintFault::MethodChange { status, methods: methods.join(" or ") };
            let node = NodeId::Rule(rule.id);
            faults.push(Fault::new(node, Field::Status, FaultKind::Lint(fault)));
        }
    }
    faults
}

/// Returns the methods that a rule names, other than GET and HEAD.
fn unsafe_methods<'r>(rule: &'r CheckedRule<'_>) -> Vec<&'r str> {
    let mut methods = Vec::new();
    for method in &rule.syntax.methods {
        if !["GET", "HEAD"].contains(&&method[..]) {
            methods.push(&method[..]);
        }
    }
    methods
}
