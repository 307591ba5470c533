//! Documentation tests: the language reference lists everything that a table can contain.

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

/// Returns the language reference, which ends with the grammar.
fn reference() -> String {
    read("docs/language.md")
}

/// Returns the rule of a nonterminal in the grammar, with its continuation lines.
fn production(name: &str) -> String {
    let reference = reference();
    let grammar = reference.split_once("# Grammar").unwrap().1;
    let is_first = |line: &&str| line.split(['=', ' ']).next() == Some(name);
    let mut lines = grammar.lines().skip_while(|line| !is_first(line));
    let first = lines.next().unwrap().to_owned();
    lines.take_while(|line| line.starts_with(' ')).fold(first, |text, line| text + "\n" + line)
}

#[test]
fn every_subject_is_documented() {
    let (grammar, reference) = (production("subject"), reference());
    for subject in subjects() {
        assert!(grammar.contains(&format!("\"{subject}\"")), "{subject}: {grammar}");
        let is_described = |end| reference.contains(&format!("`{subject}{end}"));
        assert!(is_described("`") || is_described("["), "`{subject}` is not in docs/language.md");
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
    let (grammar, reference) = (production("include"), reference());
    let listed = grammar.split_once("FORMAT: ").unwrap().1;
    assert_eq!(listed, Format::all().map(Format::name).collect::<Vec<_>>().join(", "));
    for format in Format::all() {
        assert!(reference.contains(format.name()), "`{format}` is not in docs/language.md");
    }
}

#[test]
fn every_redirect_status_is_documented() {
    let (grammar, reference) = (production("status"), reference());
    let is_accepted =
        |status: &u16| Loader::new(Format::Tsv).parse(&format!("/a\t/b\t{status}\n")).is_ok();
    for status in (100..600).filter(is_accepted) {
        assert!(grammar.contains(&status.to_string()), "{status}: {grammar}");
        let row = format!("| `{status}`");
        assert!(reference.contains(&row), "{status} is not in docs/language.md");
        for path in STATUS_LISTS {
            assert!(read(path).contains(&status.to_string()), "{status} is not in {path}");
        }
    }
}
