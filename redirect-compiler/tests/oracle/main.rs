//! Property tests that compare tables with a reference interpreter, which tries the rules one by
//! one.

#![allow(clippy::unwrap_used)]

mod asserts;
mod compiled;
mod conditions;
mod coverage;
mod interpreter;
mod location;
mod rule;
mod shapes;
mod site;
mod split;
mod strategy;

use asserts::Asserts;
use interpreter::{FieldSet, Outcome};
use proptest::prelude::*;
use redirect_core::Redirects;
use test_support::{TestRequest, property_config};

use crate::site::rule_number;

/// Returns the outcome of the table, and the header fields that it inspected.
fn table_outcome(table: &Redirects, request: &TestRequest) -> (Option<Outcome>, FieldSet) {
    let found = table.find(request);
    let vary = found.vary().map_or(String::new(), |value| value.to_str().unwrap().to_owned());
    let fields = ["accept-language", "cookie", "x-a", "x-b"];
    let fields = fields.into_iter().filter(|field| vary.split(", ").any(|name| name == *field));
    let outcome = found.redirect().map(|redirect| {
        let location = redirect.location().map(|value| value.to_str().unwrap().to_owned());
        let number = rule_number(&redirect.rule().unwrap());
        (number, redirect.status().as_u16(), location)
    });
    (outcome, fields.collect())
}

proptest! {
    #![proptest_config(property_config(900))]

    #[test]
    fn table_responds_like_the_interpreter(
        (compiled, requests) in strategy::rules_and_requests(),
    ) {
        for request in requests {
            let expected = interpreter::respond(&compiled.rules, &request);
            prop_assert_eq!(
                table_outcome(&compiled.table, &request), expected,
                "{:?} of {:#?}", request, compiled.table.rules()
            );
        }
    }
}

proptest! {
    #![proptest_config(property_config(300))]

    #[test]
    fn asserts_pass_exactly_if_the_interpreter_agrees(
        (compiled, requests) in strategy::rules_and_requests(),
        styles in strategy::assert_styles(),
        is_wrong: bool,
    ) {
        let requests: Vec<_> = requests.into_iter().zip(styles).collect();
        let mismatches = Asserts { compiled: &compiled, is_wrong }.mismatches(&requests);
        prop_assert!(mismatches.is_empty(), "{}", mismatches.join("\n\n"));
    }

    #[test]
    fn corrupted_tables_never_panic(
        (compiled, requests) in strategy::rules_and_requests(),
        corruptions in strategy::corruptions(),
    ) {
        let mut bytes = compiled.table.to_bytes().to_vec();
        for (at, value) in corruptions {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(table) = Redirects::from_bytes(bytes) {
            for request in requests {
                let found = table.find(&request);
                std::hint::black_box(found.vary());
                // The source location of the rule may be corrupted, so it is not read.
                if let Some(redirect) = found.redirect() {
                    prop_assert!(redirect.rule().is_some());
                    std::hint::black_box(redirect.location());
                }
            }
            let shown = format!("{table:?}");
            prop_assert!(!shown.is_empty());
        }
    }
}
