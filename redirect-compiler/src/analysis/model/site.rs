//! A table of redirects, and its responses to sample requests.

use std::sync::OnceLock;

use crate::analysis::automata::approximation::sample_path;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::diverters::Diverters;
use crate::analysis::model::final_url::FinalUrl;
use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::hosts::Hosts;
use crate::analysis::model::path_index::{FirstCandidate, PathIndex, normal_form};
use crate::analysis::model::proxy_fields::ProxyFields;
use crate::analysis::model::sample_request::{SampleRequest, UrlComponents, under_mount};
use crate::lower::canonical::Canonical;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::syntax::ids::RuleId;
use redirect_core::Redirects;
use redirect_core::internals::Status;
use redirect_core::internals::text::MAX_CHARS;

/// The length of the longest path of a location that is followed, in bytes. A growing path can
/// double with each redirect. No such path exceeds the limit of [`MAX_CHARS`], so a cycle that ends
/// only because the path outgrows that limit is found.
const MAX_PATH: usize = MAX_CHARS;

/// The length at which the parameters of a location are cut off, in bytes. It bounds a query that
/// grows with each redirect. No pattern and no text of a condition matches a value that is cut off,
/// because the rest of it still has more characters than patterns match.
const MAX_PARAMETER: usize = 4 * MAX_CHARS;

/// Checked rules and their table.
#[derive(Clone, Copy)]
pub(crate) struct Site<'s, 'a> {
    pub(crate) rules: &'s [CheckedRule<'a>],
    pub(crate) table: &'s Redirects,
    pub(crate) index: &'s PathIndex<'s>,
    pub(crate) hosts: &'s Hosts<'s>,
    pub(crate) proxy_fields: &'s ProxyFields,
    /// Created when a proof first needs it.
    pub(crate) diverters: &'s OnceLock<Diverters>,
}

/// The request that follows a redirect, and the rule that matches it.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) request: SampleRequest,
    pub(crate) rule: Option<CheckedIndex>,
    /// The status of the redirect that leads to the request.
    pub(crate) status: u16,
    /// The redirect of the request to its canonical URL, if no rule matches it.
    pub(crate) correction: Option<Box<Correction>>,
}

/// A redirect by the `canonical` of a table, which is the last rule for the hosts of the site.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    pub(crate) status: Status,
    pub(crate) location: String,
    /// The canonical request.
    pub(crate) request: SampleRequest,
    /// The rule that matches the canonical request.
    pub(crate) rule: Option<CheckedIndex>,
}

impl Hop {
    /// Returns the next request that a rule may match, which follows the correction if there is
    /// one, and the rule. No correction follows another one.
    pub(crate) fn corrected(self) -> (SampleRequest, Option<CheckedIndex>) {
        match self.correction {
            Some(correction) => (correction.request, correction.rule),
            None => (self.request, self.rule),
        }
    }

    /// Returns whether the correction, if there is one, is a link of a chain.
    pub(crate) fn has_correction_link(&self) -> bool {
        let is_temporary = !matches!(self.status, 301 | 308);
        self.correction.as_ref().is_some_and(|it| is_temporary || it.status.is_permanent())
    }
}

impl<'s, 'a> Site<'s, 'a> {
    /// Returns the rule with an index.
    pub(crate) fn rule(&self, index: CheckedIndex) -> &'s CheckedRule<'a> {
        &self.rules[index.position()]
    }

