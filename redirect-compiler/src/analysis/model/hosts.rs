//! The hosts of a site.

use std::collections::HashSet;

use crate::analysis::model::sample_request::SampleRequest;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// The hosts that serve the table: the declared origins, and all hosts in conditions.
pub(crate) struct Hosts<'s> {
    /// The authorities of the origins, each with its port.
    origins: HashSet<String>,
    /// The hosts that conditions name literally.
    literals: HashSet<&'s [u8]>,
    /// The conditions that may match more than one host.
    patterns: Vec<&'s CheckedCondition>,
}

impl<'s> Hosts<'s> {
    /// Collects the hosts of some rules.
    pub(crate) fn new(rules: &'s [CheckedRule<'_>]) -> Hosts<'s> {
        let mut hosts =
            Hosts { origins: HashSet::new(), literals: HashSet::new(), patterns: Vec::new() };
        for rule in rules {
            if let Some(origin) = &rule.options.origin {
                hosts.origins.insert(with_port(&origin.scheme, &origin.authority));
            }
            for ScopedCondition { condition, .. } in &rule.conditions {
                if condition.subject == Subject::Host {
                    hosts.add(condition);
                }
            }
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

    /// Returns whether an authority belongs to the site. Conditions name no port, so they imply the
    /// default port of the scheme.
    pub(crate) fn contains(&self, scheme: &str, authority: &str) -> bool {
        let with_port = with_port(scheme, authority);
        if self.origins.contains(&with_port) {
            return true;
        }
        let Some(host) = with_port.strip_suffix(default_port(scheme)) else { return false };
        let request = SampleRequest { authority: Some(host.into()), ..SampleRequest::default() };
        self.literals.contains(host.as_bytes()) || self.patterns.iter().any(|c| c.holds(&request))
    }
}

fn default_port(scheme: &str) -> &'static str {
    if scheme == "http" { ":80" } else { ":443" }
}

/// Returns an authority with its port. An authority without one gets the default port of the
/// scheme.
fn with_port(scheme: &str, authority: &str) -> String {
    let has_port = authority.rsplit(']').next().unwrap_or_default().contains(':');
    if has_port { authority.into() } else { format!("{authority}{}", default_port(scheme)) }
}
