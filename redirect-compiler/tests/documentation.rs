//! Documentation tests: the grammar and the guide list everything that a table can contain.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use redirect_compiler::{Format, subjects};
use redirects::Loader;

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
    let grammar = production("status");
    let is_accepted =
        |status: &u16| Loader::new(Format::Tsv).parse(&format!("/a\t/b\t{status}\n")).is_ok();
    for status in (100..600).filter(is_accepted) {
        assert!(grammar.contains(&status.to_string()), "{status}: {grammar}");
    }
}
