//! Scenarios: requests without a path, one for each combination of outcomes of methods and
//! conditions.
//!
//! The rules of one question distinguish only finitely many combinations of the parts of a request
//! other than its path. Each rule applies either to all requests that a scenario represents, or to
//! none. A statement therefore holds for all requests if it holds for all paths in each scenario. A
//! scenario with a path is a concrete request, which can be looked up in the table.

use crate::analysis::automata::emptiness::Budget;
use crate::analysis::model::sample_request::{SampleRequest, without_port};
use crate::analysis::model::subject_values::values;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::ScopedCondition;
use crate::lower::options::Options;
use crate::lower::pattern::Pieces;
use redirect_core::internals::authority::RequestHost;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;

/// The maximum number of scenarios for one question.
const MAX_SCENARIOS: usize = 1024;

/// A subject of conditions, and the patterns that conditions compare it with.
type SubjectPatterns<'d> = (Subject<Vec<u8>>, Vec<&'d Pieces>);

/// The candidates for a method that no rule names.
const METHODS: [&str; 4] = ["GET", "POST", "DELETE", "PATCH"];

/// Returns a request for each combination of outcomes of the methods and conditions of `rules`.
/// Returns `None` if there are too many or if the budget is exceeded.
pub(crate) fn scenarios(
    rules: &[&CheckedRule<'_>],
    site: &Options,
    budget: &mut Budget,
) -> Option<Vec<SampleRequest>> {
    let has_request_host = rules.iter().any(|rule| rule.has_request_host());
    with_values(methods(rules), subjects(rules)?, has_request_host, site, budget)
}

/// Returns [`scenarios`] that also distinguish the redirects of rules: a redirect on a host of
/// canonical URLs leads to their origin.
pub(crate) fn scenarios_of_clients(
    rules: &[&CheckedRule<'_>],
    site: &Options,
    budget: &mut Budget,
) -> Option<Vec<SampleRequest>> {
    let Some(canonical) = &site.canonical else { return scenarios(rules, site, budget) };
    let mut methods = methods(rules);
    if canonical.status.may_change_method() {
        // Only GET and HEAD are redirected.
        for method in ["GET", "POST"] {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    let mut hosts: Vec<Pieces> = Vec::new();
    for host in canonical.from.iter().map(|host| &host[..]).chain([canonical.host()]) {
        hosts.push(vec![Piece::Literal(host.as_bytes().to_vec())]);
    }
    let mut subjects = subjects(rules)?;
    let depends_on_origin = |subject: &Subject<Vec<u8>>| match subject {
        Subject::Host | Subject::Port | Subject::Scheme | Subject::Header(_) => true,
        Subject::Language
        | Subject::SiteLanguage(_)
        | Subject::Cookie(_)
        | Subject::Query(_)
        | Subject::Capture(_)
        | Subject::Ip => false,
    };
    if subjects.iter().any(|(subject, _)| depends_on_origin(subject)) {
        if !subjects.iter().any(|(subject, _)| *subject == Subject::Scheme) {
            subjects.insert(0, (Subject::Scheme, Vec::new()));
        }
        let at = subjects.iter().position(|(subject, _)| *subject == Subject::Host);
        let at = at.unwrap_or_else(|| {
            subjects.insert(0, (Subject::Host, Vec::new()));
            0
        });
        for host in &hosts {
            if !subjects[at].1.contains(&host) {
                subjects[at].1.push(host);
            }
        }
    }
    let has_request_host = rules.iter().any(|rule| rule.has_request_host());
    with_values(methods, subjects, has_request_host, site, budget)
}

/// Returns a request for each combination of methods and values of subjects. `has_request_host` is
/// true if a target contains the requested host.
fn with_values(
    methods: Vec<&str>,
    subjects: Vec<SubjectPatterns<'_>>,
    has_request_host: bool,
    site: &Options,
    budget: &mut Budget,
) -> Option<Vec<SampleRequest>> {
    let mut scenarios = Vec::new();
    for method in methods {
        scenarios.push(SampleRequest::to_site(method, site));
    }
    for (subject, patterns) in subjects {
        let values = values(&subject, &patterns, budget)?;
        (scenarios.len() * (values.len() + 1) <= MAX_SCENARIOS).then_some(())?;
        let mut with_values = Vec::new();
        for scenario in &scenarios {
            push_with_values(scenario, &subject, &values, &mut with_values);
        }
        scenarios = with_values;
    }
    if has_request_host {
        let respelled: Vec<_> = scenarios.iter().filter_map(with_other_port_spelling).collect();
        scenarios.extend(respelled);
        (scenarios.len() <= MAX_SCENARIOS).then_some(())?;
    }
    Some(scenarios)
}

/// Returns a request for the same host and port that does not fill a `{request_host}`, because its
/// port is not in its shortest form: `a.example:` or `a.example:080`. No condition distinguishes
/// the two.
fn with_other_port_spelling(scenario: &SampleRequest) -> Option<SampleRequest> {
    let authority = scenario.authority.as_deref()?;
    RequestHost::parse(authority)?;
    let host = without_port(authority);
    let port = authority[host.len()..].strip_prefix(':').map(|digits| format!("0{digits}"));
    let authority = Some(format!("{host}:{}", port.unwrap_or_default()));
    Some(SampleRequest { authority, ..scenario.clone() })
}

/// Returns whether a rule matches a request in all parts other than the path: the method, the
/// conditions that do not depend on the path, and a valid host if the target contains it.
pub(crate) fn applies(rule: &CheckedRule<'_>, scenario: &SampleRequest) -> bool {
    let methods = rule.methods();
    let has_method = methods.is_empty() || methods.contains(&&scenario.method[..]);
    let has_host = || scenario.authority.as_deref().and_then(RequestHost::parse).is_some();
    has_method
        && (!rule.has_request_host() || has_host())
        && rule.conditions.iter().all(|scoped| scoped.condition.holds(scenario))
}

/// Returns the methods that rules name, and one that no rule names. GET comes first because it
/// makes the simplest witness.
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

/// Returns the subjects of conditions other than the path, each with all patterns that conditions
/// compare it with. A condition on the capture of another condition counts as one on the subject of
/// that condition. The host is a subject of a rule whose target contains it. Returns `None` if the
/// patterns do not decide whether a condition holds.
fn subjects<'d>(rules: &[&'d CheckedRule<'_>]) -> Option<Vec<SubjectPatterns<'d>>> {
    let mut subjects: Vec<SubjectPatterns<'_>> = Vec::new();
    for rule in rules {
        let is_host = |(subject, _): &SubjectPatterns<'_>| *subject == Subject::Host;
        if rule.has_request_host() && !subjects.iter().any(is_host) {
            subjects.push((Subject::Host, Vec::new()));
        }
        for ScopedCondition { condition, .. } in &rule.conditions {
            if condition.path_capture().is_some() {
                continue;
            }
            let captured_value = condition.captured_value.as_ref();
            captured_value.is_none_or(|value| value.has_one_split).then_some(())?;
            let (subject, own_patterns) = condition.inspected();
            let known = subjects.iter().position(|(known, _)| known == subject);
            let at = known.unwrap_or_else(|| {
                subjects.push((subject.clone(), Vec::new()));
                subjects.len() - 1
            });
            let patterns = &mut subjects[at].1;
            for pieces in own_patterns {
                if !patterns.contains(&pieces) {
                    patterns.push(pieces);
                }
            }
        }
    }
    // A port is a part of the authority, which is set first.
    subjects.sort_by_key(|(subject, _)| *subject == Subject::Port);
    Some(subjects)
}

/// Appends copies of a scenario: as it is, with each value of a subject, and without the subject.
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
        Subject::Port => without.remove_port(),
        Subject::Ip => without.peer_addr = None,
        Subject::Language
        | Subject::SiteLanguage(_)
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
    // A known scheme implies a port.
    if *subject == Subject::Port && without.scheme.is_some() {
        scenarios.push(SampleRequest { scheme: None, ..without.clone() });
    }
    scenarios.push(without);
}
