//! The requests meet the rules, so that the other tests say something.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::Asked;
use super::asserts::can_be_said;
use super::compiled::Compiled;
use super::interpreter::answer;
use super::rule::{Piece, Rule};
use super::splits::of_path;
use super::strategy::rules_and_requests;

/// What a request that is answered says, by its rule, and how many of a thousand have to say it.
type Kind = (&'static str, usize, fn(&Compiled, &Rule, &Asked) -> bool);

const KINDS: [Kind; 12] = [
    ("answered", 200, |_, _, _| true),
    ("captured", 120, |_, rule, _| rule.has_captures()),
    ("conditional", 60, |_, rule, _| !rule.conditions.is_empty()),
    ("in a group", 25, |site, rule, _| has_scope(site, rule, false)),
    ("behind a default", 20, |site, rule, _| has_scope(site, rule, true)),
    ("under an outer condition", 10, |site, rule, _| {
        site.site.entries[rule.number].conditions.len() < rule.conditions.len()
    }),
    ("said by an assert", 80, |_, _, asked| can_be_said(asked)),
    ("with a shaped condition", 7, |_, rule, _| {
        let mut patterns = rule.conditions.iter().flat_map(|condition| condition.patterns.concat());
        patterns.any(|piece| piece.shape().is_some())
    }),
    ("shaped", 40, |_, rule, _| rule.has_shapes()),
    ("split by a shape", 1, |_, rule, asked| {
        of_path(rule, &asked.path) != of_path(&without_shapes(rule), &asked.path)
    }),
    ("by its slash", 20, |_, rule, asked| {
        of_path(&Rule { any_slash: false, ..rule.clone() }, &asked.path).is_none()
    }),
    ("by its case", 20, |_, rule, asked| {
        of_path(&Rule { any_case: false, ..rule.clone() }, &asked.path).is_none()
    }),
];

fn has_scope(compiled: &Compiled, rule: &Rule, is_default: bool) -> bool {
    let scopes = compiled.site.around(compiled.site.entries[rule.number].scope);
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
    let (mut asked, mut refused, mut met) = (0, 0, [0; KINDS.len()]);
    for _ in 0..300 {
        let (compiled, requests) = strategy.new_tree(&mut runner).unwrap().current();
        for request in requests {
            asked += 1;
            let is_refused = |rule: &Rule| {
                of_path(rule, &request.path).is_none()
                    && of_path(&without_shapes(rule), &request.path).is_some()
            };
            refused += usize::from(compiled.rules.iter().any(is_refused));
            let Some((number, ..)) = answer(&compiled.rules, &request).0 else { continue };
            let rule = compiled.rules.iter().find(|rule| rule.number == number).unwrap();
            for (met, (_, _, is_one)) in met.iter_mut().zip(KINDS) {
                *met += usize::from(is_one(&compiled, rule, &request));
            }
        }
    }
    let all =
        met.iter().zip(KINDS).map(|(met, (name, least, _))| (name, 1000 * met / asked, least));
    let all: Vec<_> = all.chain([("refused by a shape", 1000 * refused / asked, 30)]).collect();
    assert!(all.iter().all(|(_, met, least)| met >= least), "{all:?}");
}
