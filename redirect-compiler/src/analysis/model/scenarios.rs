//! Scenarios: requests without a path, one for each way in which methods and conditions can turn
//! out.
//!
//! The path of a request is a word of a regular language; the rest is finite for the rules of one
//! question. Each rule either applies to all requests that a scenario stands for, or to none. So a
//! statement holds for all requests if it holds for all paths in each scenario, and a scenario with
//! a path is a request that can really be sent.

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::subject_values::values;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::options::Options;
use crate::lower::pattern::Pieces;
use redirect_core::internals::condition::Subject;

/// The most scenarios of one question.
const MAX_SCENARIOS: usize = 1024;

/// Candidates for a method that no rule names.
const METHODS: [&str; 4] = ["GET", "POST", "DELETE", "PATCH"];

/// Returns a request for each way in which the methods and conditions of some rules can turn out;
/// `None` where there are too many, or the budget does not suffice.
pub(crate) fn scenarios(
    rules: &[&CheckedRule<'_>],
    site: &Options,
    budget: &mut Budget,
) -> Option<Vec<SampleRequest>> {
    let of_method = |method| SampleRequest {
        method,
        authority: site.origin.as_ref().map(|origin| origin.authority.clone()),
        scheme: site.origin.as_ref().map(|origin| origin.scheme.clone()),
        ..SampleRequest::default()
    };
    let mut scenarios: Vec<SampleRequest> = methods(rules).into_iter().map(of_method).collect();
    for (subject, patterns) in subjects(rules) {
        let values = values(&subject, &patterns, budget)?;
        (scenarios.len() * (values.len() + 1) <= MAX_SCENARIOS).then_some(())?;
        let with_values = |scenario| with_values(scenario, &subject, &values);
        scenarios = scenarios.iter().flat_map(with_values).collect();
    }
    Some(scenarios)
}

/// Returns whether a rule matches a request if its source matches the path: it has the method, and
/// meets the conditions that do not depend on the path.
pub(crate) fn applies(rule: &CheckedRule<'_>, scenario: &SampleRequest) -> bool {
    let methods = rule.methods();
    let has_method = methods.is_empty() || methods.contains(&&scenario.method[..]);
    has_method && rule.conditions.iter().all(|scoped| scoped.condition.holds(scenario))
}

/// Returns the methods that rules name, and one that no rule names. GET comes first, since it makes
/// the plainest witness.
fn methods(rules: &[&CheckedRule<'_>]) -> Vec<String> {
    let mut methods: Vec<&str> = rules.iter().flat_map(|rule| rule.methods()).collect();
    let other = METHODS.into_iter().find(|method| !methods.contains(method));
    methods.extend(other);
    methods.sort_unstable_by_key(|&method| (method != "GET", method));
    methods.dedup();
    methods.into_iter().map(Into::into).collect()
}

/// Returns the subjects of conditions other than the path, each with all patterns that it is
/// compared with.
fn subjects<'d>(rules: &[&'d CheckedRule<'_>]) -> Vec<(Subject<Vec<u8>>, Vec<&'d Pieces>)> {
    let mut subjects: Vec<(Subject<Vec<u8>>, Vec<&Pieces>)> = Vec::new();
    let conditions = rules.iter().flat_map(|rule| &rule.conditions).map(|g| &g.condition);
    for condition in conditions.filter(|c| !matches!(c.subject, Subject::Capture(_))) {
        let known = subjects.iter_mut().find(|(subject, _)| *subject == condition.subject);
        match known {
            Some((_, patterns)) => patterns.extend(&condition.patterns),
            None => {
                subjects.push((condition.subject.clone(), condition.patterns.iter().collect()));
            }
        }
    }
    for (_, patterns) in &mut subjects {
        let mut seen: Vec<&Pieces> = Vec::new();
        patterns.retain(|pieces| {
            let is_new = !seen.contains(pieces);
            seen.push(pieces);
            is_new
        });
    }
    subjects
}

/// Returns a scenario as it is, then with each value of a subject, then without the subject.
fn with_values(
    scenario: &SampleRequest,
    subject: &Subject<Vec<u8>>,
    values: &[Vec<u8>],
) -> Vec<SampleRequest> {
    let mut without = scenario.clone();
    match subject {
        Subject::Host => without.authority = None,
        Subject::Scheme => without.scheme = None,
        Subject::Language
        | Subject::Header(_)
        | Subject::Cookie(_)
        | Subject::Query(_)
        | Subject::Capture(_) => {}
    }
    let with_value = values.iter().map(|value| {
        let mut with_value = without.clone();
        with_value.set(subject, value);
        with_value
    });
    let with_value: Vec<SampleRequest> = with_value.collect();
    let unchanged = (*scenario != without).then(|| scenario.clone());
    unchanged.into_iter().chain(with_value).chain([without]).collect()
}
