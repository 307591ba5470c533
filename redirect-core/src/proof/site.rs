//! A table, as the requests of the proofs ask it.

use super::chain::is_link;
use super::filter::Filter;
use super::reach::sample;
use super::round::MAX_HOPS;
use crate::asked::{Asked, Parts, under};
use crate::condition::Subject;
use crate::directive::{Answer, Directive};
use crate::pattern::Piece;
use crate::redirects::Redirects;

/// The longest location that is followed, in bytes: one that grows with each hop may double.
const MAX_LOCATION: usize = 8192;

/// Rules and the table that they are compiled to.
pub(crate) struct Site<'s, 'a> {
    pub(crate) rules: &'s [Directive<'a>],
    redirects: &'s Redirects,
    filter: Filter,
}

/// A request that a redirection leads to, and the rule that takes it.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) asked: Asked,
    pub(crate) rule: Option<usize>,
}

impl<'s, 'a> Site<'s, 'a> {
    pub(crate) fn new(rules: &'s [Directive<'a>], redirects: &'s Redirects) -> Site<'s, 'a> {
        Site { rules, redirects, filter: Filter::of(rules) }
    }

    /// A request that a rule takes, if it asks for nothing that is out of the way.
    pub(crate) fn sample(&self, rule: usize) -> Asked {
        let rule = &self.rules[rule];
        let origin = rule.options.origin.as_ref();
        Asked {
            method: rule.methods().first().map_or("GET", |method| method).into(),
            path: sample(rule),
            authority: origin.map(|origin| origin.authority.clone()),
            scheme: origin.map(|origin| origin.scheme.clone()),
            ..Asked::default()
        }
    }

    /// The rule that takes the request, also where it leaves it to the application.
    pub(crate) fn answer(&self, asked: &Asked) -> Option<usize> {
        if self.filter.excludes(&asked.path, self.rules.len()) {
            return None;
        }
        self.redirects.find(asked).rule()
    }

    /// Whether it is plain that a rule takes its sample.
    pub(crate) fn is_first(&self, rule: usize) -> bool {
        let plain = &self.rules[rule];
        plain.conditions.is_empty() && self.filter.is_first(rule, plain)
    }

    /// Where the answer of a rule leads a client, as far as that is the site: one request, or two
    /// where clients differ. A 303 makes a GET of it, and so may 301 and 302 of a POST.
    pub(crate) fn hops(&self, asked: &Asked, rule: usize) -> Vec<Hop> {
        let Some((status, next)) = self.next(asked, rule) else { return Vec::new() };
        let may_get = asked.method == "POST" && [301, 302].contains(&status);
        let get = may_get.then(|| Asked { method: "GET".into(), ..next.clone() });
        let hops = std::iter::once(next).chain(get);
        let hops = hops.map(|asked| Hop { rule: self.answer(&asked), asked });
        hops.filter(|hop| self.is_own(asked, rule, hop)).collect()
    }

    /// Whether the answer of a rule is redirected again, some way or other.
    pub(crate) fn is_redirected_again(&self, asked: &Asked, rule: usize) -> bool {
        let redirects = |rule: usize| matches!(self.rules[rule].answer, Answer::Redirect(..));
        self.hops(asked, rule).iter().any(|hop| hop.rule.is_some_and(redirects))
    }

    /// Where a request ends, once it is redirected no more.
    pub(crate) fn end(&self, asked: &Asked) -> Option<String> {
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
    pub(crate) fn leads_too_far(&self, asked: &Asked, rule: usize) -> bool {
        self.location(asked, rule).is_some_and(|(_, location)| location.len() > MAX_LOCATION)
    }

    /// The status of an answer, and its location.
    fn location(&self, asked: &Asked, rule: usize) -> Option<(u16, String)> {
        let Answer::Redirect(status, target) = &self.rules.get(rule)?.answer else { return None };
        let literal = if asked.query.is_none() { target.literal() } else { None };
        if let Some(literal) = literal {
            return Some((status.code().as_u16(), String::from_utf8(literal).ok()?));
        }
        let redirect = self.redirects.find(asked).redirect()?;
        let location = redirect.location()?.to_str().ok()?.into();
        Some((redirect.status().as_u16(), location))
    }

    /// The status of an answer, and the request that follows it, wherever it leads.
    fn next(&self, asked: &Asked, rule: usize) -> Option<(u16, Asked)> {
        let (status, location) = self.location(asked, rule)?;
        let location = location.split('#').next()?;
        (location.len() <= MAX_LOCATION).then_some(())?;
        let mut next = asked.clone();
        if status == 303 && asked.method != "HEAD" {
            next.method = "GET".into();
        }
        let Parts { origin, path, query } = Parts::of(location);
        if let Some((scheme, authority)) = origin {
            next.scheme = Some(scheme.to_ascii_lowercase());
            next.authority = Some(authority.to_ascii_lowercase());
        }
        let path = if path.is_empty() { "/" } else { path };
        next.path = under(path, self.rules.get(rule)?.options.mount.as_deref())?.into();
        next.query = query.map(Into::into);
        Some((status, next))
    }

    /// Whether a target is on the site: a path, or of the host of its origin or of the enclosing
    /// `host ==`; or of a host that the rule which takes it asks for.
    fn is_own(&self, before: &Asked, rule: usize, hop: &Hop) -> bool {
        let same = before.authority == hop.asked.authority && before.scheme == hop.asked.scheme;
        if same {
            return true;
        }
        let Some(authority) = &hop.asked.authority else { return true };
        let scheme = hop.asked.scheme.as_deref().unwrap_or_default();
        let is_origin = self.rules[rule].options.origin.as_ref().is_some_and(|origin| {
            effective(&origin.scheme, &origin.authority) == effective(scheme, authority)
        });
        let asks_for_host = |rule: usize| {
            self.rules.get(rule).is_some_and(|rule| {
                let mut conditions = rule.conditions.iter().map(|guarded| &guarded.condition);
                conditions
                    .any(|c| c.subject == Subject::Host && !c.negated && !c.patterns.is_empty())
            })
        };
        is_origin || hop.rule.is_some_and(asks_for_host) || self.is_enclosing(rule, authority)
    }

    fn is_enclosing(&self, rule: usize, authority: &str) -> bool {
        let host = authority.split(':').next().unwrap_or_default().as_bytes();
        let conditions = self.rules[rule].conditions.iter().map(|guarded| &guarded.condition);
        let hosts = conditions.filter(|c| c.subject == Subject::Host && !c.negated);
        hosts.flat_map(|c| &c.patterns).any(|p| matches!(&p[..], [Piece::Literal(l)] if l == host))
    }
}

/// Host and port, with the port that is meant where none is written.
fn effective(scheme: &str, authority: &str) -> String {
    let default = if scheme == "http" { ":80" } else { ":443" };
    let has_port = authority.rsplit(']').next().unwrap_or_default().contains(':');
    if has_port { authority.into() } else { format!("{authority}{default}") }
}