    /// Returns the index of the rules that can divert a chain.
    pub(crate) fn diverters(&self) -> &'s Diverters {
        self.diverters.get_or_init(|| Diverters::new(self.rules))
    }

    /// Returns the identifiers of rules in their document.
    pub(crate) fn ids(&self, indices: &[CheckedIndex]) -> Vec<RuleId> {
        let mut ids = Vec::with_capacity(indices.len());
        for &index in indices {
            ids.push(self.rule(index).id);
        }
        ids
    }

    /// Appends the rules of some indices to a list.
    pub(crate) fn push_rules(
        &self,
        indices: &[CheckedIndex],
        rules: &mut Vec<&'s CheckedRule<'a>>,
    ) {
        for &index in indices {
            rules.push(self.rule(index));
        }
    }

    /// Returns the indices of all rules, in order.
    pub(crate) fn indices(&self) -> impl DoubleEndedIterator<Item = CheckedIndex> + use<> {
        CheckedIndex::all(self.rules.len())
    }

    /// Returns a request that a rule matches, unless an earlier rule matches it or a regular
    /// expression or a condition excludes it.
    pub(crate) fn sample(&self, index: CheckedIndex) -> SampleRequest {
        let rule = self.rule(index);
        let method = rule.methods().first().map_or("GET", |method| method);
        SampleRequest::to_site(method, &rule.options).with_path(sample_path(rule))
    }

    /// Returns the canonical URLs of the site.
    fn canonical(&self) -> Option<&'s Canonical> {
        self.rules.first()?.options.canonical.as_deref()
    }

    /// Returns the first rule that matches a request. It may be a `pass` rule.
    pub(crate) fn first_match(&self, request: &SampleRequest) -> Option<CheckedIndex> {
        // Rules match the canonical path.
        let is_indexed = self
            .canonical()
            .is_none_or(|canonical| canonical.form.is_canonical(request.path.as_bytes()));
        if is_indexed
            && self.index.first_candidate(&normal_form(&request.path)) == FirstCandidate::Absent
        {
            return None;
        }
        self.table.find(request).rule_index().map(CheckedIndex::from)
    }

    /// Returns whether a rule certainly matches its sample, without a lookup in the table.
    pub(crate) fn matches_sample(&self, index: CheckedIndex) -> bool {
        let rule = self.rule(index);
        rule.has_no_condition() && self.index.is_first(index, rule)
    }

    /// Returns the request that a client sends after a redirect by a rule, if it is to the site.
    /// Returns two requests if clients differ.
    ///
    /// A client changes the method to GET after a 303. After a 301 or 302 in response to a POST, it
    /// may or may not do so (RFC 9110 §15.4).
    pub(crate) fn hops(&self, request: &SampleRequest, index: CheckedIndex) -> Vec<Hop> {
        let Some((status, next)) = self.next_request(request, index) else { return Vec::new() };
        let may_get = request.method == "POST" && [301, 302].contains(&status);
        let get = may_get.then(|| SampleRequest { method: "GET".into(), ..next.clone() });
        let mut hops = vec![self.hop(next, status)];
        if let Some(get) = get {
            hops.push(self.hop(get, status));
        }
        hops
    }

    fn hop(&self, request: SampleRequest, status: u16) -> Hop {
        let rule = self.first_match(&request);
        let correction = if rule.is_none() { self.correction(&request) } else { None };
        Hop { rule, request, status, correction: correction.map(Box::new) }
    }

    /// Returns the redirect of a request that no rule matches to its canonical URL.
    fn correction(&self, request: &SampleRequest) -> Option<Correction> {
        let status = self.canonical()?.status;
        let redirect = self.table.find(request).redirect()?;
        let location: String = redirect.location()?.to_str().ok()?.into();
        let status_code = redirect.status().as_u16();
        let request = self.followed(request, status_code, &location, None, false)?;
        Some(Correction { status, location, rule: self.first_match(&request), request })
    }

    /// Returns whether a redirect by a rule leads to another redirect for at least some clients.
    pub(crate) fn is_redirected_again(&self, request: &SampleRequest, index: CheckedIndex) -> bool {
        let redirects = |next| matches!(self.rule(next).action, Action::Redirect(..));
        let is_redirected = |hop: &Hop| hop.correction.is_some() || hop.rule.is_some_and(redirects);
        self.hops(request, index).iter().any(is_redirected)
    }

    /// Returns the URL at the end of the chain that a request starts, if the chain ends.
    pub(crate) fn chain_end(&self, request: &SampleRequest) -> Option<String> {
        let (mut request, mut url) = (request.clone(), FinalUrl::default());
        for _ in 0..=MAX_HOPS {
            let index = self.first_match(&request)?;
            let (_, location) = self.location(&request, index)?;
            url.follow(&location);
            let is_link = |next| is_chain_link(self.rule(index), self.rule(next));
            match self.hops(&request, index).into_iter().next() {
                Some(hop) if hop.rule.is_some_and(is_link) => request = hop.request,
                Some(Hop { correction: Some(correction), .. }) => {
                    url.follow(&correction.location);
                    let is_redirect = |next| matches!(self.rule(next).action, Action::Redirect(..));
                    if !correction.rule.is_some_and(is_redirect) {
                        return Some(url.into_text());
                    }
                    request = correction.request;
                }
                Some(_) | None => return Some(url.into_text()),
            }
        }
        None
    }

    /// Returns whether the path of a redirect's location is too long to be followed.
    pub(crate) fn exceeds_path(&self, request: &SampleRequest, index: CheckedIndex) -> bool {
        self.location(request, index).is_some_and(|(_, location)| {
            let location = location.split('#').next().unwrap_or_default();
            location.len() > MAX_PATH && UrlComponents::new(location).path.len() > MAX_PATH
        })
    }

    /// Returns the status and the location of a redirect.
    fn location(&self, request: &SampleRequest, index: CheckedIndex) -> Option<(u16, String)> {
        let Action::Redirect(status, target) = &self.rule(index).action else { return None };
        let is_sent_as_written = request.query.is_none() && self.canonical().is_none();
        let literal = if is_sent_as_written { target.literal() } else { None };
        if let Some(literal) = literal {
            return Some((status.code().as_u16(), String::from_utf8(literal).ok()?));
        }
        let redirect = self.table.find(request).redirect()?;
        let location = redirect.location()?.to_str().ok()?.into();
        Some((redirect.status().as_u16(), location))
    }

    /// Returns the status of a redirect and the request that follows it, if it is to the site.
    fn next_request(
        &self,
        request: &SampleRequest,
        index: CheckedIndex,
    ) -> Option<(u16, SampleRequest)> {
        let (status, location) = self.location(request, index)?;
        let rule = self.rule(index);
        let keeps_host = rule.leads_to_request_host();
        let mount = rule.options.mount.as_deref();
        Some((status, self.followed(request, status, &location, mount, keeps_host)?))
    }

    /// Returns the request that follows a redirect, if it is to the site. `keeps_host` is true if
    /// the location has the authority of the request, which is on the site.
    fn followed(
        &self,
        request: &SampleRequest,
        status: u16,
        location: &str,
        mount: Option<&str>,
        keeps_host: bool,
    ) -> Option<SampleRequest> {
        let location = location.split('#').next()?;
        let mut next = request.clone();
        if status == 303 && request.method != "HEAD" {
            next.method = "GET".into();
        }
        let UrlComponents { origin, path, query } = UrlComponents::new(location);
        (path.len() <= MAX_PATH).then_some(())?;
        if let Some((scheme, authority)) = origin {
            let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
            (keeps_host || self.hosts.contains(&scheme, &authority)).then_some(())?;
            self.proxy_fields.set(&mut next, &scheme, &authority);
            (next.scheme, next.authority) = (Some(scheme), Some(authority));
        }
        let path = if path.is_empty() { "/" } else { path };
        next.path = match mount {
            Some(mount) => under_mount(path, mount)?.into(),
            None => path.into(),
        };
        next.query = query.map(cut_off);
        Some(next)
    }
}

/// Returns a query with its long parameters cut off.
fn cut_off(query: &str) -> String {
    if query.len() <= MAX_PARAMETER {
        return query.into();
    }
    let cut = |parameter| str::get(parameter, ..MAX_PARAMETER).unwrap_or(parameter);
    query.split('&').map(cut).collect::<Vec<_>>().join("&")
}
