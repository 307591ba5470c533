//! A table of redirects, and its responses to sample requests.

use crate::analysis::automata::approximation::sample_path;
use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::hosts::Hosts;
use crate::analysis::model::path_index::{FirstCandidate, PathIndex, normal_form};
use crate::analysis::model::sample_request::{SampleRequest, UrlComponents, under_mount};
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::syntax::ids::RuleId;
use redirect_core::Redirects;

/// The length of the longest location that is followed, in bytes. A growing location can double
/// with each redirect.
const MAX_LOCATION: usize = 8192;

/// Checked rules and their table.
#[derive(Clone, Copy)]
pub(crate) struct Site<'s, 'a> {
    pub(crate) rules: &'s [CheckedRule<'a>],
    pub(crate) table: &'s Redirects,
    pub(crate) index: &'s PathIndex<'s>,
    pub(crate) hosts: &'s Hosts<'s>,
}

/// The request that follows a redirect, and the rule that matches it.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) request: SampleRequest,
    pub(crate) rule: Option<CheckedIndex>,
}

impl<'s, 'a> Site<'s, 'a> {
    /// Returns the rule with an index.
    pub(crate) fn rule(&self, index: CheckedIndex) -> &'s CheckedRule<'a> {
        &self.rules[index.position()]
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

    /// Returns the first rule that matches a request. It may be a `pass` rule.
    pub(crate) fn first_match(&self, request: &SampleRequest) -> Option<CheckedIndex> {
        if self.index.first_candidate(&normal_form(&request.path)) == FirstCandidate::Absent {
            return None;
        }
        self.table.find(request).rule_index().map(CheckedIndex::from)
    }

    /// Returns whether a rule certainly matches its sample, without a lookup in the table.
    pub(crate) fn matches_sample(&self, index: CheckedIndex) -> bool {
        let rule = self.rule(index);
        rule.conditions.is_empty() && self.index.is_first(index, rule)
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
        let mut hops = vec![self.hop(next)];
        if let Some(get) = get {
            hops.push(self.hop(get));
        }
        hops
    }

    fn hop(&self, request: SampleRequest) -> Hop {
        Hop { rule: self.first_match(&request), request }
    }

    /// Returns whether a redirect by a rule leads to another redirect for at least some clients.
    pub(crate) fn is_redirected_again(&self, request: &SampleRequest, index: CheckedIndex) -> bool {
        let redirects = |next| matches!(self.rule(next).action, Action::Redirect(..));
        self.hops(request, index).iter().any(|hop| hop.rule.is_some_and(redirects))
    }

    /// Returns the location at the end of the chain that a request starts, if the chain ends.
    pub(crate) fn chain_end(&self, request: &SampleRequest) -> Option<String> {
        let mut request = request.clone();
        for _ in 0..=MAX_HOPS {
            let index = self.first_match(&request)?;
            let (_, location) = self.location(&request, index)?;
            let is_link = |next| is_chain_link(self.rule(index), self.rule(next));
            match self.hops(&request, index).into_iter().next() {
                Some(hop) if hop.rule.is_some_and(is_link) => request = hop.request,
                Some(_) | None => return Some(location),
            }
        }
        None
    }

    /// Returns whether the location of a redirect is too long to be followed.
    pub(crate) fn exceeds_location(&self, request: &SampleRequest, index: CheckedIndex) -> bool {
        self.location(request, index).is_some_and(|(_, location)| location.len() > MAX_LOCATION)
    }

    /// Returns the status and the location of a redirect.
    fn location(&self, request: &SampleRequest, index: CheckedIndex) -> Option<(u16, String)> {
        let Action::Redirect(status, target) = &self.rule(index).action else { return None };
        let literal = if request.query.is_none() { target.literal() } else { None };
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
        let location = location.split('#').next()?;
        (location.len() <= MAX_LOCATION).then_some(())?;
        let mut next = request.clone();
        if status == 303 && request.method != "HEAD" {
            next.method = "GET".into();
        }
        let UrlComponents { origin, path, query } = UrlComponents::new(location);
        if let Some((scheme, authority)) = origin {
            let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
            self.hosts.contains(&scheme, &authority).then_some(())?;
            (next.scheme, next.authority) = (Some(scheme), Some(authority));
        }
        let path = if path.is_empty() { "/" } else { path };
        next.path = match &self.rule(index).options.mount {
            Some(mount) => under_mount(path, mount)?.into(),
            None => path.into(),
        };
        next.query = query.map(Into::into);
        Some((status, next))
    }
}
