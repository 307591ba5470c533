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
use crate::lower::condition::ScopedCondition;
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
    let mut scenarios = Vec::new();
    for method in methods(rules) {
        scenarios.push(SampleRequest::to_site(method, site));
    }
    for (subject, patterns) in subjects(rules) {
        let values = values(&subject, &patterns, budget)?;
        (scenarios.len() * (values.len() + 1) <= MAX_SCENARIOS).then_some(())?;
        let mut with_values = Vec::new();
        for scenario in &scenarios {
            push_with_values(scenario, &subject, &values, &mut with_values);
        }
        scenarios = with_values;
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
fn methods<'d>(rules: &[&'d CheckedRule<'_>]) -> Vec<&'d str> {
    let mut methods: Vec<&str> = Vec::new();
    for rule in rules {
        methods.append(&mut rule.methods());
    }
    if let Some(other) = METHODS.iter().find(|method| !methods.contains(method)) {
        methods.push(other);
    }
    methods.sort_unstable();
    methods.dedup();
    if let Some(get) = methods.iter().position(|method| *method == "GET") {
        methods.remove(get);
        methods.insert(0, "GET");
    }
    methods
}

/// Returns the subjects of conditions other than the path, each with all patterns that it is
/// compared with.
fn subjects<'d>(rules: &[&'d CheckedRule<'_>]) -> Vec<(Subject<Vec<u8>>, Vec<&'d Pieces>)> {
    let mut subjects: Vec<(Subject<Vec<u8>>, Vec<&Pieces>)> = Vec::new();
    for rule in rules {
        for ScopedCondition { condition, .. } in &rule.conditions {
            if matches!(condition.subject, Subject::Capture(_)) {
                continue;
            }
            let known = subjects.iter().position(|(subject, _)| *subject == condition.subject);
            let at = known.unwrap_or_else(|| {
                subjects.push((condition.subject.clone(), Vec::new()));
                subjects.len() - 1
            });
            let patterns = &mut subjects[at].1;
            for pieces in &condition.patterns {
                if !patterns.contains(&pieces) {
                    patterns.push(pieces);
                }
            }
        }
    }
    subjects
}

/// Appends a scenario as it is, then with each value of a subject, then without the subject.
fn push_with_values(
    scenario: &SampleRequest,
    subject: &Subject<Vec<u8>>,
    values: &[Vec<u8>],
    scenarios: &mut Vec<SampleRequest>,
) {
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
    if *scenario != without {
        scenarios.push(scenario.clone());
    }
    for value in values {
        let mut with_value = without.clone();
        with_value.set(subject, value);
        scenarios.push(with_value);
    }
    scenarios.push(without);
}
