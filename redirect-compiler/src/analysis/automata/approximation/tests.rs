//! Tests that compare the approximations of a rule with lookups of all short paths in its table.

use super::{over_approximation, target_over_approximation, under_approximation};
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::paths::tests::contains;
use crate::analysis::model::sample_request::{SampleRequest, UrlComponents};
use crate::analysis::test_rules::{condition, redirect, with_document_rules};
use crate::build;
use crate::syntax::rule::{Condition, Operator, Rule, Setting};

/// The characters of the paths.
const CHARS: [&str; 5] = ["/", "a", "-", ".", "%2F"];

/// The maximum number of characters in a path after its first slash.
const MAX_LEN: usize = 5;

/// Returns all paths that consist of a slash and at most [`MAX_LEN`] of the [`CHARS`].
fn short_paths() -> Vec<String> {
    let mut paths = vec![String::from("/")];
    let mut last = paths.clone();
    for _ in 0..MAX_LEN {
        last = last.iter().flat_map(|path| CHARS.map(|char| format!("{path}{char}"))).collect();
        paths.extend(last.iter().cloned());
    }
    paths
}

fn equal<'a>(subject: &'a str, value: &'a str) -> Vec<Condition<'a>> {
    vec![condition(subject, Operator::Equal, &[value])]
}

fn not_equal<'a>(subject: &'a str, value: &'a str) -> Vec<Condition<'a>> {
    vec![condition(subject, Operator::NotEqual, &[value])]
}

/// Returns rules whose captures share no segment.
fn rules_with_one_split() -> Vec<Rule<'static>> {
    let either = vec![Setting::with_word("slash", "either")];
    vec![
        redirect("/a", "/b"),
        redirect("/{x}", "/b/{x}"),
        redirect("/{x}.", "/{x}"),
        redirect("/{*x}", "/b/{x}"),
        redirect("/{*x}", "/{x}"),
        redirect("/{*x}/a", "/{x}/b"),
        redirect("/a/{*x}", "/b{x}"),
        Rule { options: either.clone(), ..redirect("/a/{*x}", "/b/{x}") },
        Rule { options: either.clone(), ..redirect("/{x}", "/b") },
        Rule { options: either.clone(), ..redirect("/{*x}", "/b/{x}") },
        Rule { options: either.clone(), ..redirect("/{x}/{*y}", "/b/{y}") },
        Rule { options: either.clone(), ..redirect("/{*x}/", "/b/{x}") },
        Rule { options: either.clone(), ..redirect("/{x?}/{*y?}", "/b/{y}/{x}") },
        Rule { options: either, ..redirect("/a/{*x?}", "/b/{x}") },
        redirect("/{x?}/a/{*y?}", "/b/{x}/{y}"),
        Rule { conditions: equal("x", "a"), ..redirect("/{x}/{y}", "/b/{y}") },
        Rule { conditions: not_equal("x", "a"), ..redirect("/{x}/{y}", "/b") },
        Rule { conditions: not_equal("x", ""), ..redirect("/{*x}", "/b") },
        Rule {
            conditions: vec![condition("x", Operator::In, &["a", "-a"])],
            ..redirect("/{x}", "/b")
        },
    ]
}

/// Returns rules with several splits and without constraints.
fn rules_without_constraints() -> Vec<Rule<'static>> {
    vec![
        redirect("/{x}-{y}", "/b"),
        redirect("/{x}-{y}", "/b/{y}/{x}"),
        redirect("/{x}.{y}/{*z}", "/b"),
        redirect("/{*x}-{y}", "/b/{y}"),
        redirect("/{x:[a-]+}-{y:[a.-]+}", "/b/{y}"),
        redirect("/{x:[a./]+}-{y}", "/b/{y}"),
        redirect("/{x}%2F{y}", "/b/{x}"),
    ]
}

