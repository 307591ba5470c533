//! Where answers lead as far as that is plain: from one path to one path, which one rule takes of all
//! requests or none does.

pub(crate) mod filter;

use std::borrow::Cow;
use std::ops::Range;

use crate::analysis::automata::paths::path_of;
use crate::analysis::chain::is_link;
use crate::analysis::cycle::follow::MAX_HOPS;
use crate::analysis::model::hosts::Hosts;
use crate::analysis::model::sample_request::Parts;
use crate::analysis::model::site::Site;
use crate::analysis::trivial::filter::{Filter, Takes, normal_form};
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::first_rule::FirstRuleByPath;
use crate::util::parallel::par_chunks;
use redirect_core::internals::location::Part;

/// What becomes of all answers of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Onward {
    /// They are not redirected again.
    Ends,
    /// This rule takes them.
    By(usize),
    /// That takes a closer look.
    Unknown,
}

/// What is plain of rules before their table is there.
pub(crate) struct Plain<'s, 'a> {
    pub(crate) rules: &'s [CheckedRule<'a>],
    pub(crate) filter: Filter<'s>,
    pub(crate) hosts: Hosts<'s>,
    /// For each rule what becomes of its answers.
    pub(crate) onward: Vec<Onward>,
}

impl<'s, 'a> Plain<'s, 'a> {
    pub(crate) fn of(
        rules: &'s [CheckedRule<'a>],
        first_rules: FirstRuleByPath<'s>,
    ) -> Plain<'s, 'a> {
        let (filter, hosts) = (Filter::of(rules, first_rules), Hosts::of(rules));
        let mut plain = Plain { rules, filter, hosts, onward: Vec::new() };
        let look = |run: Range<usize>| run.map(|rule| plain.look(rule)).collect::<Vec<_>>();
        plain.onward = par_chunks(rules.len(), look).concat();
        plain
    }

    /// Looks at what becomes of the answers of a rule.
    fn look(&self, rule: usize) -> Onward {
        let rule = &self.rules[rule];
        if !self.may_have(rule) {
            return Onward::Ends;
        }
        let Some(path) = only_target(rule) else { return Onward::Unknown };
        match self.filter.takes(&path) {
            Takes::Nobody => Onward::Ends,
            Takes::First(first) if self.rules[first].unconditional_path().is_some() => {
                match self.rules[first].action {
                    Action::Redirect(..) => Onward::By(first),
                    Action::Final(_) | Action::Pass => Onward::Ends,
                }
            }
            Takes::First(_) | Takes::Unknown => Onward::Unknown,
        }
    }

    /// Whether the target of a rule may be on the site.
    fn may_have(&self, rule: &CheckedRule<'_>) -> bool {
        let Action::Redirect(_, target) = &rule.action else { return false };
        match &target.parts[..] {
            [Part::Literal(origin), ..] => {
                let is_whole = !matches!(target.parts.get(1), Some(Part::Capture(..)));
                let origin =
                    str::from_utf8(origin).ok().and_then(|origin| Parts::of(origin).origin);
                !is_whole || origin.is_some_and(|(scheme, host)| self.hosts.has(scheme, host))
            }
            _ => true,
        }
    }
}

impl Site<'_, '_> {
    /// Whether it is plain that the answers of a rule come to an end, however often they go on.
    pub(crate) fn plainly_ends(&self, rule: usize) -> bool {
        let mut last = rule;
        for _ in 0..MAX_HOPS {
            match self.onward(last) {
                Onward::Ends => return true,
                Onward::By(next) => last = next,
                Onward::Unknown => return false,
            }
        }
        false
    }

    /// Where the answers of a rule end, if that is plain.
    pub(crate) fn plain_end(&self, rule: usize) -> Option<String> {
        let mut last = rule;
        for _ in 0..MAX_HOPS {
            match self.onward(last) {
                Onward::By(next) if is_link(self, last, next) => last = next,
                Onward::By(_) | Onward::Ends => {
                    let Action::Redirect(_, target) = &self.rules[last].action else { return None };
                    return String::from_utf8(target.literal()?).ok();
                }
                Onward::Unknown => return None,
            }
        }
        None
    }
}

/// The path that a rule leads to, in its normal form, where it leads to no other.
fn only_target<'d>(rule: &'d CheckedRule<'_>) -> Option<Cow<'d, [u8]>> {
    if rule.options.mount.is_some() {
        return None;
    }
    if let Action::Redirect(_, target) = &rule.action
        && target.is_static_path
        && let [Part::Path, Part::Literal(path)] = &target.parts[..]
    {
        return Some(path.into());
    }
    let mut path = path_of(rule)?;
    match (path.next(), path.next()) {
        (Some(Part::Literal(text)), None) => Some(normal_form(str::from_utf8(text).ok()?)),
        // A host alone.
        (None, _) => Some(b"/".into()),
        _ => None,
    }
}
