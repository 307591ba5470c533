//! Tests that compare the faults that rules have together with the outcome of exhaustively many
//! requests to small tables.

#![allow(clippy::unwrap_used)]

#[path = "../oracle/constants.rs"]
mod constants;
mod facts;
mod flatten;
mod request;
mod requests;
mod tables;
mod text;

use std::ops::Range;
use std::time::{Duration, Instant};

use constants::through_constants;
use facts::{Facts, ServedTable};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redirect_compiler::FaultName;
use redirect_compiler::syntax::{Document, NodeId, Rule, RuleId};
use redirect_compiler::{Fault, compile};
use tables::{Table, canonical_tables, tables, tables_with_compared_captures};
use test_support::{TestRequest, property_config};

/// The number of requests to a table.
const REQUESTS: usize = 4_000;

/// The number of requests to a table if the first ones leave a disagreement.
const MORE_REQUESTS: usize = 200_000;

/// The default number of tables. A bare `cargo test` must be short.
const TABLES: u32 = if cfg!(debug_assertions) { 6 } else { 200 };

/// Totals over all tables.
#[derive(Default, Debug)]
struct Statistics {
    tables: usize,
    rules: usize,
    unreachable: usize,
    contradictory: usize,
    chains: usize,
    loops: usize,
    undecided: usize,
    /// The number of facts that are not reported, but counted as undecided.
    unreported: usize,
    /// The number of tables with a loop that no fault reports.
    unreported_loops: usize,
    real_loops: usize,
    slowest: Duration,
}

