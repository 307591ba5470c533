//! The trivial analysis, which decides static rules without automata: rules that redirect to a
//! single path that either no rule or one unconditional rule matches.
//!
//! Most rules of a large file are of this kind. Macros run unoptimized, and an automaton or a
//! lookup for each rule would take ten times as long.

pub(crate) mod onward;

use std::borrow::Cow;

use crate::analysis::automata::target_path::path_parts;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::hosts::Hosts;
use crate::analysis::model::path_index::{FirstCandidate, PathIndex, normal_form};
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
        let mut analysis = TrivialAnalysis { rules, index, hosts, onward: Vec::new() };
        let chunks = par_chunks(rules.len(), |range| analysis.classify_all(&rules[range]));
        for mut chunk in chunks {
            analysis.onward.append(&mut chunk);
        }
        analysis
    }

    /// Returns the site that consists of the rules and their table.
    pub(crate) fn site<'t>(&'t self, table: &'t Redirects) -> Site<'t, 'a> {
        Site { rules: self.rules, table, index: &self.index, hosts: &self.hosts }
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

    /// Returns the `Location` at the end of a rule's chain, if it is known.
    pub(crate) fn chain_end(&self, rule: CheckedIndex) -> Option<String> {
        let mut last = &self.rules[rule.position()];
        let mut onward = self.onward(rule);
        for _ in 0..MAX_HOPS {
            match onward {
                Onward::To(next) if is_chain_link(last, &self.rules[next.position()]) => {
                    last = &self.rules[next.position()];
                    onward = self.onward(next);
                }
                Onward::To(_) | Onward::Ends => {
                    let Action::Redirect(_, target) = &last.action else { return None };
                    return String::from_utf8(target.literal()?).ok();
                }
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

    /// Computes the verdict on a rule.
    fn classify(&self, rule: &CheckedRule<'_>) -> Onward {
        if !self.may_stay_on_site(rule) {
            return Onward::Ends;
        }
        let Some(path) = only_target_path(rule) else { return Onward::Unknown };
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

    /// Returns whether the target of a rule may be on a host of the site.
    fn may_stay_on_site(&self, rule: &CheckedRule<'_>) -> bool {
        let Action::Redirect(_, target) = &rule.action else { return false };
        match &target.parts[..] {
            // With a capture, it may be any host.
            [Part::Literal(_), Part::Capture(..), ..] => true,
            [Part::Literal(origin), ..] => {
                let origin = std::str::from_utf8(origin).ok();
                let origin = origin.and_then(|origin| UrlComponents::new(origin).origin);
                origin.is_some_and(|(scheme, host)| self.hosts.contains(scheme, host))
            }
            _ => true,
        }
    }
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
