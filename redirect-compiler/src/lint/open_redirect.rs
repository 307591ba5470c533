//! A capture that determines the host of a redirect.

use crate::diagnostic::kind::{FaultKind, LintFault};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lint::public_suffix::is_public_suffix;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::location::host::HostCapture;
use crate::syntax::ids::NodeId;
use redirect_core::internals::authority::ends_in_number;

/// Reports a capture that determines the host. A capture is accepted as the whole host if it
/// contains the end of the request's host. Any other is accepted only as the entire first label
/// before a domain that has one owner. A public suffix has many, because anyone can register a name
/// under it, and the rest of an IP address is not a domain.
pub(super) fn check(rules: &[CheckedRule<'_>]) -> Vec<Fault> {
    rules.iter().filter_map(fault).collect()
}

fn fault(rule: &CheckedRule<'_>) -> Option<Fault> {
    let Action::Redirect(_, target) = &rule.action else { return None };
    let mut captures = target.host_captures.iter();
    let open = captures.find(|capture| {
        let is_owned = !capture.is_path_catch_all && has_owned_domain(capture);
        !is_owned && !capture.is_end_of_request_host
    })?;
    let domain = open.domain.clone().filter(|domain| is_public_suffix(domain));
    let fault = FaultKind::Lint(LintFault::OpenRedirect { domain });
    Some(Spanned::new(open.range.clone(), fault).at(NodeId::Rule(rule.id), Field::Target))
}

fn has_owned_domain(capture: &HostCapture) -> bool {
    let domain = capture.domain.as_deref();
    domain.is_some_and(|domain| !is_public_suffix(domain) && !ends_in_number(domain.as_bytes()))
}
