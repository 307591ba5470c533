//! Facts about a table that follow from its responses.

use redirect_compiler::{build, compile_without_analysis};
use redirect_core::Redirects;
use test_support::TestRequest;

use super::requests::requests;
use super::tables::Table;

/// The maximum number of redirects that a client follows.
const MAX_HOPS: usize = 20;

/// The length at which a growing path is assumed to grow forever.
const MAX_PATH: usize = 500;

/// A table that responds to requests.
pub(crate) struct ServedTable<'t> {
    table: &'t Table,
    redirects: Redirects,
    /// The rules in the table.
    pub(crate) rules: Vec<usize>,
    /// The hosts in their conditions.
    hosts: Vec<String>,
}

/// The response of a rule.
pub(crate) struct Response {
    pub(crate) rule: usize,
    status: u16,
    location: Option<String>,
}

/// The next request of a client.
pub(crate) struct Hop {
    pub(crate) request: TestRequest,
    pub(crate) response: Option<Response>,
    /// True if the request goes to the same site.
    is_on_site: bool,
}

/// The properties of a rule, each with a request as its witness.
#[derive(Clone, Default, Debug)]
pub(crate) struct Facts {
    /// The rule matches.
    pub(crate) reached: Option<TestRequest>,
    /// The response is not redirected again.
    pub(crate) ends: Option<TestRequest>,
    /// The request leads back to itself, or exceeds the maximum number of hops.
    pub(crate) cycle: Option<TestRequest>,
    /// The request leads into a cycle.
    pub(crate) enters_cycle: Option<TestRequest>,
}

impl Facts {
    pub(crate) fn is_reached(&self) -> bool {
        self.reached.is_some()
    }

    pub(crate) fn is_end(&self) -> bool {
        self.ends.is_some()
    }
}