/// A fault that the requests to a rule suggest but that is not reported: the rule, a description,
/// and a function that returns whether facts refute the fault.
type Unreported = (usize, &'static str, fn(&Facts) -> bool);

/// Returns descriptions of the faults that requests refute, and of the facts that no fault reports.
fn disagreements(table: &Table, statistics: &mut Statistics) -> Vec<String> {
    let served = ServedTable::new(table);
    let before = Instant::now();
    let document = through_constants(&table.document);
    let compiled = compile(&document, Vec::new());
    statistics.slowest = statistics.slowest.max(before.elapsed());
    let facts = served.facts(REQUESTS, false);
    statistics.tables += 1;
    statistics.rules += served.rules.len();
    statistics.undecided += compiled.undecided;
    let mut wrong = Vec::new();
    let mut unreported: Vec<Unreported> = Vec::new();
    let has_loop = compiled.faults.iter().any(|fault| fault.name() == FaultName::Loop);
    for &rule in &served.rules {
        let faults: Vec<&Fault> =
            compiled.faults.iter().filter(|fault| fault.node == RuleId::new(rule).into()).collect();
        let has = |name| faults.iter().any(|fault| fault.name() == name);
        let facts = &facts[rule];
        let is_unreachable = has(FaultName::Unreachable) || has(FaultName::BadCondition);
        statistics.unreachable += usize::from(has(FaultName::Unreachable));
        statistics.contradictory += usize::from(has(FaultName::BadCondition));
        statistics.chains += usize::from(has(FaultName::Chain));
        statistics.loops += usize::from(has(FaultName::Loop));
        match (&facts.reached, is_unreachable) {
            (Some(request), true) => wrong.push(format!("rule {rule} is reached by {request}")),
            (None, false) => unreported.push((rule, "not reached", Facts::is_reached)),
            _ => {}
        }
        // A chain that leads into a loop is reported as the loop.
        let enters_cycle = |request: &TestRequest| served.cycle(request).is_some();
        let is_excused =
            facts.enters_cycle.is_some() || facts.reached.as_ref().is_some_and(enters_cycle);
        match (&facts.ends, has(FaultName::Chain)) {
            (Some(request), true) => {
                wrong.push(format!("rule {rule} is not a chain for {request}"));
            }
            (None, false) if facts.reached.is_some() && !is_excused => {
                unreported.push((rule, "a chain", Facts::is_no_chain));
            }
            _ => {}
        }
        for fault in faults.iter().filter(|fault| fault.name() == FaultName::Loop) {
            wrong.extend(false_loop(&served, rule, &fault.text(&table.document)));
        }
    }
    let is_loop = facts.iter().any(|facts| facts.cycle.is_some());
    statistics.real_loops += usize::from(is_loop);
    statistics.unreported_loops += usize::from(is_loop && !has_loop);
    if !has_loop && compiled.undecided == 0 {
        let missed = facts.iter().find_map(|facts| facts.cycle.as_ref());
        wrong.extend(missed.map(|request| format!("{request} loops, and no fault reports it")));
    }
    statistics.unreported += unreported.len();
    if unreported.len() > compiled.undecided {
        // Longer requests may refute these faults.
        let facts = served.facts(MORE_REQUESTS, true);
        unreported.retain(|(rule, _, is_refuted)| !is_refuted(&facts[*rule]));
        if unreported.len() > compiled.undecided {
            wrong.extend(unreported.iter().map(|(rule, what, _)| format!("rule {rule} is {what}")));
        }
    }
    wrong
}

/// Checks a reported loop: the request in its message must loop through the rule.
fn false_loop(served: &ServedTable<'_>, rule: usize, text: &str) -> Option<String> {
    let shown = text.split('`').find(|part| part.contains(" /") || part.contains("//"))?;
    let is_cycle = |request: TestRequest| {
        let is_matched = served.respond(&request).is_some_and(|response| response.rule == rule);
        is_matched && served.cycle(&request).is_some_and(|cycle| cycle.rules.contains(&rule))
    };
    let is_true = request::parse(shown).is_some_and(is_cycle);
    (!is_true).then(|| format!("{shown} does not loop: {text}"))
}

proptest! {
    #![proptest_config(property_config(TABLES))]

    #[test]
    fn faults_agree_with_exhaustive_requests(table in tables()) {
        let wrong = disagreements(&table, &mut Statistics::default());
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }

    #[test]
    fn faults_of_canonical_tables_agree_with_exhaustive_requests(table in canonical_tables()) {
        let wrong = disagreements(&table, &mut Statistics::default());
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }
}

proptest! {
    #![proptest_config(property_config(TABLES))]

    #[test]
    fn faults_of_tables_with_compared_captures_agree_with_exhaustive_requests(
        table in tables_with_compared_captures(),
    ) {
        let wrong = disagreements(&table, &mut Statistics::default());
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }
}

/// The number of rules that are added to a table, more than the compiler stores for any target.
const UNRELATED: usize = 70;

/// Returns the faults of some rules: the number of the rule and the name of each.
fn verdicts(document: &Document<'_>, rules: Range<usize>) -> Vec<(usize, FaultName)> {
    let compiled = compile(document, Vec::new());
    let mut verdicts = Vec::new();
    for fault in &compiled.faults {
        let NodeId::Rule(rule) = fault.node else { continue };
        if rules.contains(&rule.index()) {
            verdicts.push((rule.index() - rules.start, fault.name()));
        }
    }
    verdicts.sort();
    verdicts
}

/// Adds rules whose sources begin with a capture to a table, before or after the others. They are
/// permanent redirects to another host, so a rule is a chain with them if and only if it is one
/// without them.
fn with_unrelated_rules(table: &Table, is_before: bool) -> Document<'static> {
    let mut document = table.document.clone();
    let mut rules = Vec::new();
    for number in 0..UNRELATED {
        rules.push(Rule {
            source: format!("/{{lang}}/p{number}").into(),
            scope: Some(table.default),
            status: "301".into(),
            target: Some(format!("https://other.test/{number}").into()),
            ..Rule::default()
        });
    }
    if is_before {
        rules.append(&mut document.rules);
        document.rules = rules;
    } else {
        document.rules.append(&mut rules);
    }
    document
}

proptest! {
    #![proptest_config(property_config(TABLES))]

    #[test]
    fn unrelated_rules_change_no_verdict(table in tables()) {
        let rules = table.document.rules.len();
        let expected = verdicts(&table.document, 0..rules);
        for (is_before, first) in [(false, 0), (true, UNRELATED)] {
            let document = with_unrelated_rules(&table, is_before);
            let found = verdicts(&document, first..first + rules);
            prop_assert_eq!(&found, &expected, "{:?}", table);
        }
    }
}

