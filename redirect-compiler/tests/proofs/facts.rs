//! Facts about a table that follow from its responses.

use redirect_compiler::{build, compile_without_analysis};
use redirect_core::Redirects;
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::parts::rule_parts;
use test_support::TestRequest;

use super::requests::{PROXY_FIELDS, requests};
use super::tables::Table;

/// The maximum number of redirects that a client follows.
const MAX_HOPS: usize = 20;

/// The number of bytes by which a path grows that is assumed to grow forever.
const MAX_GROWTH: usize = 500;

/// The number that stands for the redirect to the canonical URL, which no rule has.
const CANONICAL: usize = usize::MAX;

/// A table that responds to requests.
pub(crate) struct ServedTable<'t> {
    table: &'t Table,
    redirects: Redirects,
    /// The rules in the table.
    pub(crate) rules: Vec<usize>,
    /// The hosts in their conditions.
    hosts: Vec<String>,
    /// The ports in their conditions.
    ports: Vec<String>,
    /// The values of conditions on a field that names the scheme.
    visitors: Vec<String>,
    /// The table as an author writes it.
    text: String,
}

/// The response of a rule.
pub(crate) struct Response {
    pub(crate) rule: usize,
    status: u16,
    location: Option<String>,
    /// True if the location has the authority of the request.
    keeps_host: bool,
}

impl Response {
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }
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

impl Hop {
    pub(crate) fn is_on_site(&self) -> bool {
        self.is_on_site
    }
}

impl Facts {
    pub(crate) fn is_reached(&self) -> bool {
        self.reached.is_some()
    }

    /// Returns whether the rule is not reported as a chain: some response is not redirected again,
    /// or is redirected into a cycle, which is reported instead.
    pub(crate) fn is_no_chain(&self) -> bool {
        self.ends.is_some() || self.enters_cycle.is_some()
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
        let values = |subject, argument: Option<&str>| {
            let of_rule = |&rule: &usize| condition_values(table, rule, subject, argument);
            rules.iter().flat_map(of_rule).collect()
        };
        let (hosts, visitors) = (values("host", None), values("header", Some("cf-visitor")));
        let ports = values("port", None);
        let text = format!("{table:?}");
        ServedTable { table, redirects, rules, hosts, ports, visitors, text }
    }

    pub(crate) fn respond(&self, request: &TestRequest) -> Option<Response> {
        let redirect = self.redirects.find(request).redirect()?;
        let location = redirect.location().map(|location| location.to_str().unwrap().to_owned());
        let keeps_host = redirect.rule().is_some_and(|rule| {
            match rule_parts(&rule).unwrap().target[..] {
                [Part::Literal(_), Part::RequestHost, ..] => true,
                // Captures may repeat the host of the request.
                [
                    Part::Literal(_),
                    Part::Capture(UriPosition::Label | UriPosition::Host, _),
                    ..,
                ] => {
                    let own = request.authority.as_deref().and_then(|it| it.split(':').next());
                    own.is_some() && location.as_deref().and_then(host) == own
                }
                _ => false,
            }
        });
        let rule = redirect.rule().map_or(CANONICAL, |rule| rule_number(&rule));
        Some(Response { rule, status: redirect.status().as_u16(), location, keeps_host })
    }

