use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::{Answer, CheckedRule};
use crate::syntax::document::NodeId;
use redirect_core::internals::Status;

/// A 301 or 302 on a rule that names a method other than GET and HEAD: what the client sends next
/// depends on the client (RFC 9110 §15.4.2, §15.4.3).
pub(crate) fn check(directives: &[CheckedRule<'_>]) -> Vec<Fault> {
    directives.iter().filter_map(fault).collect()
}

fn fault(directive: &CheckedRule<'_>) -> Option<Fault> {
    if directive.draft.methods.is_empty() {
        return None;
    }
    let Answer::Redirect(status, _) = directive.answer else { return None };
    let named: Vec<&str> = directive.draft.methods.iter().map(AsRef::as_ref).collect();
    let others: Vec<&str> =
        named.into_iter().filter(|method| !["GET", "HEAD"].contains(method)).collect();
    let is_left_to_clients = matches!(status, Status::MovedPermanently | Status::Found);
    (is_left_to_clients && !others.is_empty()).then(|| {
        let kind = FaultKind::MethodChange { status, methods: others.join(" or ") };
        Fault::new(NodeId::Rule(directive.rule), Field::Status, kind)
    })
}
