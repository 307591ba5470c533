//! The reference interpreter. It tries the rules one by one and every split of every rule, as the
//! specification describes matching. It shares no code with the table.

use std::collections::BTreeSet;

use test_support::TestRequest;

use super::compiled::Compiled;
use super::conditions::match_all;
use super::location::{RequestUri, encode_query, location};
use super::rule::{Action, Rule};
use super::split::{MAX_CHARS, match_path, path_chars};

/// The header fields that were inspected.
pub(crate) type FieldSet = BTreeSet<&'static str>;

/// The number of the matching rule, with the status and the location of its response. A redirect to
/// the canonical URL has no rule.
pub(crate) type Outcome = (Option<usize>, u16, Option<String>);

/// Returns the outcome for a request, and the inspected fields.
pub(crate) fn respond(compiled: &Compiled, request: &TestRequest) -> (Option<Outcome>, FieldSet) {
    let mut fields = FieldSet::new();
    let Some(canonical) = &compiled.site.canonical else {
        let outcome = match first(&compiled.rules, request, &request.path, &mut fields) {
            Some(FirstRule::Responds(outcome)) => Some(outcome),
            Some(FirstRule::Passes) | None => None,
        };
        return (outcome, in_vary(fields));
    };
    if path_chars(request.path.as_bytes()).len() > MAX_CHARS {
        return (None, fields);
    }
    let corrections = canonical.corrections(request);
    let seen = TestRequest { path: canonical.seen_path(&request.path), ..request.clone() };
    let rules: Vec<_> =
        compiled.rules.iter().map(|rule| canonical.compared(rule.clone())).collect();
    let outcome = match first(&rules, &seen, &canonical.path(&request.path), &mut fields) {
        Some(FirstRule::Responds((number, status, None))) => Some((number, status, None)),
        Some(FirstRule::Responds((number, status, Some(location)))) => {
            let location = canonical.location(&location, corrections);
            Some((number, canonical.status(status, corrections), Some(location)))
        }
        None if corrections.origin || corrections.path => {
            let query = request.query.as_deref().filter(|query| !query.is_empty());
            let query = query.map_or(String::new(), |query| format!("?{}", encode_query(query)));
            Some((None, canonical.status, Some(canonical.url(&request.path) + &query)))
        }
        Some(FirstRule::Passes) | None => None,
    };
    (outcome, in_vary(fields))
}

/// Returns the fields as `Vary` names them. `*` stands for all fields.
fn in_vary(fields: FieldSet) -> FieldSet {
    if fields.contains("*") { FieldSet::from(["*"]) } else { fields }
}

/// The effect of the first rule that matches.
enum FirstRule {
    Passes,
    Responds(Outcome),
}

/// Returns the effect of the first rule that matches. `uri_path` is the path in `{request_uri}`.
fn first(
    rules: &[Rule],
    request: &TestRequest,
    uri_path: &str,
    fields: &mut FieldSet,
) -> Option<FirstRule> {
    for rule in rules {
        let matches_method = matches_method(rule, request);
        let Some(values) = matches_method.then(|| match_path(rule, &request.path)).flatten() else {
            continue;
        };
        let Ok(values) = match_all(rule, request, values, fields) else { continue };
        let number = Some(rule.number);
        match &rule.action {
            Action::Pass => return Some(FirstRule::Passes),
            Action::Final(status) => return Some(FirstRule::Responds((number, *status, None))),
            Action::Redirect(status, target) => {
                let uri = RequestUri { path: uri_path, query: request.query.as_deref() };
                if let Some(location) = location(rule, target, &values, request, uri) {
                    return Some(FirstRule::Responds((number, *status, Some(location))));
                }
            }
        }
    }
    None
}

pub(crate) fn matches_method(rule: &Rule, request: &TestRequest) -> bool {
    rule.methods.is_empty()
        || rule.methods.contains(&request.method)
        || (request.method == "HEAD" && rule.methods.contains(&"GET"))
}
