//! The hosts of a site.

use std::collections::HashSet;

use crate::analysis::model::sample_request::{SampleRequest, without_port};
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::pattern::Pieces;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// The hosts that serve the table: the declared origins, and the hosts in conditions. A pattern
/// without any text, such as `{*site}`, names no host.
pub(crate) struct Hosts<'s> {
    /// The authorities of the origins, without the default port of their scheme.
    origins: HashSet<String>,
    /// The ports that conditions name.
    ports: HashSet<&'s [u8]>,
    /// The hosts that conditions name literally.
    literals: HashSet<&'s [u8]>,
    /// The conditions that may match more than one host.
    patterns: Vec<&'s CheckedCondition>,
    /// The parent domains of the origins and the literals, each with its leading dot.
    parents: HashSet<Vec<u8>>,
}

impl<'s> Hosts<'s> {
    /// Collects the hosts of some rules.
    pub(crate) fn new(rules: &'s [CheckedRule<'_>]) -> Hosts<'s> {
        let mut hosts = Hosts {
            origins: HashSet::new(),
            ports: HashSet::new(),
            literals: HashSet::new(),
            patterns: Vec::new(),
            parents: HashSet::new(),
        };
        for rule in rules {
            if let Some(origin) = &rule.options.origin {
                let host = without_default_port(&origin.scheme, &origin.authority);
                if !hosts.origins.contains(host) {
                    hosts.origins.insert(host.into());
                    hosts.add_parents(host.as_bytes());
                }
            }
            // All rules of a table have the same canonical URLs.
            if let (Some(canonical), true) = (&rule.options.canonical, hosts.literals.is_empty()) {
                for host in &canonical.from {
                    if hosts.literals.insert(host.as_bytes()) {
                        hosts.add_parents(host.as_bytes());
                    }
                }
            }
            for ScopedCondition { condition, .. } in &rule.conditions {
                if condition.subject == Subject::Host {
                    hosts.add(condition);
                } else if condition.subject == Subject::Port {
                    hosts.add_ports(condition);
                }
            }
        }
        hosts
    }

    fn add(&mut self, condition: &'s CheckedCondition) {
        for pieces in &condition.patterns {
            if let [Piece::Literal(host)] = &pieces[..] {
                if self.literals.insert(host) {
                    self.add_parents(host);
                }
            } else if names_host(pieces)
                && self.patterns.last().is_none_or(|last| last.patterns != condition.patterns)
            {
                self.patterns.push(condition);
            }
        }
    }

    fn add_ports(&mut self, condition: &'s CheckedCondition) {
        for pieces in &condition.patterns {
            if let [Piece::Literal(port)] = &pieces[..] {
                self.ports.insert(port);
            }
        }
    }

    fn add_parents(&mut self, host: &[u8]) {
        for (at, &byte) in host.iter().enumerate() {
            if byte == b'.' {
                self.parents.insert(host[at..].to_vec());
            }
        }
    }

    /// Returns whether a host of the site may end with a parent domain, which begins with a dot.
    pub(crate) fn may_end_with(&self, parent: &[u8]) -> bool {
        let may_match = |condition: &&CheckedCondition| {
            condition.patterns.iter().any(|pieces| match pieces.last() {
                Some(Piece::Literal(end)) => end.ends_with(parent) || parent.ends_with(end),
                Some(Piece::Param(_) | Piece::CatchAll(_) | Piece::Optional) | None => true,
            })
        };
        self.parents.contains(parent) || self.patterns.iter().any(may_match)
    }

    /// Returns whether an authority belongs to the site: the host and port of an origin, or a host
    /// that conditions name, with the default port of the scheme or a port that conditions name.
    pub(crate) fn contains(&self, scheme: &str, authority: &str) -> bool {
        let host = without_default_port(scheme, authority);
        if self.origins.contains(host) {
            return true;
        }
        let authority = host;
        let host = without_port(authority);
        let port = authority[host.len()..].strip_prefix(':');
        if port.is_some_and(|port| !self.ports.contains(port.as_bytes())) {
            return false;
        }
        let request = SampleRequest { authority: Some(host.into()), ..SampleRequest::default() };
        self.literals.contains(host.as_bytes()) || self.patterns.iter().any(|c| c.holds(&request))
    }
}

/// Returns whether a pattern contains text other than dots and hyphens.
fn names_host(pieces: &Pieces) -> bool {
    for piece in pieces {
        if let Piece::Literal(text) = piece {
            if text.iter().any(u8::is_ascii_alphanumeric) {
                return true;
            }
        }
    }
    false
}

/// Returns an authority without the default port of the scheme.
pub(crate) fn without_default_port<'a>(scheme: &str, authority: &'a str) -> &'a str {
    let default_port = if scheme == "http" { ":80" } else { ":443" };
    match authority.strip_suffix(default_port) {
        Some(host) if !host.is_empty() => host,
        Some(_) | None => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;
    use crate::analysis::test_rules::{condition, redirect, with_document_rules};
    use crate::syntax::rule::{Operator, Rule};

    #[test]
    fn hosts_have_parent_domains() {
        let of = |pattern: &'static str| Rule {
            conditions: vec![condition("host", Operator::Equal, &[pattern])],
            ..redirect("/a", "/b")
        };
        let rules = vec![of("a.b.example"), of("{x}.c.example")];
        with_document_rules(rules, |rules| {
            let hosts = Hosts::new(rules);
            for (parent, may_end) in [
                (".b.example", true),
                (".example", true),
                (".c.example", true),
                (".x.c.example", true),
                (".a.b.example", false),
                (".test", false),
            ] {
                assert_eq!(hosts.may_end_with(parent.as_bytes()), may_end, "{parent}");
            }
        });
    }

    #[test]
    fn hosts_are_those_that_conditions_name() {
        let of = |pattern: &'static str, negated| Rule {
            conditions: vec![condition(
                "host",
                if negated { Operator::NotEqual } else { Operator::Equal },
                &[pattern],
            )],
            ..redirect("/a", "/b")
        };
        let rules = vec![
            of("a.example", false),
            of("b.example", true),
            of("{x}.c.example", false),
            of("{x}.{y}", false),
            of("{*site}", false),
        ];
        with_document_rules(rules, |rules| {
            let hosts = Hosts::new(rules);
            for (scheme, authority, is_on_site) in [
                ("https", "a.example", true),
                ("http", "a.example", true),
                ("https", "a.example:443", true),
                ("https", "a.example:80", false),
                ("http", "a.example:80", true),
                ("http", "b.example", true),
                ("https", "x.c.example", true),
                ("https", "c.example", false),
                ("https", "x.y.c.example", false),
                ("https", "d.example", false),
                ("https", "[::1]", false),
            ] {
                assert_eq!(hosts.contains(scheme, authority), is_on_site, "{scheme} {authority}");
            }
        });
    }
}
