//! Compiles the tables of the README and of the cookbook in combination with origins, with groups
//! for hosts, and with fields that proxies set in place of the scheme. None of these has a fault.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The documents, relative to the folder of the UI tests.
const DOCUMENTS: [&str; 2] = ["../../README.md", "../../docs/cookbook.md"];

const ORIGINS: [&str; 4] =
    ["https://example.com", "https://www.example.com", "http://example.com", "https://new.example"];

/// Groups of rules for hosts, which make these hosts part of the site.
const GROUPS: [&str; 5] = [
    r#"if host == "example.com" { "/moved-page" => 301 "https://other.test/", }"#,
    r#"if host in ["www.example.com", "docs.example.com", "archive.example.com"] {
        "/moved-page" => 301 "https://other.test/",
    }"#,
    r#"if host == "{shop}.example.com" { "/moved-page" => 301 "https://other.test/{shop}", }"#,
    r#"if host in ["new.example", "old.example"] { "/moved-page" => 301 "https://other.test/", }"#,
    r#"if host == "{*site}" { "/moved-page" => 301 "https://other.test/?from={site}", }"#,
];

/// Conditions that hold for requests over http behind a proxy.
const OVER_HTTP: [&str; 8] = [
    r#"header["x-forwarded-proto"] == "http""#,
    r#"header["x-forwarded-proto"] != "https""#,
    r#"header["x-forwarded-proto"] in ["http", "ws"]"#,
    r#"header["cloudfront-forwarded-proto"] == "http""#,
    r#"header["x-url-scheme"] != "https""#,
    r#"header["x-forwarded-ssl"] == "off""#,
    r#"header["front-end-https"] != "on""#,
    r##"header["cf-visitor"] == r#"{{"scheme":"http"}}"#"##,
];

/// Returns the text between the braces of each `redirects!` in the Rust code of a document.
fn tables(document: &str) -> Vec<String> {
    let mut tables = Vec::new();
    let mut blocks = document.split("\n```rust\n").skip(1);
    for block in &mut blocks {
        let code = block.split("\n```").next().unwrap();
        for start in code.split(" = redirects! {").skip(1) {
            let table = start.split("\n};").next().unwrap();
            // Constants are at the start of a table, where the combinations add rules.
            if !table.contains("include ") && !table.contains("let ") {
                tables.push(table.to_owned());
            }
        }
    }
    tables
}

/// Returns the lines of a table without its assertions, which hold only without other rules.
fn without_assertions(table: &str) -> String {
    let (mut kept, mut is_assertion) = (String::new(), false);
    for line in table.lines() {
        is_assertion |= line.trim_start().starts_with("assert ");
        if !is_assertion {
            kept.push_str(line);
            kept.push('\n');
        }
        is_assertion &= !line.ends_with(',');
    }
    kept
}

/// Returns the offset after the declarations that precede the rules of a table: a `canonical`, or
/// a `default`.
fn start_of_rules(table: &str) -> usize {
    for (start, end) in [("\n    canonical ", "}"), ("\n    default {", "},")] {
        if let Some(at) = table.find(start) {
            return at + table[at..].find(end).unwrap() + end.len();
        }
    }
    0
}

/// Returns whether a table declares canonical URLs. It has no other origin, and is not in a group.
fn is_canonical(table: &str) -> bool {
    table.contains("\n    canonical ")
}

/// Sets an origin, in the `default` of the table if it has one.
fn with_origin(table: &str, origin: &str) -> String {
    let own = format!("\n    default {{ origin: \"{origin}\"");
    match table.split_once("\n    default {") {
        Some((before, after)) => format!("{before}{own},{after}"),
        None => format!("{own} }},{table}"),
    }
}

/// Returns the combinations of a table.
fn combinations(table: &str) -> Vec<String> {
    let table = without_assertions(table);
    let mut variants = vec![table.clone()];
    if table.contains("scheme == \"http\"") {
        for condition in OVER_HTTP {
            variants.push(table.replace("scheme == \"http\"", condition));
        }
    }
    let is_site = table.contains("\n    default {") || is_canonical(&table);
    if !table.contains("host ") && !is_site {
        variants.push(format!("\n    if host == \"example.com\" {{{table}}}"));
    }
    let mut combinations = Vec::new();
    for variant in &variants {
        let mut with_groups = vec![variant.clone()];
        for group in GROUPS {
            let end = start_of_rules(variant);
            with_groups.push(format!("{}\n    {group}{}", &variant[..end], &variant[end..]));
        }
        for table in with_groups {
            for origin in ORIGINS.iter().filter(|_| !is_canonical(&table)) {
                combinations.push(with_origin(&table, origin));
            }
            combinations.push(table);
        }
    }
    combinations
}

#[test]
fn documented_tables_compile_with_each_origin_and_group() {
    let (mut program, mut count) = (String::from("fn main() {}\n"), 0);
    for path in DOCUMENTS {
        let document = fs::read_to_string(path).unwrap();
        let tables = tables(&document);
        assert!(!tables.is_empty(), "{path}");
        for table in &tables {
            for combination in combinations(table) {
                count += 1;
                let table = format!("redirects::redirects! {{{combination}\n}}");
                writeln!(program, "static T{count}: redirects::Redirects = {table};").unwrap();
            }
        }
    }
    assert!(count > 400, "{count}");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("combinations.rs");
    fs::write(&file, program).unwrap();
    trybuild::TestCases::new().pass(file);
}
