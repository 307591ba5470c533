//! What is true of a table, by asking it.

use redirect_compiler::{build, compile_alone};
use redirect_core::Redirects;

use super::asked::Asked;
use super::requests::requests;
use super::tables::Table;

/// The most redirections that a client follows.
const MAX_HOPS: usize = 20;

/// Where a path has grown to so many bytes, it grows for ever.
const MAX_PATH: usize = 500;

/// A table that is asked.
pub(crate) struct Served<'t> {
    table: &'t Table,
    redirects: Redirects,
    /// The rules that are in it.
    pub(crate) rules: Vec<usize>,
    /// What they compare the host with.
    hosts: Vec<String>,
}

/// What a rule answers.
pub(crate) struct Answer {
    pub(crate) rule: usize,
    status: u16,
    location: Option<String>,
}

/// Where a client goes on.
pub(crate) struct Next {
    pub(crate) asked: Asked,
    pub(crate) answer: Option<Answer>,
    /// Whether that is the site.
    is_own: bool,
}

/// What is true of a rule, each with a request that shows it.
#[derive(Clone, Default, Debug)]
pub(crate) struct Truth {
    pub(crate) reached: Option<Asked>,
    /// It is not redirected again.
    pub(crate) ends: Option<Asked>,
    /// It comes back to itself, or makes too many hops.
    pub(crate) round: Option<Asked>,
    /// It comes to one that goes round.
    pub(crate) runs_round: Option<Asked>,
}

impl Truth {
    pub(crate) fn is_reached(&self) -> bool {
        self.reached.is_some()
    }

    pub(crate) fn is_end(&self) -> bool {
        self.ends.is_some()
    }
}

