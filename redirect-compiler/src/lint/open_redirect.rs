use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::location::host::HostCapture;
use crate::lower::location::host::ends_in_number;
use crate::syntax::ids::NodeId;

/// A capture that chooses the host. Fine is a whole first label before a domain that is nobody
/// else's: no public suffix, under which anyone can have a name, and no part of an address.
pub(crate) fn check(directives: &[CheckedRule<'_>]) -> Vec<Fault> {
    directives.iter().filter_map(fault).collect()
}

fn fault(directive: &CheckedRule<'_>) -> Option<Fault> {
    let Action::Redirect(_, target) = &directive.action else { return None };
    let open = target
        .host_captures
        .iter()
        .find(|capture| capture.is_path_catch_all || !is_own(capture))?;
    let domain = open.domain.clone().filter(|domain| is_public_suffix(domain));
    let fault = Spanned::new(open.range.clone(), FaultKind::OpenRedirect { domain });
    Some(fault.at(NodeId::Rule(directive.id), Field::Target))
}

fn is_own(capture: &HostCapture) -> bool {
    let domain = capture.domain.as_deref();
    domain.is_some_and(|domain| !is_public_suffix(domain) && !ends_in_number(domain))
}

/// By the Public Suffix List, of which an unknown top-level domain is one too.
fn is_public_suffix(domain: &str) -> bool {
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    psl::suffix_str(&domain).is_none_or(|suffix| suffix == domain)
}
