//! Tests that a flattened table leads each request to the same URLs as the table as it is written.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use redirect_compiler::syntax::Setting;
use test_support::{TestRequest, property_config};

use super::facts::ServedTable;
use super::requests::requests;
use super::tables::{Table, canonical_tables, tables, tables_with_compared_captures};

/// The number of requests to a table.
const REQUESTS: usize = 1_000;

/// The default number of tables, chosen so that the test takes a few seconds.
const TABLES: u32 = if cfg!(debug_assertions) { 20 } else { 1_000 };

/// The default number of fixed tables, of which enough must be flattened.
const FIXED_TABLES: u32 = if cfg!(debug_assertions) { 1_000 } else { 10_000 };

/// The maximum number of redirects that are followed.
const MAX_HOPS: usize = 20;

/// Returns a table with `chain: flatten` for all rules.
fn flattened(table: &Table) -> Table {
    let mut table = table.clone();
    let default = table.default.index();
    table.document.scopes[default].options.push(Setting::with_word("chain", "flatten"));
    table
}

/// The length at which a growing path is assumed to grow forever.
const MAX_PATH: usize = 500;

/// Returns what a client can see at the end of the redirects of a request: URLs, and the status of
/// a response there. Returns `None` if some redirects do not end.
fn ends(served: &ServedTable<'_>, request: &TestRequest, hops: usize) -> Option<BTreeSet<String>> {
    let url = |request: &TestRequest| {
        let TestRequest { scheme, authority, path, query, .. } = request;
        format!("{scheme:?} {authority:?} {path} {query:?}")
    };
    let Some(response) = served.respond(request) else {
        return Some(BTreeSet::from([url(request)]));
    };
    if response.location().is_none() {
        return Some(BTreeSet::from([format!("{} {}", response.status(), url(request))]));
    }
    if hops == MAX_HOPS || request.path.len() > MAX_PATH {
        return None;
    }
    let mut all = BTreeSet::new();
    for hop in served.next(request, &response) {
        if hop.is_on_site() {
            all.extend(ends(served, &hop.request, hops + 1)?);
        } else {
            all.insert(url(&hop.request));
        }
    }
    Some(all)
}

/// The outcome of comparing a table with the flattened one.
#[derive(Default)]
struct Comparison {
    /// Descriptions of the requests that flattening leads to other URLs.
    wrong: Vec<String>,
    /// True if flattening changes a response.
    is_changed: bool,
}

fn compare(table: &Table) -> Comparison {
    let flattened = flattened(table);
    let (before, after) = (ServedTable::new(table), ServedTable::new(&flattened));
    let mut comparison = Comparison::default();
    for request in requests(table, REQUESTS).take(REQUESTS) {
        let responses = [&before, &after].map(|served| served.respond(&request));
        let [Some(own), Some(flat)] = &responses else {
            let is_same = responses.iter().all(Option::is_none);
            comparison.wrong.extend((!is_same).then(|| format!("{request}: not the same rules")));
            continue;
        };
        if own.location() == flat.location() {
            continue;
        }
        comparison.is_changed = true;
        let Some(expected) = ends(&before, &request, 0) else { continue };
        let found = ends(&after, &request, 0);
        if found.as_ref() != Some(&expected) {
            let text = format!("{request}: {found:?} instead of {expected:?}");
            comparison.wrong.push(text);
        }
    }
    comparison.wrong.truncate(5);
    comparison
}

proptest! {
    #![proptest_config(property_config(TABLES))]

    #[test]
    fn flattened_tables_lead_to_the_same_urls(table in tables()) {
        let wrong = compare(&table).wrong;
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }

    #[test]
    fn flattened_tables_with_compared_captures_lead_to_the_same_urls(
        table in tables_with_compared_captures(),
    ) {
        let wrong = compare(&table).wrong;
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }

    #[test]
    fn flattened_canonical_tables_lead_to_the_same_urls(table in canonical_tables()) {
        let wrong = compare(&table).wrong;
        prop_assert!(wrong.is_empty(), "{table:?}{}", wrong.join("\n"));
    }
}

/// Checks tables that are the same in each run, and that enough of their rules are flattened. The
/// environment variable `TABLES` sets the number of tables.
#[test]
fn fixed_tables_lead_to_the_same_urls_after_flattening() {
    let mut runner = TestRunner::deterministic();
    let strategy = tables();
    let count = std::env::var("TABLES").map_or(FIXED_TABLES, |count| count.parse().unwrap());
    let (mut wrong, mut changed, mut conditional) = (Vec::new(), 0, 0);
    for _ in 0..count {
        let table = strategy.new_tree(&mut runner).unwrap().current();
        let comparison = compare(&table);
        let is_conditional = table.document.scopes.len() > 1
            || table.document.rules.iter().any(|rule| !rule.conditions.is_empty());
        changed += u32::from(comparison.is_changed);
        conditional += u32::from(comparison.is_changed && is_conditional);
        if !comparison.wrong.is_empty() {
            wrong.push(format!("{table:?}{}", comparison.wrong.join("\n")));
        }
    }
    eprintln!("{changed} of {count} tables change, {conditional} of them with conditions");
    assert!(
        wrong.is_empty(),
        "{} tables\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n\n")
    );
    assert!(160 * changed > count && 240 * conditional > count, "{changed}, {conditional}");
}