/// Returns rules with several splits and with constraints, which the automata only approximate.
fn rules_with_several_splits() -> Vec<Rule<'static>> {
    vec![
        Rule { conditions: equal("x", "a"), ..redirect("/{x}-{y}", "/b") },
        Rule { conditions: not_equal("y", "a"), ..redirect("/{x}-{y}", "/b") },
        // For `/a-a-a`, only a split that the runtime does not choose meets these conditions.
        Rule { conditions: equal("y", "a"), ..redirect("/{x}-{y}", "/b") },
        Rule { conditions: not_equal("x", "a"), ..redirect("/{x}-{y}", "/b") },
        Rule { conditions: equal("y", "-a"), ..redirect("/{x}-{y}/{*z}", "/b/{z}") },
    ]
}

/// Returns rules whose location guard depends on more than the symbols of the path.
fn rules_with_guarded_target() -> Vec<Rule<'static>> {
    let value = Condition { argument: Some("h".into()), ..equal("header", "{*v}").remove(0) };
    vec![
        redirect("/{x}", "https://{x}.example.com/b"),
        Rule { conditions: vec![value], ..redirect("/{*x}", "/{x}.{v}/b") },
    ]
}

/// Calls `check` with each short path, and with three flags: whether the over-approximation, the
/// table and the under-approximation match it.
fn check_paths(rule: Rule<'_>, mut check: impl FnMut(&str, [bool; 3])) {
    with_document_rules(vec![rule], |rules| {
        let table = build(rules).unwrap();
        let mut over = PathDfa::new(over_approximation(&rules[0]));
        let mut under = under_approximation(&rules[0]).map(PathDfa::new);
        for path in short_paths() {
            let is_matched = table.find(&get(&path)).rule_index().is_some();
            let is_under = under.as_mut().is_some_and(|under| contains(under, &path));
            check(&path, [contains(&mut over, &path), is_matched, is_under]);
        }
    });
}

/// Returns a request in which the captured header field is empty.
fn get(path: &str) -> SampleRequest {
    let (method, path, fields) = ("GET".into(), path.into(), vec![("h".into(), Vec::new())]);
    SampleRequest { method, path, fields, ..SampleRequest::default() }
}

#[test]
fn approximations_are_exact_for_one_split_and_without_constraints() {
    for rule in rules_with_one_split().into_iter().chain(rules_without_constraints()) {
        let text = format!("{} {:?} {:?}", rule.source, rule.conditions, rule.target);
        check_paths(rule, |path, [over, exact, under]| {
            assert_eq!((over, under), (exact, exact), "{path} by {text}");
        });
    }
}

#[test]
fn approximations_enclose_the_paths_of_a_rule() {
    for rule in rules_with_several_splits().into_iter().chain(rules_with_guarded_target()) {
        let text = format!("{} {:?} {:?}", rule.source, rule.conditions, rule.target);
        let (mut is_loose, mut is_matched) = (false, false);
        check_paths(rule, |path, [over, exact, under]| {
            assert!(over >= exact && exact >= under, "{path} by {text}");
            is_loose |= over && !exact;
            is_matched |= exact;
        });
        assert!(is_loose && is_matched, "{text} needs an approximation");
    }
}

#[test]
fn the_approximation_of_targets_contains_each_location() {
    let rules = [rules_with_one_split(), rules_with_several_splits(), rules_with_guarded_target()];
    for rule in rules.concat() {
        with_document_rules(vec![rule], |rules| {
            let table = build(rules).unwrap();
            let mut targets = PathDfa::new(target_over_approximation(&rules[0]).unwrap());
            for path in short_paths() {
                let request = get(&path);
                let Some(redirect) = table.find(&request).redirect() else { continue };
                let location = redirect.location().unwrap();
                let location = location.to_str().unwrap();
                let target = UrlComponents::new(location).path;
                let target = if target.is_empty() { "/" } else { target };
                assert!(contains(&mut targets, target), "{path} to {location}");
            }
        });
    }
}
