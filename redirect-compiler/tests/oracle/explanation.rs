//! The explanations of a table, checked against the reference interpreter.

use redirect_core::{ConsideredRule, Mismatch};
use test_support::TestRequest;

use super::compiled::Compiled;
use super::conditions::match_all;
use super::interpreter::{FieldSet, matches_method};
use super::location::{RequestUri, location};
use super::rule::{Action, Piece, Rule};
use super::site::rule_number;
use super::split::{CaptureValues, MAX_CHARS, choices, match_path, normal, path_chars};

/// The first part of a rule that does not match, given that its source matches the path.
#[derive(PartialEq, Debug)]
enum Reason {
    Method,
    /// A condition, and whether the request has a value of its subject.
    Condition(String),
    Location,
}

/// Returns what is wrong with the explanation of a request; an empty text if nothing is.
pub(crate) fn errors(compiled: &Compiled, request: &TestRequest) -> String {
    let explanation = compiled.table.explain(request);
    let found = compiled.table.find(request).rule();
    let mut errors = String::new();
    let mut check = |is_right: bool, error: &dyn Fn() -> String| {
        if !is_right {
            errors += &error();
            errors += "\n";
        }
    };
    let matching = explanation.rules().iter().find(|considered| considered.mismatch().is_none());
    let last = explanation.rules().last();
    check(matching.map(ConsideredRule::rule) == found, &|| format!("not {found:?}"));
    check(explanation.found().rule() == found, &|| format!("found is not {found:?}"));
    check(matching.is_none_or(|it| it.rule() == last.unwrap().rule()), &|| "not last".into());
    let numbers: Vec<_> = explanation.rules().iter().map(|it| rule_number(&it.rule())).collect();
    let end = compiled.rules.iter().position(|rule| Some(rule.number) == found.map(number_of));
    let is_long = path_chars(request.path.as_bytes()).len() > MAX_CHARS;
    let (rules, request) = &seen(compiled, request);
    let rules = if is_long { &[] } else { &rules[..] };
    let tried = end.map_or(rules, |end| &rules[..=end]);
    let is_tried = |number: &usize| tried.iter().any(|rule| rule.number == *number);
    check(numbers.iter().all(is_tried), &|| format!("{numbers:?} are not all tried"));
    for rule in tried {
        let at = numbers.iter().position(|number| *number == rule.number);
        let considered = at.map(|at| &explanation.rules()[at]);
        let mismatch = considered.and_then(|considered| considered.mismatch());
        let is_right = match match_path(rule, &request.path) {
            Some(values) => {
                considered.is_some() && is_reason(reason(rule, request, values).as_ref(), mismatch)
            }
            None => is_path_difference(rule, &request.path, mismatch, considered.is_some()),
        };
        check(is_right, &|| format!("{rule:?}: {considered:?}"));
    }
    errors
}

/// Returns the rules and the request as they are compared.
fn seen(compiled: &Compiled, request: &TestRequest) -> (Vec<Rule>, TestRequest) {
    let (rules, request) = (compiled.rules.clone(), request.clone());
    let Some(canonical) = &compiled.site.canonical else { return (rules, request) };
    let path = canonical.seen_path(&request.path);
    let rules = rules.into_iter().map(|rule| canonical.compared(rule)).collect();
    (rules, TestRequest { path, ..request })
}

fn number_of(rule: redirect_core::Rule<'_>) -> usize {
    rule_number(&rule)
}

fn reason(rule: &Rule, request: &TestRequest, values: CaptureValues) -> Option<Reason> {
    if !matches_method(rule, request) {
        return Some(Reason::Method);
    }
    let values = match match_all(rule, request, values, &mut FieldSet::new()) {
        Ok(values) => values,
        Err(condition) => return Some(Reason::Condition(condition.to_syntax().to_string())),
    };
    let Action::Redirect(_, target) = &rule.action else { return None };
    let uri = RequestUri { path: &request.path, query: None };
    location(rule, target, &values, request, uri).is_none().then_some(Reason::Location)
}

