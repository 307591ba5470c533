//! The hosts that the edges of the graph depend on.

use crate::analysis::model::sample_request::UrlComponents;
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;

/// Returns the only host on which a rule matches, if its conditions name one.
pub(super) fn required_host<'r>(rule: &'r CheckedRule<'_>) -> Option<&'r [u8]> {
    for scoped in &rule.conditions {
        let condition = &scoped.condition;
        if condition.subject != Subject::Host || condition.is_negated {
            continue;
        }
        if let [pieces] = &condition.patterns[..] {
            if let [Piece::Literal(host)] = &pieces[..] {
                return Some(host);
            }
        }
    }
    None
}

/// Returns the only host to which the responses of a rule lead, if it is known: the host of the
/// target, or the host of the request for a target without another one.
pub(super) fn host_of_target(rule: &CheckedRule<'_>) -> Option<Vec<u8>> {
    let Action::Redirect(_, target) = &rule.action else { return None };
    // The response, or a redirect after it, may correct the origin.
    if rule.options.canonical.is_some() {
        return None;
    }
    let (origin, next) = match &target.parts[..] {
        [Part::Path, ..] => return Some(required_host(rule)?.to_vec()),
        [Part::Literal(origin), rest @ ..] => (std::str::from_utf8(origin).ok()?, rest.first()),
        _ => return None,
    };
    match next {
        Some(Part::Capture(..)) => return None,
        Some(Part::RequestHost) => return Some(required_host(rule)?.to_vec()),
        _ => {}
    }
    let (_, authority) = UrlComponents::new(origin).origin?;
    let host = authority.split(':').next()?;
    // Other hosts have several spellings.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let is_name = host.bytes().all(is_plain) && !host.ends_with('.');
    is_name.then(|| host.to_ascii_lowercase().into_bytes())
}
