//! A table, as the requests of the proofs ask it.

use crate::analysis::automata::approximation::sample;
use crate::analysis::chain::is_link;
use crate::analysis::cycle::follow::MAX_HOPS;
use crate::analysis::model::sample_request::{Parts, SampleRequest, under};
use crate::analysis::trivial::filter::{Takes, normal_form};
use crate::analysis::trivial::{Onward, Plain};
use crate::lower::checked_rule::{Answer, CheckedRule};
use redirect_core::Redirects;

/// The longest location that is followed, in bytes: one that grows with each hop may double.
const MAX_LOCATION: usize = 8192;

/// Rules and the table that they are compiled to.
pub(crate) struct Site<'s, 'a> {
    pub(crate) rules: &'s [CheckedRule<'a>],
    redirects: &'s Redirects,
    pub(crate) plain: Plain<'s, 'a>,
}

/// A request that a redirection leads to, and the rule that takes it.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) asked: SampleRequest,
    pub(crate) rule: Option<usize>,
}

impl<'s, 'a> Site<'s, 'a> {
    pub(crate) fn new(plain: Plain<'s, 'a>, redirects: &'s Redirects) -> Site<'s, 'a> {
        Site { rules: plain.rules, redirects, plain }
    }

    /// A request that a rule takes, if it asks for nothing that is out of the way.
    pub(crate) fn sample(&self, rule: usize) -> SampleRequest {
        let rule = &self.rules[rule];
        let origin = rule.options.origin.as_ref();
        SampleRequest {
            method: rule.methods().first().map_or("GET", |method| method).into(),
            path: sample(rule),
            authority: origin.map(|origin| origin.authority.clone()),
            scheme: origin.map(|origin| origin.scheme.clone()),
            ..SampleRequest::default()
        }
    }

    /// The rule that takes the request, also where it leaves it to the application.
    pub(crate) fn answer(&self, asked: &SampleRequest) -> Option<usize> {
        if self.plain.filter.takes(&normal_form(&asked.path)) == Takes::Nobody {
            return None;
        }
        self.redirects.find(asked).rule_index()
    }

    /// What becomes of the answers of a rule.
    pub(crate) fn onward(&self, rule: usize) -> Onward {
        self.plain.onward[rule]
    }

    /// Whether it is plain that a rule takes its sample.
    pub(crate) fn is_first(&self, rule: usize) -> bool {
        let plain = &self.rules[rule];
        plain.conditions.is_empty() && self.plain.filter.is_first(rule, plain)
    }

    /// Where the answer of a rule leads a client, as far as that is the site: one request, or two
    /// where clients differ. A 303 makes a GET of it, and so may 301 and 302 of a POST.
    pub(crate) fn hops(&self, asked: &SampleRequest, rule: usize) -> Vec<Hop> {
        let Some((status, next)) = self.next(asked, rule) else { return Vec::new() };
        let may_get = asked.method == "POST" && [301, 302].contains(&status);
        let get = may_get.then(|| SampleRequest { method: "GET".into(), ..next.clone() });
        let hops = std::iter::once(next).chain(get);
        hops.map(|asked| Hop { rule: self.answer(&asked), asked }).collect()
    }

    /// Whether the answer of a rule is redirected again, some way or other.
    pub(crate) fn is_redirected_again(&self, asked: &SampleRequest, rule: usize) -> bool {
        let redirects = |rule: usize| matches!(self.rules[rule].answer, Answer::Redirect(..));
        self.hops(asked, rule).iter().any(|hop| hop.rule.is_some_and(redirects))
    }

    /// Where a request ends, once it is redirected no more.
    pub(crate) fn end(&self, asked: &SampleRequest) -> Option<String> {
        let mut asked = asked.clone();
        for _ in 0..=MAX_HOPS {
            let rule = self.answer(&asked)?;
            let (_, location) = self.location(&asked, rule)?;
            match self.hops(&asked, rule).into_iter().next() {
                Some(hop) if hop.rule.is_some_and(|next| is_link(self, rule, next)) => {
                    asked = hop.asked;
                }
                _ => return Some(location),
            }
        }
        None
    }

    /// Whether a location is too long to be followed: it grows with each hop.
    pub(crate) fn leads_too_far(&self, asked: &SampleRequest, rule: usize) -> bool {
        self.location(asked, rule).is_some_and(|(_, location)| location.len() > MAX_LOCATION)
    }

    /// The status of an answer, and its location.
    fn location(&self, asked: &SampleRequest, rule: usize) -> Option<(u16, String)> {
        let Answer::Redirect(status, target) = &self.rules.get(rule)?.answer else { return None };
        let literal = if asked.query.is_none() { target.literal() } else { None };
        if let Some(literal) = literal {
            return Some((status.code().as_u16(), String::from_utf8(literal).ok()?));
        }
        let redirect = self.redirects.find(asked).redirect()?;
        let location = redirect.location()?.to_str().ok()?.into();
        Some((redirect.status().as_u16(), location))
    }

    /// The status of an answer, and the request that follows it, if that is on the site: at a path, or
    /// at one of its hosts.
    fn next(&self, asked: &SampleRequest, rule: usize) -> Option<(u16, SampleRequest)> {
        let (status, location) = self.location(asked, rule)?;
        let location = location.split('#').next()?;
        (location.len() <= MAX_LOCATION).then_some(())?;
        let mut next = asked.clone();
        if status == 303 && asked.method != "HEAD" {
            next.method = "GET".into();
        }
        let Parts { origin, path, query } = Parts::of(location);
        if let Some((scheme, authority)) = origin {
            let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
            self.plain.hosts.has(&scheme, &authority).then_some(())?;
            (next.scheme, next.authority) = (Some(scheme), Some(authority));
        }
        let path = if path.is_empty() { "/" } else { path };
        next.path = under(path, self.rules.get(rule)?.options.mount.as_deref())?.into();
        next.query = query.map(Into::into);
        Some((status, next))
    }
}
