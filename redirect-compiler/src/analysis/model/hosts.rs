//! The hosts of a site.

use std::collections::HashSet;

use crate::analysis::model::sample_request::SampleRequest;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::CheckedCondition;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// The hosts of the origins, and those that rules compare a request's with: who asks for a host is
/// asked at that host.
pub(crate) struct Hosts<'s> {
    /// Each with its port.
    origins: HashSet<String>,
    /// Those that are written out in conditions.
    literals: HashSet<&'s [u8]>,
    /// The conditions that fit more than one.
    patterns: Vec<&'s CheckedCondition>,
}

impl<'s> Hosts<'s> {
    pub(crate) fn of(rules: &'s [CheckedRule<'_>]) -> Hosts<'s> {
        let mut hosts =
            Hosts { origins: HashSet::new(), literals: HashSet::new(), patterns: Vec::new() };
        for rule in rules {
            let origin = rule.options.origin.as_ref();
            hosts.origins.extend(origin.map(|o| with_port(&o.scheme, &o.authority)));
            let conditions = rule.conditions.iter().map(|scoped| &scoped.condition);
            conditions.filter(|c| c.subject == Subject::Host).for_each(|c| hosts.add(c));
        }
        hosts
    }

    fn add(&mut self, condition: &'s CheckedCondition) {
        for pieces in &condition.patterns {
            if let [Piece::Literal(host)] = &pieces[..] {
                self.literals.insert(host);
            } else if self.patterns.last().is_none_or(|last| last.patterns != condition.patterns) {
                self.patterns.push(condition);
            }
        }
    }

    /// Whether an authority is one of the site. A condition says nothing of ports, and is taken to
    /// mean that of the scheme.
    pub(crate) fn has(&self, scheme: &str, authority: &str) -> bool {
        let with_port = with_port(scheme, authority);
        if self.origins.contains(&with_port) {
            return true;
        }
        let Some(host) = with_port.strip_suffix(port(scheme)) else { return false };
        let asked = SampleRequest { authority: Some(host.into()), ..SampleRequest::default() };
        self.literals.contains(host.as_bytes()) || self.patterns.iter().any(|c| c.holds(&asked))
    }
}

fn port(scheme: &str) -> &'static str {
    if scheme == "http" { ":80" } else { ":443" }
}

/// Host and port, with the port that is meant where none is written.
fn with_port(scheme: &str, authority: &str) -> String {
    let has_port = authority.rsplit(']').next().unwrap_or_default().contains(':');
    if has_port { authority.into() } else { format!("{authority}{}", port(scheme)) }
}
