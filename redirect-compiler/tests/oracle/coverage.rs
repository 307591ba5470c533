//! Checks that generated requests exercise the rules, so that the other tests are meaningful.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use test_support::TestRequest;

use super::asserts::is_expressible;
use super::compiled::Compiled;
use super::interpreter::respond;
use super::rule::{Piece, Rule};
use super::split::match_path;
use super::strategy::rules_and_requests;

/// A class of requests that match a rule, and the least number in a thousand.
type Class = (&'static str, usize, fn(&Compiled, &Rule, &TestRequest) -> bool);

const CLASSES: [Class; 12] = [
    ("matched", 200, |_, _, _| true),
    ("captured", 120, |_, rule, _| rule.has_captures()),
    ("conditional", 60, |_, rule, _| !rule.conditions.is_empty()),
    ("in a group", 25, |site, rule, _| has_scope(site, rule, false)),
    ("after a default", 20, |site, rule, _| has_scope(site, rule, true)),
    ("under an outer condition", 10, |site, rule, _| {
        site.site.entries[rule.number].conditions.len() < rule.conditions.len()
    }),
    ("expressible as an assert", 80, |_, _, request| is_expressible(request)),
    ("with a shaped condition", 7, |_, rule, _| {
        let mut patterns = rule.conditions.iter().flat_map(|condition| condition.patterns.concat());
        patterns.any(|piece| piece.shape().is_some())
    }),
    ("shaped", 40, |_, rule, _| rule.has_shapes()),
    ("split by a shape", 1, |_, rule, request| {
        match_path(rule, &request.path) != match_path(&without_shapes(rule), &request.path)
    }),
    ("by its slash", 20, |_, rule, request| {
        match_path(&Rule { any_slash: false, ..rule.clone() }, &request.path).is_none()
    }),
    ("by its case", 20, |_, rule, request| {
        match_path(&Rule { any_case: false, ..rule.clone() }, &request.path).is_none()
    }),
];

fn has_scope(compiled: &Compiled, rule: &Rule, is_default: bool) -> bool {
    let scopes = compiled.site.enclosing_scopes(compiled.site.entries[rule.number].scope);
    scopes.iter().any(|scope| scope.is_default == is_default)
}

fn without_shapes(rule: &Rule) -> Rule {
    let source = rule.source.iter().map(|piece| match *piece {
        Piece::Text(text) => Piece::Text(text),
        Piece::Param(name, _) => Piece::Param(name, None),
        Piece::CatchAll(name, _) => Piece::CatchAll(name, None),
    });
    Rule { source: source.collect(), ..rule.clone() }
}

#[test]
fn generated_requests_exercise_the_rules() {
    let mut runner = TestRunner::deterministic();
    let strategy = rules_and_requests();
    let (mut total, mut refused, mut counts) = (0, 0, [0; CLASSES.len()]);
    for _ in 0..300 {
        let (compiled, requests) = strategy.new_tree(&mut runner).unwrap().current();
        for request in requests {
            total += 1;
            let is_refused = |rule: &Rule| {
                match_path(rule, &request.path).is_none()
                    && match_path(&without_shapes(rule), &request.path).is_some()
            };
            refused += usize::from(compiled.rules.iter().any(is_refused));
            let Some((number, ..)) = respond(&compiled.rules, &request).0 else { continue };
            let rule = compiled.rules.iter().find(|rule| rule.number == number).unwrap();
            for (count, (_, _, is_one)) in counts.iter_mut().zip(CLASSES) {
                *count += usize::from(is_one(&compiled, rule, &request));
            }
        }
    }
    let shares = counts
        .iter()
        .zip(CLASSES)
        .map(|(count, (name, least, _))| (name, 1000 * count / total, least));
    let shares: Vec<_> =
        shares.chain([("refused by a shape", 1000 * refused / total, 30)]).collect();
    assert!(shares.iter().all(|(_, share, least)| share >= least), "{shares:?}");
}
