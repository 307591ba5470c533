//! What the compiler says of rules together is what comes out when all requests are asked.

#![allow(clippy::unwrap_used)]

mod asked;
mod requests;
mod tables;
mod truth;

use std::time::{Duration, Instant};

use asked::Asked;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redirect_compiler::FaultName;
use redirect_compiler::syntax::NodeId;
use redirect_compiler::{Fault, compile};
use tables::{Table, tables};
use truth::{Served, Truth};

/// How many requests are asked, and where nothing was found among them.
const REQUESTS: usize = 4_000;
const MORE: usize = 200_000;

/// A few seconds' worth of tables.
const FEW: u32 = if cfg!(debug_assertions) { 10 } else { 200 };

/// What was said of tables.
#[derive(Default, Debug)]
struct Said {
    tables: usize,
    rules: usize,
    unreachable: usize,
    never_met: usize,
    chains: usize,
    loops: usize,
    undecided: usize,
    /// True, not said, and counted as undecided.
    silent: usize,
    /// Tables that send some request round and say nothing of it.
    unsaid_loops: usize,
    true_loops: usize,
    slowest: Duration,
}

/// What is true of a rule and not said: in words, and whether a request shows that it is not true.
type Silent = (usize, &'static str, fn(&Truth) -> bool);

/// What is said of a table and not true, and what is true and not said.
fn differences(table: &Table, said: &mut Said) -> Vec<String> {
    let served = Served::of(table);
    let before = Instant::now();
    let compiled = compile(&table.document);
    said.slowest = said.slowest.max(before.elapsed());
    let truths = served.truths(REQUESTS);
    said.tables += 1;
    said.rules += served.rules.len();
    said.undecided += compiled.undecided;
    let mut wrong = Vec::new();
    let mut silent: Vec<Silent> = Vec::new();
    let has_loop = compiled.faults.iter().any(|fault| fault.name() == FaultName::Loop);
    for &rule in &served.rules {
        let faults: Vec<&Fault> =
            compiled.faults.iter().filter(|fault| fault.item == NodeId::Rule(rule)).collect();
        let has = |name| faults.iter().any(|fault| fault.name() == name);
        let truth = &truths[rule];
        let is_unreachable = has(FaultName::Unreachable) || has(FaultName::BadCondition);
        said.unreachable += usize::from(has(FaultName::Unreachable));
        said.never_met += usize::from(has(FaultName::BadCondition));
        said.chains += usize::from(has(FaultName::Chain));
        said.loops += usize::from(has(FaultName::Loop));
        match (&truth.reached, is_unreachable) {
            (Some(asked), true) => wrong.push(format!("rule {rule} is reached by {asked}")),
            (None, false) => silent.push((rule, "not reached", Truth::is_reached)),
            _ => {}
        }
        // What leads to a loop is told by the loop.
        let runs_round = |asked: &Asked| served.round(asked).is_some();
        let is_excused =
            truth.runs_round.is_some() || truth.reached.as_ref().is_some_and(runs_round);
        match (&truth.ends, has(FaultName::Chain)) {
            (Some(asked), true) => wrong.push(format!("rule {rule} is no chain for {asked}")),
            (None, false) if truth.reached.is_some() && !is_excused => {
                silent.push((rule, "a chain", Truth::is_end));
            }
            _ => {}
        }
        for fault in faults.iter().filter(|fault| fault.name() == FaultName::Loop) {
            wrong.extend(false_loop(&served, rule, &fault.text(&table.document)));
        }
    }
    let is_loop = truths.iter().any(|truth| truth.round.is_some());
    said.true_loops += usize::from(is_loop);
    said.unsaid_loops += usize::from(is_loop && !has_loop);
    if !has_loop && compiled.undecided == 0 {
        let unsaid = truths.iter().find_map(|truth| truth.round.as_ref());
        wrong.extend(unsaid.map(|asked| format!("{asked} goes round, and nothing is said of it")));
    }
    said.silent += silent.len();
    if silent.len() > compiled.undecided {
        // Longer requests may show that they are right.
        let truths = served.truths(MORE);
        silent.retain(|(rule, _, is_shown)| !is_shown(&truths[*rule]));
        if silent.len() > compiled.undecided {
            wrong.extend(silent.iter().map(|(rule, what, _)| format!("rule {rule} is {what}")));
        }
    }
    wrong
}

/// What is wrong with a loop that was said: its first request has to go round through the rule.
fn false_loop(served: &Served<'_>, rule: usize, text: &str) -> Option<String> {
    let shown = text.split('`').find(|part| part.contains(" /") || part.contains("//"))?;
    let goes_round = |asked: Asked| {
        let is_taken = served.answer(&asked).is_some_and(|answer| answer.rule == rule);
        is_taken && served.round(&asked).is_some_and(|round| round.rules.contains(&rule))
    };
    let is_true = Asked::read(shown).is_some_and(goes_round);
    (!is_true).then(|| format!("{shown} does not go round: {text}"))
}

/// Few cases; `PROPTEST_CASES` asks for more.
fn config(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

proptest! {
    #![proptest_config(config(FEW))]

    #[test]
    fn faults_agree_with_exhaustive_requests(table in tables()) {
        let wrong = differences(&table, &mut Said::default());
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }
}

/// The same of tables that are always the same; `TABLES` asks for more. It shows how many questions were
/// left open, and how many loops are not found.
#[test]
fn faults_of_fixed_tables_agree_with_exhaustive_requests() {
    let mut runner = TestRunner::deterministic();
    let mut said = Said::default();
    let strategy = tables();
    let count = std::env::var("TABLES").map_or(FEW, |count| count.parse().unwrap());
    let mut wrong = Vec::new();
    for _ in 0..count {
        let table = strategy.new_tree(&mut runner).unwrap().current();
        let found = differences(&table, &mut said);
        wrong.extend((!found.is_empty()).then(|| format!("{table:?}{}", found.join("\n"))));
    }
    eprintln!("{said:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// How many of three hundred tables have to have each fault, so that the other tests say something.
#[test]
fn generated_tables_have_each_fault() {
    let mut runner = TestRunner::deterministic();
    let strategy = tables();
    let least = [(FaultName::Unreachable, 30), (FaultName::Chain, 8), (FaultName::Loop, 60)];
    let (mut faults, mut undecided) = (Vec::new(), 0);
    for _ in 0..300 {
        let table = strategy.new_tree(&mut runner).unwrap().current();
        let compiled = compile(&table.document);
        faults.extend(compiled.faults.iter().map(Fault::name));
        undecided += compiled.undecided;
    }
    for (name, least) in least {
        let count = faults.iter().filter(|fault| **fault == name).count();
        assert!(count >= least, "{count} of {name:?}");
    }
    assert!(undecided < 40, "{undecided} undecided");
}