impl<'t> ServedTable<'t> {
    /// Builds the table, with 451 in place of `pass` so that the match is visible in the response.
    pub(crate) fn new(table: &'t Table) -> ServedTable<'t> {
        let mut document = table.document.clone();
        for rule in document.rules.iter_mut().filter(|rule| rule.status == "pass") {
            rule.status = "451".into();
        }
        let compiled = compile_without_analysis(&document);
        let redirects = build(&compiled.rules).unwrap();
        let rules: Vec<usize> = redirects.rules().map(|rule| rule_number(&rule)).collect();
        let hosts = rules.iter().flat_map(|&rule| hosts(table, rule)).collect();
        ServedTable { table, redirects, rules, hosts }
    }

    pub(crate) fn respond(&self, request: &TestRequest) -> Option<Response> {
        let redirect = self.redirects.find(request).redirect()?;
        let location = redirect.location().map(|location| location.to_str().unwrap().to_owned());
        let rule = rule_number(&redirect.rule().unwrap());
        Some(Response { rule, status: redirect.status().as_u16(), location })
    }

    /// Returns the requests that a client may send after a response.
    pub(crate) fn next(&self, request: &TestRequest, response: &Response) -> Vec<Hop> {
        let Some(location) = &response.location else { return Vec::new() };
        let mut next = request.clone();
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
        let get = || TestRequest { method: "GET", ..next.clone() };
        let all = match (response.status, request.method) {
            (303, method) if method != "HEAD" => vec![get()],
            (301 | 302, "POST") => vec![next.clone(), get()],
            _ => vec![next],
        };
        let next = all.into_iter().map(|next| {
            let response = self.respond(&next);
            let is_on_site = self.is_on_site(&next, !location.starts_with("https://"));
            Hop { request: next, response, is_on_site }
        });
        next.collect()
    }

    /// Returns whether a target is on the site: a path, or a URL at the origin or at a host in a
    /// condition.
    fn is_on_site(&self, next: &TestRequest, is_path: bool) -> bool {
        let host = next.authority.as_deref();
        let is_named = |named: &str| match named.strip_prefix('{').and_then(|n| n.split_once('}')) {
            Some((_, domain)) => host
                .and_then(|host| host.strip_suffix(domain))
                .is_some_and(|label| !label.is_empty() && !label.contains('.')),
            None => host == Some(named),
        };
        is_path || self.table.origin == host || self.hosts.iter().any(|named| is_named(named))
    }

    /// Returns a cycle that a request can lead into.
    pub(crate) fn cycle(&self, request: &TestRequest) -> Option<Cycle> {
        let response = self.respond(request)?;
        self.follow(&mut vec![(request.clone(), response.rule)], &response)
    }

    fn follow(&self, hops: &mut Vec<(TestRequest, usize)>, response: &Response) -> Option<Cycle> {
        let (request, _) = hops.last()?.clone();
        for next in self.next(&request, response).into_iter().filter(|next| next.is_on_site) {
            let rules =
                |hops: &[(TestRequest, usize)]| hops.iter().map(|(_, rule)| *rule).collect();
            if let Some(at) = hops.iter().position(|(request, _)| *request == next.request) {
                return Some(Cycle { rules: rules(&hops[at..]), includes_start: at == 0 });
            }
            let Some(response) = next.response else { continue };
            if hops.len() > MAX_HOPS || next.request.path.len() > MAX_PATH {
                let rules: Vec<_> = rules(&hops[hops.len() / 2..]);
                let includes_start = rules.contains(&hops[0].1);
                return Some(Cycle { rules, includes_start });
            }
            hops.push((next.request, response.rule));
            let cycle = self.follow(hops, &response);
            hops.pop();
            if cycle.is_some() {
                return cycle;
            }
        }
        None
    }

    /// Returns whether every client that follows a response is redirected again.
    fn is_redirected_again(&self, request: &TestRequest, response: &Response) -> bool {
        let next = self.next(request, response);
        let is_redirected_again = |next: &Hop| {
            next.is_on_site
                && next.response.as_ref().is_some_and(|second| is_link(response, second))
        };
        !next.is_empty() && next.iter().all(is_redirected_again)
    }

    /// Returns the facts about each rule, from `most` requests.
    pub(crate) fn facts(&self, most: usize) -> Vec<Facts> {
        let mut facts = vec![Facts::default(); self.table.document.rules.len()];
        for request in requests(self.table, most) {
            let Some(response) = self.respond(&request) else { continue };
            let facts = &mut facts[response.rule];
            let shortest = facts.reached.get_or_insert_with(|| request.clone()).path.len();
            if facts.ends.is_none() && !self.is_redirected_again(&request, &response) {
                facts.ends = Some(request.clone());
            }
            if facts.cycle.is_none()
                && (request.path.len() < 7 || request.path.len() == shortest)
                && let Some(cycle) = self.cycle(&request)
            {
                facts.enters_cycle.get_or_insert_with(|| request.clone());
                if cycle.includes_start {
                    facts.cycle = Some(request);
                }
            }
        }
        facts
    }
}

/// Returns the hosts in the conditions of a rule.
fn hosts(table: &Table, rule: usize) -> Vec<String> {
    let document = &table.document;
    let rule = &document.rules[rule];
    let outer = rule.scope.into_iter().flat_map(|scope| &document.scope(scope).conditions);
    let conditions = outer.chain(&rule.conditions).filter(|c| c.subject == "host");
    conditions.flat_map(|c| &c.values).map(ToString::to_string).collect()
}

/// A cycle of redirects.
pub(crate) struct Cycle {
    pub(crate) rules: Vec<usize>,
    /// True if the first request is part of the cycle.
    pub(crate) includes_start: bool,
}

/// Returns whether two consecutive responses are a chain. A temporary redirect may follow a
/// permanent one.
fn is_link(first: &Response, second: &Response) -> bool {
    let is_permanent = |response: &Response| [301, 308].contains(&response.status);
    let is_redirect = (300..400).contains(&second.status);
    let is_intended = is_permanent(first) && !is_permanent(second);
    is_redirect && first.rule != second.rule && !is_intended
}

/// Returns the number of a rule in its document, whose rules are on consecutive lines.
fn rule_number(rule: &redirect_core::Rule<'_>) -> usize {
    usize::try_from(rule.source_location().unwrap().line()).unwrap() - 1
}
