//! The reference interpreter. It tries the rules one by one and every split of every rule, as the
//! specification describes matching. It shares no code with the table.

use std::collections::BTreeSet;

use test_support::TestRequest;

use super::conditions::match_all;
use super::location::location;
use super::rule::{Action, Rule};
use super::split::match_path;

/// The header fields that were inspected.
pub(crate) type FieldSet = BTreeSet<&'static str>;

/// The number of the matching rule, with the status and the location of its response.
pub(crate) type Outcome = (usize, u16, Option<String>);

/// Returns the outcome for a request, and the inspected fields.
pub(crate) fn respond(rules: &[Rule], request: &TestRequest) -> (Option<Outcome>, FieldSet) {
    let mut fields = FieldSet::new();
    (first(rules, request, &mut fields), fields)
}

fn first(rules: &[Rule], request: &TestRequest, fields: &mut FieldSet) -> Option<Outcome> {
    for rule in rules {
        let matches_method = rule.methods.is_empty()
            || rule.methods.contains(&request.method)
            || (request.method == "HEAD" && rule.methods.contains(&"GET"));
        let Some(values) = matches_method.then(|| match_path(rule, &request.path)).flatten() else {
            continue;
        };
        let Some(values) = match_all(rule, request, values, fields) else { continue };
        match &rule.action {
            Action::Pass => return None,
            Action::Final(status) => return Some((rule.number, *status, None)),
            Action::Redirect(status, target) => {
                let query = request.query.as_deref().filter(|_| !rule.drops_query);
                if let Some(location) = location(rule, target, &values, query) {
                    return Some((rule.number, *status, Some(location)));
                }
            }
        }
    }
    None
}