    /// Returns the requests that a client may send after a response.
    pub(crate) fn next(&self, request: &TestRequest, response: &Response) -> Vec<Hop> {
        let Some(location) = &response.location else { return Vec::new() };
        let mut next = request.clone();
        let location = location.split('#').next().unwrap();
        let mut target = location;
        let mut is_absolute = false;
        for (scheme, prefix) in [("https", "https://"), ("http", "http://")] {
            if let Some(rest) = location.strip_prefix(prefix) {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                next.scheme = Some(scheme);
                next.authority = Some(rest[..end].into());
                self.pass_through_proxy(&mut next.headers, scheme, &rest[..end]);
                target = &rest[end..];
                is_absolute = true;
            }
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
            let next_response = self.respond(&next);
            let is_on_site = !is_absolute || response.keeps_host || self.is_on_site_host(&next);
            Hop { request: next, response: next_response, is_on_site }
        });
        next.collect()
    }

    /// Sets the fields of a request to a URL as proxies do.
    fn pass_through_proxy(
        &self,
        headers: &mut Vec<(&'static str, String)>,
        scheme: &str,
        host: &str,
    ) {
        for &(name, _) in &PROXY_FIELDS {
            if !self.text.contains(name) {
                continue;
            }
            let at = headers.iter().position(|(other, _)| *other == name);
            let before = at.map(|at| headers[at].1.clone());
            let value = match name {
                "x-forwarded-proto" => scheme.to_owned(),
                "x-forwarded-ssl" if scheme == "https" => "on".to_owned(),
                "x-forwarded-ssl" => "off".to_owned(),
                "x-forwarded-host" => host.to_owned(),
                _ => {
                    let new = format!(r#"{{"scheme":"{scheme}"}}"#);
                    let names_scheme = before.as_ref().is_some_and(|it| it.contains("scheme"));
                    // A condition that compares with the new value shows that a proxy sets it.
                    let is_compared = self.visitors.contains(&format!("{{{new}}}"));
                    match before {
                        Some(before) if !names_scheme && !is_compared => before,
                        None if !is_compared => continue,
                        Some(_) | None => new,
                    }
                }
            };
            match at {
                Some(at) => headers[at].1 = value,
                None => headers.push((name, value)),
            }
        }
    }

    /// Returns whether a URL is on the site: at the origin or at a host in a condition.
    fn is_on_site_host(&self, next: &TestRequest) -> bool {
        let authority = next.authority.as_deref();
        // A host in a condition may be requested at a port in a condition.
        let host = authority.and_then(|authority| match authority.split_once(':') {
            Some((host, port)) => self.ports.iter().any(|named| named == port).then_some(host),
            None => Some(authority),
        });
        let is_named = |named: &str| match named.strip_prefix('{').and_then(|n| n.split_once('}')) {
            Some((_, "")) => false,
            Some((_, domain)) => host
                .and_then(|host| host.strip_suffix(domain))
                .is_some_and(|label| !label.is_empty() && !label.contains('.')),
            None => match named.split_once("{*") {
                Some((label, _)) => host
                    .and_then(|host| host.strip_prefix(label))
                    .is_some_and(|domain| !domain.is_empty()),
                None => host == Some(named),
            },
        };
        let is_other = host.is_some_and(|host| self.table.from.contains(&host));
        is_other || self.table.origin == authority || self.hosts.iter().any(|named| is_named(named))
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
            if hops.len() > MAX_HOPS || next.request.path.len() > hops[0].0.path.len() + MAX_GROWTH
            {
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

    /// Returns the facts about each rule, from `most` requests. Follows all of them if
    /// `follows_all` is true, and otherwise the shortest.
    pub(crate) fn facts(&self, most: usize, follows_all: bool) -> Vec<Facts> {
        let mut facts = vec![Facts::default(); self.table.document.rules.len()];
        for request in requests(self.table, most) {
            let Some(response) = self.respond(&request) else { continue };
            if response.rule == CANONICAL {
                continue;
            }
            let facts = &mut facts[response.rule];
            let shortest = facts.reached.get_or_insert_with(|| request.clone()).path.len();
            if facts.ends.is_none() && !self.is_redirected_again(&request, &response) {
                facts.ends = Some(request.clone());
            }
            if facts.cycle.is_none()
                && (follows_all && facts.ends.is_none()
                    || request.path.len() < 7
                    || request.path.len() == shortest)
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

/// Returns the host of an absolute URL without a port.
fn host(location: &str) -> Option<&str> {
    let (_, rest) = location.split_once("://")?;
    rest.split(['/', '?', '#']).next()
}

/// Returns the values that the conditions of a rule compare a subject with.
fn condition_values(
    table: &Table,
    rule: usize,
    subject: &str,
    argument: Option<&str>,
) -> Vec<String> {
    let document = &table.document;
    let rule = &document.rules[rule];
    let outer = rule.scope.into_iter().flat_map(|scope| &document.scope(scope).conditions);
    let conditions = outer.chain(&rule.conditions);
    let conditions =
        conditions.filter(|c| c.subject == subject && c.argument.as_deref() == argument);
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
