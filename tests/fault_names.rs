//! Each name of a fault has a section in the documentation and a UI test.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use redirects::FaultName;

fn path(relative: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// Returns the sections of `docs/faults.md`, each with its anchor and its text.
fn sections() -> Vec<(String, String)> {
    let text = fs::read_to_string(path("docs/faults.md")).unwrap();
    let sections = text.split("\n## `").skip(1);
    sections
        .map(|section| section.split_once("`\n").unwrap())
        .map(|(anchor, text)| (anchor.to_owned(), text.to_owned()))
        .collect()
}

#[test]
fn each_name_has_a_section_in_the_documentation() {
    let names: Vec<_> = FaultName::all().map(FaultName::docs_anchor).collect();
    let anchors: Vec<_> = sections().into_iter().map(|(anchor, _)| anchor).collect();
    assert_eq!(BTreeSet::from_iter(names), anchors.iter().map(String::as_str).collect());
}

#[test]
fn the_documentation_marks_what_is_allowable() {
    for (anchor, text) in sections() {
        let name: FaultName = anchor.parse().unwrap();
        let is_marked = text.contains("(a)") || text.contains("(a, ");
        assert_eq!(is_marked, name.is_allowable(), "{name}");
    }
}

#[test]
fn each_name_has_a_ui_test_that_reports_it() {
    for name in FaultName::all() {
        assert!(path(&format!("tests/ui/{name}.rs")).exists(), "tests/ui/{name}.rs is missing");
        let output = fs::read_to_string(path(&format!("tests/ui/{name}.stderr"))).unwrap();
        let notes = [format!("note: lint `{name}`"), format!("note: error `{name}`")];
        assert!(
            notes.iter().any(|note| output.contains(note)),
            "tests/ui/{name}.stderr does not report it"
        );
    }
}

#[test]
fn each_ui_test_reports_known_names_only() {
    let files = fs::read_dir(path("tests/ui")).unwrap().map(|file| file.unwrap().path());
    let outputs = files.filter(|file| file.extension().is_some_and(|ext| ext == "stderr"));
    let mut reported = BTreeSet::new();
    for file in outputs {
        let output = fs::read_to_string(&file).unwrap();
        let notes = output.lines().filter_map(|line| {
            let note = line.trim_start().strip_prefix("note: ")?;
            note.strip_prefix("lint `").or_else(|| note.strip_prefix("error `"))
        });
        for text in notes {
            let name = text.split('`').next().unwrap();
            assert!(name.parse::<FaultName>().is_ok(), "{}: {name}", file.display());
            reported.insert(name.to_owned());
        }
    }
    assert!(reported.len() > FaultName::all().len() / 2, "{reported:?}");
}
