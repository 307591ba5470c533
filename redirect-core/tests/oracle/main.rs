//! The table gives the answers of a reference interpreter that tries the rules one by one.

#![allow(clippy::unwrap_used)]

mod conditions;
mod interpreter;
mod rule;
mod strategy;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redirect_core::compiler::{Compiled, Item, Sheet, build, compile};
use redirect_core::{Redirects, Request};
use rule::Rule;

#[derive(Clone, Debug)]
struct Asked {
    method: &'static str,
    path: String,
    query: Option<String>,
    authority: Option<&'static str>,
    scheme: Option<&'static str>,
    fields: Vec<(&'static str, &'static str)>,
}

impl Asked {
    /// The lines of a field.
    fn lines(&self, name: &str) -> Vec<&'static str> {
        let is_named = |(other, _): &&(&str, &str)| *other == name;
        self.fields.iter().filter(is_named).map(|(_, value)| *value).collect()
    }
}

impl Request for Asked {
    fn method(&self) -> &str {
        self.method
    }
    fn path(&self) -> &str {
        &self.path
    }
    fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }
    fn authority(&self) -> Option<&str> {
        self.authority
    }
    fn scheme(&self) -> Option<&str> {
        self.scheme
    }
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.lines(name).into_iter().map(str::as_bytes)
    }
}

/// The rules that compile, and their table.
fn compiled(rules: Vec<Rule>) -> (Vec<Rule>, Redirects) {
    let mut sheet = Sheet::default();
    sheet.rules.extend(rules.iter().map(Rule::draft));
    let Compiled { directives, faults, .. } = compile(&sheet);
    let site = build(&directives).unwrap();
    let is_sound = |index| !faults.iter().any(|fault| fault.item == Item::Rule(index));
    let kept = rules.into_iter().enumerate().filter(|(index, _)| is_sound(*index));
    (kept.map(|(_, rule)| rule).collect(), Redirects::from_bytes(site.to_bytes()).unwrap())
}

fn of_table(
    site: &Redirects,
    asked: &Asked,
) -> (Option<interpreter::Outcome>, interpreter::Looked) {
    let found = site.find(asked);
    let vary = found.vary().map_or(String::new(), |value| value.to_str().unwrap().to_owned());
    let fields = ["accept-language", "cookie", "x-a", "x-b"];
    let looked = fields.into_iter().filter(|field| vary.split(", ").any(|name| name == *field));
    let outcome = found.redirect().map(|redirect| {
        let location = redirect.location().map(|value| value.to_str().unwrap().to_owned());
        (redirect.rule().index(), redirect.status().as_u16(), location)
    });
    (outcome, looked.collect())
}

/// A second's worth of cases; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 2500 };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

#[test]
fn the_requests_meet_the_rules() {
    let mut runner = TestRunner::deterministic();
    let strategy = strategy::rules_and_requests();
    let (mut asked, mut answered, mut captured, mut conditional) = (0, 0, 0, 0);
    for _ in 0..300 {
        let (rules, requests) = strategy.new_tree(&mut runner).unwrap().current();
        let (rules, _) = compiled(rules);
        for request in requests {
            let (answer, _) = interpreter::answer(&rules, &request);
            let rule = answer.map(|(rule, ..)| &rules[rule]);
            asked += 1;
            answered += u32::from(rule.is_some());
            captured += u32::from(rule.is_some_and(Rule::has_captures));
            conditional += u32::from(rule.is_some_and(|rule| !rule.conditions.is_empty()));
        }
    }
    let met = [answered * 8 > asked, captured * 12 > asked, conditional * 35 > asked];
    assert!(met.iter().all(|met| *met), "{answered}, {captured}, {conditional} of {asked}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_table_answers_as_the_interpreter(
        (rules, requests) in strategy::rules_and_requests(),
    ) {
        let (rules, site) = compiled(rules);
        for asked in requests {
            let expected = interpreter::answer(&rules, &asked);
            prop_assert_eq!(
                of_table(&site, &asked), expected,
                "{:?} of {:#?}", asked, site
            );
        }
    }

    #[test]
    fn no_bytes_are_a_panic((rules, requests) in strategy::rules_and_requests(), flips in strategy::flips()) {
        let (_, site) = compiled(rules);
        let mut bytes = site.to_bytes().to_vec();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(site) = Redirects::from_bytes(bytes) {
            for asked in requests {
                of_table(&site, &asked);
            }
            let shown = format!("{site:?}");
            prop_assert!(!shown.is_empty());
        }
    }
}
