//! Documentation tests: the grammar and the guide list everything that a table can contain.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use redirect_compiler::{Format, subjects};
use redirects::Loader;

/// The files that list the statuses of a redirect, in a message or in the docs of a public item.
const STATUS_LISTS: [&str; 4] = [
    "redirect-compiler/src/lower/options.rs",
    "redirect-core/src/response/redirect.rs",
    "redirect-macros/src/parse/expected.rs",
    "src/loader.rs",
];

/// Reads a file of the workspace.
fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join(path)).unwrap()
}

/// Returns the rule of a nonterminal in the grammar, in the docs of the macro.
fn production(name: &str) -> String {
    let grammar = read("src/lib.rs");
    let is_production = |line: &&str| line.split(['=', ' ']).next() == Some(name);
    let mut lines = grammar.lines().filter_map(|line| line.strip_prefix("/// "));
    lines.find(is_production).unwrap().into()
}

#[test]
fn every_subject_is_documented() {
    let (grammar, guide) = (production("subject"), read("README.md"));
    for subject in subjects() {
        assert!(grammar.contains(&format!("\"{subject}\"")), "{subject}: {grammar}");
        let is_in_guide = |end| guide.contains(&format!("`{subject}{end}"));
        assert!(is_in_guide("`") || is_in_guide("["), "`{subject}` is not in README.md");
    }
}

#[test]
fn every_subject_is_listed_as_a_reserved_name() {
    let faults = read("docs/faults.md");
    let section = faults.split("\n## ").find(|text| text.starts_with("`bad_source`")).unwrap();
    for subject in subjects() {
        assert!(section.contains(&format!("`{subject}`")), "`{subject}` is not in `bad_source`");
    }
}

#[test]
fn every_format_is_documented() {
    let (grammar, guide) = (production("include"), read("README.md"));
    let listed = grammar.split_once("FORMAT: ").unwrap().1;
    assert_eq!(listed, Format::all().map(Format::name).collect::<Vec<_>>().join(", "));
    for format in Format::all() {
        assert!(guide.contains(format.name()), "`{format}` is not in README.md");
    }
}

#[test]
fn every_redirect_status_is_documented() {
    let (grammar, guide) = (production("status"), read("README.md"));
    let is_accepted =
        |status: &u16| Loader::new(Format::Tsv).parse(&format!("/a\t/b\t{status}\n")).is_ok();
    for status in (100..600).filter(is_accepted) {
        assert!(grammar.contains(&status.to_string()), "{status}: {grammar}");
        assert!(guide.contains(&format!("| `{status}`")), "{status} is not in README.md");
        for path in STATUS_LISTS {
            assert!(read(path).contains(&status.to_string()), "{status} is not in {path}");
        }
    }
}
