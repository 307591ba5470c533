//! The trivial analysis, which decides static rules without automata: rules that redirect to a
//! single path that either no rule or one unconditional rule matches.
//!
//! Most rules of a large file are of this kind. Macros run unoptimized, and an automaton or a
//! lookup for each rule would take ten times as long.

pub(crate) mod onward;

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::analysis::automata::target_path::path_parts;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::diverters::Diverters;
use crate::analysis::model::final_url::FinalUrl;
use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::hosts::Hosts;
use crate::analysis::model::path_index::{FirstCandidate, PathIndex, normal_form};
use crate::analysis::model::proxy_fields::ProxyFields;
use crate::analysis::model::sample_request::UrlComponents;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::onward::Onward;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::lower::first_rule::FirstRuleByPath;
use crate::util::parallel::par_chunks;
use redirect_core::Redirects;
use redirect_core::internals::location::Part;

/// The results of the trivial analysis, which needs no table.
pub(crate) struct TrivialAnalysis<'s, 'a> {
    rules: &'s [CheckedRule<'a>],
    index: PathIndex<'s>,
    hosts: Hosts<'s>,
    proxy_fields: ProxyFields,
    diverters: OnceLock<Diverters>,
    /// The verdict on each rule.
    onward: Vec<Onward>,
}

impl<'s, 'a> TrivialAnalysis<'s, 'a> {
    /// Analyzes rules. `first_rules` must belong to them.
    pub(crate) fn new(
        rules: &'s [CheckedRule<'a>],
        first_rules: FirstRuleByPath<'s>,
    ) -> TrivialAnalysis<'s, 'a> {
        let (index, hosts) = (PathIndex::new(rules, first_rules), Hosts::new(rules));
        let proxy_fields = ProxyFields::new(rules);
        let onward = Vec::new();
        let diverters = OnceLock::new();
        let mut analysis = TrivialAnalysis { rules, index, hosts, proxy_fields, diverters, onward };
        let chunks = par_chunks(rules.len(), |range| analysis.classify_all(&rules[range]));
        for mut chunk in chunks {
            analysis.onward.append(&mut chunk);
        }
        analysis
    }

    /// Returns the site that consists of the rules and their table.
    pub(crate) fn site<'t>(&'t self, table: &'t Redirects) -> Site<'t, 'a> {
        let TrivialAnalysis { rules, index, hosts, proxy_fields, diverters, .. } = self;
        Site { rules, table, index, hosts, proxy_fields, diverters }
    }

    /// Returns the verdict on a rule.
    pub(crate) fn onward(&self, rule: CheckedIndex) -> Onward {
        self.onward[rule.position()]
    }

    /// Returns whether the verdict of each rule is known.
    pub(crate) fn is_complete(&self) -> bool {
        !self.onward.contains(&Onward::Unknown)
    }

    /// Returns whether the redirects that begin with a rule are known to end.
    pub(crate) fn terminates(&self, rule: CheckedIndex) -> bool {
        let mut last = rule;
        for _ in 0..MAX_HOPS {
            match self.onward(last) {
                Onward::Ends => return true,
                Onward::To(next) => last = next,
                Onward::Unknown => return false,
            }
        }
        false
    }

    /// Returns the URL at the end of a rule's chain, if it is known.
    pub(crate) fn chain_end(&self, rule: CheckedIndex) -> Option<String> {
        let mut last = &self.rules[rule.position()];
        let (mut onward, mut url) = (self.onward(rule), FinalUrl::default());
        for _ in 0..MAX_HOPS {
            let Action::Redirect(_, target) = &last.action else { return None };
            url.follow(std::str::from_utf8(&target.literal()?).ok()?);
            match onward {
                Onward::To(next) if is_chain_link(last, &self.rules[next.position()]) => {
                    last = &self.rules[next.position()];
                    onward = self.onward(next);
                }
                Onward::To(_) | Onward::Ends => return Some(url.into_text()),
                Onward::Unknown => return None,
            }
        }
        None
    }

    fn classify_all(&self, rules: &[CheckedRule<'_>]) -> Vec<Onward> {
        let mut onward = Vec::with_capacity(rules.len());
        for rule in rules {
            onward.push(self.classify(rule));
        }
        onward
    }

    /// Computes the verdict on a rule, which may be another one than those of the table.
    pub(crate) fn classify(&self, rule: &CheckedRule<'_>) -> Onward {
        match self.is_on_site(rule) {
            Some(true) => {}
            Some(false) => return Onward::Ends,
            None => return Onward::Unknown,
        }
        let Some(path) = only_target_path(rule) else { return Onward::Unknown };
        if may_be_corrected(rule) {
            return Onward::Unknown;
        }
        match self.index.first_candidate(&path) {
            FirstCandidate::Absent => Onward::Ends,
            FirstCandidate::Rule(next) => {
                let next_rule = &self.rules[next.position()];
                match next_rule.action {
                    _ if next_rule.unconditional_path().is_none() => Onward::Unknown,
                    Action::Redirect(..) => Onward::To(next),
                    Action::Final(_) | Action::Pass => Onward::Ends,
                }
            }
            FirstCandidate::Unknown => Onward::Unknown,
        }
    }

    /// Returns whether the target of a rule is on a host of the site, or `None` if a capture
    /// decides.
    fn is_on_site(&self, rule: &CheckedRule<'_>) -> Option<bool> {
        let Action::Redirect(_, target) = &rule.action else { return Some(false) };
        match &target.parts[..] {
            [Part::Literal(_), Part::Capture(..), Part::Literal(parent), ..]
                if parent.starts_with(b".") && !parent.contains(&b':') =>
            {
                let may_be_on_site = self.hosts.may_end_with(&parent.to_ascii_lowercase());
                if may_be_on_site { None } else { Some(false) }
            }
            [Part::Literal(_), Part::Capture(..), ..] => None,
            [Part::Literal(_), Part::RequestHost, ..] => Some(target.leads_to_request_host()),
            [Part::Literal(origin), ..] => {
                // The scheme and the host of a URL ignore case (RFC 3986 §6.2.2.1).
                let origin = std::str::from_utf8(origin).ok().map(str::to_ascii_lowercase);
                let origin = origin.as_deref().and_then(|url| UrlComponents::new(url).origin);
                Some(origin.is_some_and(|(scheme, host)| self.hosts.contains(scheme, host)))
            }
            _ => Some(true),
        }
    }
}

