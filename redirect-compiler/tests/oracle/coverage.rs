//! Checks that generated requests exercise the rules, so that the other tests are meaningful.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redirect_core::internals::key::TableFlags;
use redirect_core::internals::layout::Header;
use test_support::TestRequest;

use super::asserts::is_expressible;
use super::compiled::Compiled;
use super::interpreter::respond;
use super::rule::{Action, Condition, Piece, Rule, Subject, Target};
use super::split::{match_path, path_chars};
use super::strategy::{
    canonical_rules_and_requests, crowded_rules_and_requests, rules_and_requests,
};

/// A class of requests that match a rule, and the least number in ten thousand.
type Class = (&'static str, usize, fn(&Compiled, &Rule, &TestRequest) -> bool);

const CLASSES: [Class; 21] = [
    ("matched", 2000, |_, _, _| true),
    ("captured", 1200, |_, rule, _| rule.has_captures()),
    ("conditional", 600, |_, rule, _| !rule.conditions.is_empty()),
    ("in a group", 250, |site, rule, _| has_scope(site, rule, false)),
    ("after a default", 200, |site, rule, _| has_scope(site, rule, true)),
    ("under an outer condition", 100, |site, rule, _| {
        site.site.entries[rule.number].conditions.len() < rule.conditions.len()
    }),
    ("expressible as an assert", 800, |_, _, request| is_expressible(request)),
    ("with a shaped condition", 70, |_, rule, _| {
        let mut patterns = rule.conditions.iter().flat_map(|condition| condition.patterns.concat());
        patterns.any(|piece| piece.shape().is_some())
    }),
    ("with a condition on a capture of a condition", 10, |_, rule, _| {
        let is_captured = |condition: &Condition| match condition.subject {
            Subject::Capture(name) => !rule.source.iter().any(|piece| piece.name() == Some(name)),
            _ => false,
        };
        rule.conditions.iter().any(is_captured)
    }),
    ("shaped", 400, |_, rule, _| rule.has_shapes()),
    ("split by a shape", 3, |_, rule, request| {
        match_path(rule, &request.path) != match_path(&without_shapes(rule), &request.path)
    }),
    ("longer than 1,023 characters", 3, |_, _, request| {
        path_chars(request.path.as_bytes()).len() > 1023
    }),
    ("with an encoded slash in a capture", 50, |_, rule, request| {
        match_path(rule, &request.path)
            .is_some_and(|values| values.iter().any(|(_, value)| has_encoded_slash(value)))
    }),
    ("with an encoded slash and several captures", 50, |_, rule, request| {
        rule.captures() > 1 && has_encoded_slash(request.path.as_bytes())
    }),
    ("with the requested URI in the target", 100, |_, rule, _| {
        target(rule).is_some_and(Target::has_request_uri)
    }),
    ("with the requested host in the target", 60, |_, rule, _| {
        target(rule).is_some_and(Target::has_request_host)
    }),
    ("with an optional segment", 50, |_, rule, request| {
        let values = match_path(rule, &request.path).unwrap_or_default();
        is_optional(rule) && values.len() == rule.captures()
    }),
    ("without an optional segment", 50, |_, rule, request| {
        match_path(rule, &request.path).is_some_and(|values| values.len() < rule.captures())
    }),
    ("without a parameter whose capture is absent", 10, |_, rule, request| {
        let values = match_path(rule, &request.path).unwrap_or_default();
        let is_absent = |name| !values.iter().any(|(other, _)| *other == name);
        let is_optional = |name| is_of_source(rule, name) && is_absent(name);
        let query = target(rule).map_or(&[][..], |target| &target.query);
        query.iter().any(|(_, pieces)| pieces.iter().filter_map(Piece::name).any(is_optional))
    }),
    ("by its slash", 200, |_, rule, request| {
        match_path(&Rule { any_slash: false, ..rule.clone() }, &request.path).is_none()
    }),
    ("by its case", 200, |_, rule, request| {
        match_path(&Rule { any_case: false, ..rule.clone() }, &request.path).is_none()
    }),
];

fn target(rule: &Rule) -> Option<&Target> {
    if let Action::Redirect(_, target) = &rule.action { Some(target) } else { None }
}

fn is_of_source(rule: &Rule, name: &str) -> bool {
    rule.source.iter().any(|piece| piece.name() == Some(name))
}

fn is_optional(rule: &Rule) -> bool {
    rule.source.iter().any(|piece| matches!(piece, Piece::Optional(_)))
}

fn has_encoded_slash(value: &[u8]) -> bool {
    path_chars(value).iter().any(|c| c.normal == "%2F" || c.normal == "%5C")
}

fn has_scope(compiled: &Compiled, rule: &Rule, is_default: bool) -> bool {
    let scopes = compiled.site.enclosing_scopes(compiled.site.entries[rule.number].scope);
    scopes.iter().any(|scope| scope.is_default == is_default)
}

fn without_shapes(rule: &Rule) -> Rule {
    let source = rule.source.iter().map(without_shape).collect();
    Rule { source, ..rule.clone() }
}

fn without_shape(piece: &Piece) -> Piece {
    match piece {
        Piece::Text(text) => Piece::Text(text),
        Piece::Param(name, _) => Piece::Param(name, None),
        Piece::CatchAll(name, _) => Piece::CatchAll(name, None),
        Piece::Optional(piece) => Piece::Optional(Box::new(without_shape(piece))),
    }
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
            let Some((Some(number), ..)) = respond(&compiled, &request).0 else { continue };
            let rule = compiled.rules.iter().find(|rule| rule.number == number).unwrap();
            for (count, (_, _, is_one)) in counts.iter_mut().zip(CLASSES) {
                *count += usize::from(is_one(&compiled, rule, &request));
            }
        }
    }
    let shares = counts
        .iter()
        .zip(CLASSES)
        .map(|(count, (name, least, _))| (name, 10_000 * count / total, least));
    let shares: Vec<_> =
        shares.chain([("refused by a shape", 10_000 * refused / total, 300)]).collect();
    assert!(shares.iter().all(|(_, share, least)| share >= least), "{shares:?}");
}