/// Checks tables that are the same in each run, and prints how many questions were undecided. The
/// environment variable `TABLES` sets the number of tables.
#[test]
fn faults_of_fixed_tables_agree_with_exhaustive_requests() {
    let mut runner = TestRunner::deterministic();
    let mut statistics = Statistics::default();
    let strategy = tables();
    let count = std::env::var("TABLES").map_or(TABLES, |count| count.parse().unwrap());
    let mut wrong = Vec::new();
    for _ in 0..count {
        let table = strategy.new_tree(&mut runner).unwrap().current();
        let list = disagreements(&table, &mut statistics);
        wrong.extend((!list.is_empty()).then(|| format!("{table:?}{}", list.join("\n"))));
    }
    eprintln!("{statistics:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Checks that enough of 300 tables have each fault, so that the other tests are meaningful.
#[test]
fn generated_tables_have_each_fault() {
    let mut runner = TestRunner::deterministic();
    let strategy = tables();
    let least = [(FaultName::Unreachable, 30), (FaultName::Chain, 8), (FaultName::Loop, 60)];
    let (mut faults, mut undecided) = (Vec::new(), 0);
    for _ in 0..300 {
        let table = strategy.new_tree(&mut runner).unwrap().current();
        let compiled = compile(&table.document, Vec::new());
        faults.extend(compiled.faults.iter().map(Fault::name));
        undecided += compiled.undecided;
    }
    for (name, least) in least {
        let count = faults.iter().filter(|fault| **fault == name).count();
        assert!(count >= least, "{count} of {name:?}");
    }
    assert!(undecided < 50, "{undecided} undecided");
}

/// Tables whose verdicts were wrong.
const FORMERLY_WRONG: [&str; 14] = [
    r#"
        group host == "{g}.example"
        |POST "/a" => 308 "/{g}"
        GET "/{*x}" => 301 "/a"
        "/{x}" => 308 "/"
    "#,
    r#"
        "/a" if host == "{s}.example" => 301 "https://{s}.a.example/b"
        "/b" if host == "{s}.a.example" && host != "b.a.example" => 301 "/c"
    "#,
    r#"
        "/a" => 301 "/a"
        "/{x}" => 301 "https://{x}.a.example/a"
    "#,
    r#"
        GET "/{x}/{y}" => 301 "/a"
        "/{x:a|b}/{y}" => 301 "/{y}/{x}"
    "#,
    r#"
        "/{*x}" if !x in ["a", "b"] => 308 "https://a.example/{x}" {query: drop}
        POST "/{x}" if !x in ["a", "b"] && language => 307 "/{x}" {slash: either}
        "/a/b/b" => 307 "/a/ab"
        POST "/{x}" if language => 308 "/ab/{x}-b" {case: ignore}
    "#,
    r#"
        "/{x}-{y}/{*z}" if query["q"] => 301 "/{z}-{y}/{x}?q={z}"
        POST "/{x}/{y}-b/{*z}" => 308 "/{x}-{y}/{z}?q=a" {query: drop, slash: either}
    "#,
    r#"
        "/a" if query["q"] == "{t}" => 302 "/{t}"
        "/a" if query["q"] == "{t}" && query["q"] != "a" => 302 "/b"
    "#,
    r#"
        "/a" if header["x-h"] == "a{*h}" => 302 "/b"
        "/b" if header["x-h"] == "a{*h}" => 302 "/{h}"
    "#,
    r#"
        "/b" => 301 "/a"
        "/b/{*x}" => 301 "/{x}/a-?r={request_uri}"
        "/{x}/a-" => 301 "/a"
    "#,
    r#"
        "/a" if host == "{*s}" => 302 "https://other.test/?q={request_host}"
        "/a" if host => 302 "/b"
    "#,
    r#"
        "/{*x}" if host == "{*s}" => 301 "https://{s}/{x}"
    "#,
    r#"
        "/{*x}" if host == "{*s}" && scheme == "http" => 301 "https://{s}/{x}"
        "/a" if host == "b" => 301 "/b"
    "#,
    r#"
        "/a" if host == "{*s}" => 301 "https://{s}/b"
        "/b" if host == "b.{*s}" => 301 "https://b.{s}/a"
    "#,
    r#"
        "/{x}" if host == "{*s}" && port != "8080" => 301 "http://{s}/{x}"
        "/b" if host == "a.{*s}" => 301 "https://{s}/a"
    "#,
];

#[test]
fn faults_of_formerly_wrong_tables_agree_with_exhaustive_requests() {
    let mut all = Vec::new();
    for text in FORMERLY_WRONG {
        let table = text::table(text);
        let mut statistics = Statistics::default();
        let wrong = disagreements(&table, &mut statistics);
        if std::env::var_os("SHOW").is_some() {
            let compiled = compile(&table.document, Vec::new());
            eprintln!("{table:?}{statistics:?}");
            for fault in &compiled.faults {
                eprintln!("{}", fault.text(&table.document));
            }
        }
        all.extend((!wrong.is_empty()).then(|| format!("{table:?}{}", wrong.join("\n"))));
    }
    assert!(all.is_empty(), "{}", all.join("\n\n"));
}