impl<'t> Served<'t> {
    /// The table as it is served, in which `pass` is an answer that can be told.
    pub(crate) fn of(table: &'t Table) -> Served<'t> {
        let mut document = table.document.clone();
        for rule in document.rules.iter_mut().filter(|rule| rule.status == "pass") {
            rule.status = "451".into();
        }
        let compiled = compile_alone(&document);
        let redirects = build(&compiled.directives).unwrap();
        let rules: Vec<usize> = redirects
            .rules()
            .map(|rule| rule.source_location().line().try_into().unwrap())
            .collect();
        let hosts = rules.iter().flat_map(|&rule| hosts(table, rule)).collect();
        Served { table, redirects, rules, hosts }
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Option<Answer> {
        let redirect = self.redirects.find(asked).redirect()?;
        let location = redirect.location().map(|location| location.to_str().unwrap().to_owned());
        let rule = redirect.rule().unwrap().source_location().line().try_into().unwrap();
        Some(Answer { rule, status: redirect.status().as_u16(), location })
    }

    /// The requests that an answer may lead to.
    pub(crate) fn next(&self, asked: &Asked, answer: &Answer) -> Vec<Next> {
        let Some(location) = &answer.location else { return Vec::new() };
        let mut next = asked.clone();
        let location = location.split('#').next().unwrap();
        let mut target = location;
        if let Some(rest) = location.strip_prefix("https://") {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            next.scheme = Some("https");
            next.authority = Some(rest[..end].into());
            target = &rest[end..];
        }
        let (path, query) = target.split_once('?').map_or((target, None), |(p, q)| (p, Some(q)));
        next.path = if path.is_empty() { "/".into() } else { path.into() };
        next.query = query.map(Into::into);
        let get = || Asked { method: "GET", ..next.clone() };
        let all = match (answer.status, asked.method) {
            (303, method) if method != "HEAD" => vec![get()],
            (301 | 302, "POST") => vec![next.clone(), get()],
            _ => vec![next],
        };
        let next = all.into_iter().map(|next| {
            let taken = self.answer(&next);
            let is_own = self.is_own(&next, !location.starts_with("https://"));
            Next { asked: next, answer: taken, is_own }
        });
        next.collect()
    }

    /// Whether a target is on the site: a path, or at the origin, or at a host that a rule compares the
    /// request's with.
    fn is_own(&self, next: &Asked, is_path: bool) -> bool {
        let host = next.authority.as_deref();
        let is_named = |named: &str| match named.strip_prefix('{').and_then(|n| n.split_once('}')) {
            Some((_, domain)) => host
                .and_then(|host| host.strip_suffix(domain))
                .is_some_and(|label| !label.is_empty() && !label.contains('.')),
            None => host == Some(named),
        };
        is_path || self.table.origin == host || self.hosts.iter().any(|named| is_named(named))
    }

    /// The rules that a request goes through again and again, on one of its ways.
    pub(crate) fn round(&self, asked: &Asked) -> Option<Round> {
        let answer = self.answer(asked)?;
        self.follow(&mut vec![(asked.clone(), answer.rule)], &answer)
    }

    fn follow(&self, hops: &mut Vec<(Asked, usize)>, answer: &Answer) -> Option<Round> {
        let (asked, _) = hops.last()?.clone();
        for next in self.next(&asked, answer).into_iter().filter(|next| next.is_own) {
            let rules = |hops: &[(Asked, usize)]| hops.iter().map(|(_, rule)| *rule).collect();
            if let Some(at) = hops.iter().position(|(asked, _)| *asked == next.asked) {
                return Some(Round { rules: rules(&hops[at..]), is_at_once: at == 0 });
            }
            let Some(answer) = next.answer else { continue };
            if hops.len() > MAX_HOPS || next.asked.path.len() > MAX_PATH {
                let rules: Vec<_> = rules(&hops[hops.len() / 2..]);
                let is_at_once = rules.contains(&hops[0].1);
                return Some(Round { rules, is_at_once });
            }
            hops.push((next.asked, answer.rule));
            let found = self.follow(hops, &answer);
            hops.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether all ways of a request are redirected again.
    fn goes_on(&self, asked: &Asked, answer: &Answer) -> bool {
        let next = self.next(asked, answer);
        let goes_on = |next: &Next| {
            next.is_own && next.answer.as_ref().is_some_and(|second| is_link(answer, second))
        };
        !next.is_empty() && next.iter().all(goes_on)
    }

    /// What is true of each rule, by so many requests.
    pub(crate) fn truths(&self, most: usize) -> Vec<Truth> {
        let mut truths = vec![Truth::default(); self.table.document.rules.len()];
        for asked in requests(self.table, most) {
            let Some(answer) = self.answer(&asked) else { continue };
            let truth = &mut truths[answer.rule];
            let shortest = truth.reached.get_or_insert_with(|| asked.clone()).path.len();
            if truth.ends.is_none() && !self.goes_on(&asked, &answer) {
                truth.ends = Some(asked.clone());
            }
            if truth.round.is_none()
                && (asked.path.len() < 7 || asked.path.len() == shortest)
                && let Some(round) = self.round(&asked)
            {
                truth.runs_round.get_or_insert_with(|| asked.clone());
                if round.is_at_once {
                    truth.round = Some(asked);
                }
            }
        }
        truths
    }
}

/// What a rule compares the host with.
fn hosts(table: &Table, rule: usize) -> Vec<String> {
    let document = &table.document;
    let rule = &document.rules[rule];
    let outer = rule.scope.into_iter().flat_map(|scope| &document.scopes[scope].conditions);
    let conditions = outer.chain(&rule.conditions).filter(|c| c.subject == "host");
    conditions.flat_map(|c| &c.values).map(ToString::to_string).collect()
}

/// A round.
pub(crate) struct Round {
    pub(crate) rules: Vec<usize>,
    /// It begins with the request that was asked.
    pub(crate) is_at_once: bool,
}

/// Whether one rule behind another is a link of a chain.
fn is_link(first: &Answer, second: &Answer) -> bool {
    let is_permanent = |answer: &Answer| [301, 308].contains(&answer.status);
    let is_redirect = (300..400).contains(&second.status);
    let is_right = is_permanent(first) && !is_permanent(second);
    is_redirect && first.rule != second.rule && !is_right
}