/// Returns whether the next request may be redirected to its canonical URL. A path is on the origin
/// then, or on the host of the request for some methods, which matters only if conditions exclude
/// the other hosts.
fn may_be_corrected(rule: &CheckedRule<'_>) -> bool {
    let Action::Redirect(_, target) = &rule.action else { return false };
    let is_path = matches!(target.parts.first(), Some(Part::Path));
    rule.options.canonical.is_some() && !(is_path && rule.conditions.is_empty())
}

/// Returns the path of a rule's targets in its normal form, if all of them have the same path.
fn only_target_path<'d>(rule: &'d CheckedRule<'_>) -> Option<Cow<'d, [u8]>> {
    if rule.options.mount.is_some() {
        return None;
    }
    let Action::Redirect(_, target) = &rule.action else { return None };
    if let (true, [Part::Path, Part::Literal(path)]) = (target.is_static_path, &target.parts[..]) {
        return Some(path.into());
    }
    match path_parts(rule)? {
        [Part::Literal(text)] => Some(normal_form(std::str::from_utf8(text).ok()?)),
        // The target has no path, so the client requests `/`.
        [] => Some(b"/".into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::onward::Onward;
    use crate::analysis::test_rules::with_site;
    use crate::lower::checked_rule::CheckedIndex;

    #[test]
    fn static_rules_lead_to_one_rule_or_to_none() {
        let rules = [
            ("/a", "/b"),
            ("/b", "/c"),
            ("/elsewhere", "https://example.com/a"),
            ("/to-pattern", "/p/x"),
            ("/p/{x}", "/q/{x}"),
            ("/same/{x}", "/a"),
        ];
        let onward = [
            Onward::To(CheckedIndex::new(1)),
            Onward::Ends,
            Onward::Ends,
            Onward::Unknown,
            Onward::Unknown,
            Onward::To(CheckedIndex::new(0)),
        ];
        with_site(&rules, |site, trivial| {
            let found: Vec<Onward> = site.indices().map(|rule| trivial.onward(rule)).collect();
            assert_eq!(found, onward);
            assert!(!trivial.is_complete());
            let first = CheckedIndex::new(0);
            assert!(trivial.terminates(first));
            assert_eq!(trivial.chain_end(first).as_deref(), Some("/c"));
        });
    }

    #[test]
    fn a_cycle_of_static_rules_does_not_terminate() {
        with_site(&[("/a", "/b"), ("/b", "/a")], |_, trivial| {
            let first = CheckedIndex::new(0);
            assert!(trivial.is_complete());
            assert!(!trivial.terminates(first));
            assert_eq!(trivial.chain_end(first), None);
        });
    }
}