fn is_reason(reason: Option<&Reason>, mismatch: Option<&Mismatch<'_>>) -> bool {
    match (reason, mismatch) {
        (None, None)
        | (Some(Reason::Method), Some(Mismatch::Method))
        | (Some(Reason::Location), Some(Mismatch::Location)) => true,
        (Some(Reason::Condition(expected)), Some(Mismatch::Condition { condition, .. })) => {
            expected == condition
        }
        _ => false,
    }
}

/// Returns whether a mismatch is the difference between a path and a source that does not match it.
fn is_path_difference(
    rule: &Rule,
    path: &str,
    mismatch: Option<&Mismatch<'_>>,
    is_considered: bool,
) -> bool {
    let has_regex = rule.has_shapes();
    let matches = |rule: Rule| match_path(&rule, path).is_some();
    let without_regex = Rule { source: without_shapes(&rule.source), ..rule.clone() };
    let expects_regex = has_regex && matches(without_regex);
    let expects_slash = matches(Rule { any_slash: true, ..rule.clone() });
    let expects_case = !has_regex && matches(Rule { any_case: true, ..rule.clone() });
    // Slashes at the end of other sources may be optional.
    // Longer paths are compared only with the options of sources.
    let expects_value = path.len() <= 1024 && (rule.any_slash || matches_any_values(rule, path));
    match mismatch {
        Some(Mismatch::Regex { capture, .. }) => {
            let has_capture = |piece: &Piece| piece.name() == Some(capture);
            expects_regex && rule.source.iter().any(has_capture)
        }
        Some(Mismatch::FinalSlash) => !expects_regex && expects_slash,
        Some(Mismatch::Case) => !expects_regex && !expects_slash && expects_case,
        Some(Mismatch::CaptureValue) => expects_value,
        Some(Mismatch::SimilarPath) => !(expects_regex || expects_slash || expects_case),
        None if is_considered => false,
        None => {
            let expects_value = expects_value && !rule.any_slash;
            let expects_regex = expects_regex && path.len() <= 1024;
            !(expects_regex || expects_slash || expects_case || expects_value)
        }
        _ => false,
    }
}

fn without_shapes(pieces: &[Piece]) -> Vec<Piece> {
    let without_shape = |piece: &Piece| match piece {
        Piece::Text(text) => Piece::Text(text),
        Piece::Param(name, _) => Piece::Param(name, None),
        Piece::CatchAll(name, _) => Piece::CatchAll(name, None),
        Piece::Optional(piece) => {
            let bare = without_shapes(std::slice::from_ref(&**piece));
            Piece::Optional(Box::new(bare[0].clone()))
        }
    };
    pieces.iter().map(without_shape).collect()
}

/// Returns whether a path has the form of a source, whatever the values of its captures. `reached`
/// are the positions at which the pieces so far may end.
fn matches_any_values(rule: &Rule, path: &str) -> bool {
    if let Some([present, missing]) = choices(rule) {
        return matches_any_values(&present, path) || matches_any_values(&missing, path);
    }
    // The digits of a `%XX` stay in upper case.
    let lowered = |text: &str| {
        let mut chars = path_chars(text.as_bytes());
        for char in chars.iter_mut().filter(|char| rule.any_case && char.normal.len() == 1) {
            char.normal.make_ascii_lowercase();
        }
        normal(&chars)
    };
    let path = lowered(path).into_bytes();
    let mut reached = vec![false; path.len() + 1];
    reached[0] = true;
    for piece in &rule.source {
        let mut next = vec![false; path.len() + 1];
        match piece {
            Piece::Text(text) => {
                let text = lowered(text);
                for start in 0..=path.len() {
                    if reached[start] && path[start..].starts_with(text.as_bytes()) {
                        next[start + text.len()] = true;
                    }
                }
            }
            Piece::Param(..) => {
                for end in 1..=path.len() {
                    next[end] = (reached[end - 1] || next[end - 1]) && path[end - 1] != b'/';
                }
            }
            Piece::CatchAll(..) => {
                for end in 0..=path.len() {
                    next[end] = reached[end] || end > 0 && next[end - 1];
                }
            }
            Piece::Optional(_) => unreachable!("one of the variants has no optional segments"),
        }
        reached = next;
    }
    reached[path.len()]
}
