//! The table gives the answers of a reference interpreter that tries the rules one by one.

#![allow(clippy::unwrap_used)]

mod asked;
mod asserts;
mod compiled;
mod conditions;
mod interpreter;
mod location;
mod met;
mod rule;
mod shapes;
mod site;
mod splits;
mod strategy;

use asked::Asked;
use asserts::Asserts;
use interpreter::{Looked, Outcome};
use proptest::prelude::*;
use redirect_core::Redirects;

/// What the table answers, and which fields it looked at.
fn of_table(table: &Redirects, asked: &Asked) -> (Option<Outcome>, Looked) {
    let found = table.find(asked);
    let vary = found.vary().map_or(String::new(), |value| value.to_str().unwrap().to_owned());
    let fields = ["accept-language", "cookie", "x-a", "x-b"];
    let looked = fields.into_iter().filter(|field| vary.split(", ").any(|name| name == *field));
    let outcome = found.redirect().map(|redirect| {
        let location = redirect.location().map(|value| value.to_str().unwrap().to_owned());
        let number = usize::try_from(redirect.rule().place().line).unwrap();
        (number, redirect.status().as_u16(), location)
    });
    (outcome, looked.collect())
}

/// A second's worth of cases; `PROPTEST_CASES` asks for more.
fn config(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

proptest! {
    #![proptest_config(config(900))]

    #[test]
    fn table_responds_like_the_interpreter(
        (compiled, requests) in strategy::rules_and_requests(),
    ) {
        for asked in requests {
            let expected = interpreter::answer(&compiled.rules, &asked);
            prop_assert_eq!(
                of_table(&compiled.table, &asked), expected,
                "{:?} of {:#?}", asked, compiled.table
            );
        }
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn asserts_hold_exactly_where_they_are_true(
        (compiled, requests) in strategy::rules_and_requests(),
        sayings in strategy::sayings(),
        is_wrong: bool,
    ) {
        let said: Vec<_> = requests.into_iter().zip(sayings).collect();
        let surprises = Asserts { compiled: &compiled, is_wrong }.surprises(&said);
        prop_assert!(surprises.is_empty(), "{}", surprises.join("\n\n"));
    }

    #[test]
    fn corrupted_tables_never_panic(
        (compiled, requests) in strategy::rules_and_requests(),
        flips in strategy::flips(),
    ) {
        let mut bytes = compiled.table.to_bytes().to_vec();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(table) = Redirects::from_bytes(bytes) {
            for asked in requests {
                of_table(&table, &asked);
            }
            let shown = format!("{table:?}");
            prop_assert!(!shown.is_empty());
        }
    }
}
