//! Property tests that compare tables with a reference interpreter, which tries the rules one by
//! one.

#![allow(clippy::unwrap_used)]

mod asserts;
mod builder;
mod canonical;
mod compiled;
mod conditions;
mod constants;
mod coverage;
mod explanation;
mod interpreter;
mod location;
mod rule;
mod samples;
mod shapes;
mod site;
mod split;
mod strategy;

use asserts::Asserts;
use interpreter::{FieldSet, Outcome};
use proptest::prelude::*;
use redirect_core::Redirects;
use test_support::{TestRequest, property_config};

use crate::site::{FIELD, rule_number};

/// The default number of sites in most tests. A bare `cargo test` must be short.
const CASES: u32 = if cfg!(debug_assertions) { 100 } else { 1_000 };

/// Returns the outcome of the table, and the header fields that it inspected.
fn table_outcome(table: &Redirects, request: &TestRequest) -> (Option<Outcome>, FieldSet) {
    let found = table.find(request);
    let vary = found.vary().map_or(String::new(), |value| value.to_str().unwrap().to_owned());
    let fields = ["*", "accept-language", "cookie", "x-a", "x-b"];
    let fields = fields.into_iter().filter(|field| vary.split(", ").any(|name| name == *field));
    let outcome = found.redirect().map(|redirect| {
        let is_uncacheable = redirect.cache_control().is_some_and(|it| it == "private, no-store");
        assert_eq!(is_uncacheable, vary == "*", "{redirect:?}");
        let location = redirect.location().map(|value| value.to_str().unwrap().to_owned());
        let number = redirect.rule().map(|rule| rule_number(&rule));
        (number, redirect.status().as_u16(), location)
    });
    (outcome, fields.collect())
}

proptest! {
    #![proptest_config(property_config(3 * CASES))]

    #[test]
    fn table_responds_like_the_interpreter(
        (compiled, requests) in strategy::rules_and_requests(),
    ) {
        for request in requests {
            let expected = interpreter::respond(&compiled, &request);
            prop_assert_eq!(
                table_outcome(&compiled.table, &request), expected,
                "{:?} of {:#?}", request, compiled.table.rules()
            );
            if let Some(redirect) = compiled.table.find(&request).redirect() {
                let number = rule_number(&redirect.rule().unwrap());
                let rule = compiled.rules.iter().find(|rule| rule.number == number).unwrap();
                let response = redirect.into_response::<()>();
                let field = response.headers().get(FIELD).map(|value| value.to_str().unwrap());
                prop_assert_eq!(field, rule.field);
            }
        }
    }
}

proptest! {
    #![proptest_config(property_config(2 * CASES))]

    #[test]
    fn canonical_table_responds_like_the_interpreter(
        (compiled, requests) in strategy::canonical_rules_and_requests(),
    ) {
        for request in requests {
            let expected = interpreter::respond(&compiled, &request);
            prop_assert_eq!(
                table_outcome(&compiled.table, &request), expected,
                "{:?} of {:#?} with {:#?}",
                request, compiled.table.rules(), compiled.site.canonical
            );
        }
    }
}

proptest! {
    #![proptest_config(property_config(CASES))]

    #[test]
    fn crowded_table_responds_like_the_interpreter(
        (compiled, requests) in strategy::crowded_rules_and_requests(),
    ) {
        for request in requests {
            let expected = interpreter::respond(&compiled, &request);
            prop_assert_eq!(
                table_outcome(&compiled.table, &request), expected,
                "{:?} of {:#?}", request, compiled.table.rules()
            );
        }
    }

    #[test]
    fn rules_as_values_are_the_table_of_their_text(
        (compiled, _) in strategy::rules_and_requests(),
    ) {
        let built = builder::report(&compiled.site);
        let table = builder::table_of_text(&compiled.site);
        prop_assert_eq!(built.valid_rules().to_bytes(), table.to_bytes(), "{:#?}", compiled.site);
    }

    #[test]
    fn each_sample_reaches_its_rule_unless_that_is_unreachable(
        (compiled, requests) in strategy::rules_and_requests(),
    ) {
        let mismatches = samples::mismatches(&compiled.table, &requests);
        prop_assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
    }

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
    fn asserts_about_canonical_urls_pass_exactly_if_the_interpreter_agrees(
        (compiled, requests) in strategy::canonical_rules_and_requests(),
        styles in strategy::assert_styles(),
        is_wrong: bool,
    ) {
        let requests: Vec<_> = requests.into_iter().zip(styles).collect();
        let mismatches = Asserts { compiled: &compiled, is_wrong }.mismatches(&requests);
        prop_assert!(mismatches.is_empty(), "{}", mismatches.join("\n\n"));
    }

    #[test]
    fn corrupted_tables_never_panic(
        (compiled, requests) in strategy::any_rules_and_requests(),
        corruptions in strategy::corruptions(),
    ) {
        let mut bytes = compiled.table.to_bytes().to_vec();
        for (at, value) in corruptions {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        // Lookup does not rely on the verification.
        let unverified = Redirects::from_built(bytes.clone());
        for request in &requests {
            std::hint::black_box(unverified.find(request).vary());
            std::hint::black_box(unverified.explain(request).rules().len());
        }
        if let Ok(table) = Redirects::from_bytes(bytes) {
            for request in requests {
                let found = table.find(&request);
                std::hint::black_box(found.vary());
                // The source location of the rule may be corrupted, so it is not read.
                if let Some(redirect) = found.redirect() {
                    std::hint::black_box(redirect.rule());
                    std::hint::black_box(redirect.location());
                }
            }
            let shown = format!("{table:?}");
            prop_assert!(!shown.is_empty());
        }
    }
}

proptest! {
#![proptest_config(property_config(CASES))]

#[test]
fn explanations_agree_with_the_interpreter(
    (compiled, requests) in strategy::rules_and_requests(),
) {
    for request in requests {
        let errors = explanation::errors(&compiled, &request);
        prop_assert!(errors.is_empty(), "{errors}{:?}", compiled.table.explain(&request));
    }
}
#[test]
fn explanations_of_canonical_urls_agree_with_the_interpreter(
    (compiled, requests) in strategy::canonical_rules_and_requests(),
) {
    for request in requests {
        let errors = explanation::errors(&compiled, &request);
        prop_assert!(errors.is_empty(), "{errors}{:?}", compiled.table.explain(&request));
    }
}}
