//! Tests that compare the faults that rules have together with the outcome of exhaustively many
//! requests to small tables.

#![allow(clippy::unwrap_used)]

mod facts;
mod request;
mod requests;
mod tables;

use std::time::{Duration, Instant};

use facts::{Facts, ServedTable};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redirect_compiler::FaultName;
use redirect_compiler::syntax::RuleId;
use redirect_compiler::{Fault, compile};
use tables::{Table, tables};
use test_support::{TestRequest, property_config};

/// The number of requests to a table.
const REQUESTS: usize = 4_000;

/// The number of requests to a table if the first ones leave a disagreement.
const MORE_REQUESTS: usize = 200_000;

/// The default number of tables, chosen so that the test takes a few seconds.
const TABLES: u32 = if cfg!(debug_assertions) { 10 } else { 200 };

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
    let compiled = compile(&table.document, Vec::new());
    statistics.slowest = statistics.slowest.max(before.elapsed());
    let facts = served.facts(REQUESTS);
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
                unreported.push((rule, "a chain", Facts::is_end));
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
        let facts = served.facts(MORE_REQUESTS);
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
    assert!(undecided < 40, "{undecided} undecided");
}