/// Returns whether the table divides the rules of a key into groups.
fn has_groups(compiled: &Compiled) -> bool {
    let header = Header::decode(&compiled.table.to_bytes()).unwrap();
    header.candidate_lists as usize > TableFlags::count_keys(header.flags)
}

#[test]
fn crowded_tables_have_groups() {
    let mut runner = TestRunner::deterministic();
    let strategy = crowded_rules_and_requests();
    let (mut sites, mut grouped, mut requested, mut matched) = (0, 0, 0, 0);
    for _ in 0..60 {
        let (compiled, requests) = strategy.new_tree(&mut runner).unwrap().current();
        sites += 1;
        if !has_groups(&compiled) {
            continue;
        }
        grouped += 1;
        for request in requests {
            requested += 1;
            let outcome = respond(&compiled, &request).0;
            matched += usize::from(outcome.is_some_and(|(number, ..)| number > Some(0)));
        }
    }
    let shares = [100 * grouped / sites, 100 * matched / requested];
    assert!(shares[0] >= 40 && shares[1] >= 20, "{shares:?}");
}

#[test]
fn requests_to_canonical_tables_need_corrections() {
    let mut runner = TestRunner::deterministic();
    let strategy = canonical_rules_and_requests();
    let (mut total, mut counts) = (0, [0; 6]);
    for _ in 0..300 {
        let (compiled, requests) = strategy.new_tree(&mut runner).unwrap().current();
        let canonical = compiled.site.canonical.as_ref().unwrap();
        for request in requests {
            total += 1;
            let corrections = canonical.corrections(&request);
            let outcome = respond(&compiled, &request).0;
            let is_rule = outcome.as_ref().is_some_and(|(number, ..)| number.is_some());
            let is_step = outcome.as_ref().is_some_and(|(number, ..)| number.is_none());
            let classes = [
                is_step && corrections.origin,
                is_step && corrections.path,
                is_rule && corrections.origin,
                is_rule && corrections.path,
                is_rule && corrections.is_on_site && !corrections.path && !corrections.origin,
                is_rule && !corrections.is_on_site,
            ];
            for (count, class) in counts.iter_mut().zip(classes) {
                *count += usize::from(class);
            }
        }
    }
    let shares = counts.map(|count| 1000 * count / total);
    assert!(shares.iter().all(|share| *share >= 15), "{shares:?}");
}
