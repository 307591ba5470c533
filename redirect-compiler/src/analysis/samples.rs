//! Sample requests to the rules of a finished table, for tests of the application behind it.

mod restored;

use http::header::HOST;

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Reachability, reachability};
use crate::analysis::samples::restored::RestoredRules;
use crate::analysis::trivial::TrivialAnalysis;
use crate::lower::checked_rule::CheckedIndex;
use crate::lower::first_rule::FirstRuleByPath;
use redirect_core::Redirects;

/// The host of a sample request that needs one, whichever it is.
const ANY_HOST: &str = "example.com";

/// A search for a request that a rule is the first to match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sample {
    /// The rule is the first to match this request.
    Request(SampleRequest),
    /// The rule is the first to match no request: this is proved.
    Unreachable,
    /// The search exceeded its budget.
    Undecided,
}

/// Returns a sample for each rule of a table, in order.
///
/// The compiled form of each rule is read back from the table, so that tables which the macro
/// embeds in a program have samples too. The proof of reachability then searches for a request, as
/// it does when a table is compiled, and the table confirms it.
pub fn samples(table: &Redirects) -> Vec<Sample> {
    let Some(restored) = RestoredRules::new(table) else {
        return vec![Sample::Undecided; table.rules().len()];
    };
    let rules = restored.checked();
    let trivial = TrivialAnalysis::new(&rules, FirstRuleByPath::new(&rules));
    let site = trivial.site(table);
    let mut samples = Vec::with_capacity(rules.len());
    for rule in site.indices() {
        samples.push(match reachability(&site, rule, &mut Budget::per_proof()) {
            Reachability::Reached(request) if site.first_match(&request) == Some(rule) => {
                Sample::Request(as_message(&site, rule, request))
            }
            Reachability::Shadowed(_) => Sample::Unreachable,
            Reachability::Reached(_) | Reachability::Undecided => Sample::Undecided,
        });
    }
    samples
}

/// Returns a request like another one that can be sent as an HTTP message, if the rule matches it
/// too: a request with a scheme or a port has a host.
fn as_message(site: &Site<'_, '_>, rule: CheckedIndex, request: SampleRequest) -> SampleRequest {
    let authority = request.authority.as_deref();
    let has_no_host = authority.is_none_or(|authority| authority.starts_with(':'));
    if !has_no_host || (authority.is_none() && request.scheme.is_none()) {
        return request;
    }
    let without_scheme = SampleRequest { scheme: None, ..request.clone() };
    let authority = Some(format!("{ANY_HOST}{}", authority.unwrap_or_default()));
    let with_host = SampleRequest { authority, ..request.clone() };
    for message in [without_scheme, with_host] {
        let is_complete = message.authority.as_deref().is_none_or(|text| !text.starts_with(':'));
        if is_complete && site.first_match(&message) == Some(rule) {
            return message;
        }
    }
    request
}

impl SampleRequest {
    /// Returns the request as an HTTP message, or `None` if it cannot be one: it has a scheme but
    /// no host, or a value that a field cannot have. The address of the peer is not part of it.
    pub fn to_message(&self) -> Option<http::Request<()>> {
        let mut request = http::Request::builder().method(&self.method[..]);
        let query = self.query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
        let target = format!("{}{query}", self.path);
        request = match (&self.scheme, &self.authority) {
            (Some(scheme), Some(authority)) => {
                request.uri(format!("{scheme}://{authority}{target}")).header(HOST, authority)
            }
            (Some(_), None) => return None,
            (None, Some(authority)) => request.uri(target).header(HOST, authority),
            (None, None) => request.uri(target),
        };
        for (name, value) in &self.fields {
            request = request.header(name, &value[..]);
        }
        request.body(()).ok()
    }
}
