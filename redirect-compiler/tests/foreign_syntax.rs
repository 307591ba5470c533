//! Real patterns of other routers are never silently literal, and real text is not accused.

#![allow(clippy::unwrap_used)]

use redirect_compiler::syntax::{Document, Rule};
use redirect_compiler::{FaultName, Field, compile_without_analysis};
use test_support::{data_file, data_folder};

/// Returns the names of the faults of a rule in the macro, with their fields.
fn faults(source: &str, target: &str) -> Vec<(FaultName, Field)> {
    let rule = Rule {
        source: source.into(),
        status: "301".into(),
        target: Some(target.into()),
        ..Rule::default()
    };
    let document = Document { rules: vec![rule], ..Document::default() };
    let compiled = compile_without_analysis(&document);
    compiled.faults.iter().map(|fault| (fault.name(), fault.field)).collect()
}

/// Returns the string at the start of a text, up to its closing quote.
fn string(json: &str) -> String {
    let (mut text, mut chars) = (String::new(), json.chars());
    while let Some(char) = chars.next() {
        match char {
            '"' => break,
            '\\' => text.extend(chars.next()),
            _ => text.push(char),
        }
    }
    text
}

/// Returns the sources and destinations of the rules in lines of JSON. The key of a source is
/// `source`, `glob` or `regex`.
fn rules(json: &str) -> Vec<(String, String)> {
    let mut rules = Vec::new();
    for part in json.split("{\"").skip(1) {
        let Some((key, rest)) = part.split_once("\": \"") else { continue };
        let Some((_, destination)) = rest.split_once("\"destination\": \"") else { continue };
        if ["source", "glob", "regex"].contains(&key) {
            rules.push((string(rest), string(destination)));
        }
    }
    rules.sort();
    rules.dedup();
    rules
}

/// Checks that each pattern that is not a plain path has a fault, and so has each target with a
/// reference to a capture.
#[test]
fn patterns_of_other_routers_do_not_compile() {
    let mut count = 0;
    for file in ["vercel-routing-utils", "nextjs-custom-routes", "firebase-superstatic"] {
        let Some(text) = data_file("REDIRECTS_CASES", &format!("{file}.jsonl")) else { return };
        for (source, target) in rules(&text) {
            let faults = faults(&source, &target);
            let has_fault = |field| faults.iter().any(|(_, found)| *found == field);
            if source.contains([':', '*', '(', '[', '{', '!']) {
                assert!(has_fault(Field::Source), "{file}: {source}");
                count += 1;
            }
            let after_scheme = target.split_once("://").map_or(&target[..], |(_, path)| path);
            if ["/:", "=:", "#:", "$", "{"].iter().any(|sign| after_scheme.contains(sign)) {
                assert!(has_fault(Field::Target), "{file}: {source} => {target}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}

/// Returns whether a segment is written like a capture, but is text on a real site: a CSS
/// pseudo-class, an HTML element, or a JavaScript statement such as `function*`.
fn is_ambiguous(segment: &str) -> bool {
    segment.starts_with(':')
        || segment.starts_with('<') && segment.ends_with('>')
        || ["function*", "yield*", "data-*", "var-*"].contains(&segment)
}

/// Checks that the sources and targets of real files, which are plain text, are accepted in the
/// macro unless they have an ambiguous segment.
#[test]
fn real_text_is_not_accused() {
    let Some(folder) = data_folder("REDIRECTS_CORPORA") else { return };
    let mut count = 0;
    for file in [
        "mdn-content-en-us-2023/files__en-us___redirects.txt",
        "mdn-fr-2021/_redirects.txt",
        "mdn-translated-de-2026/files__de___redirects.txt",
        "scale/real-10k.tsv",
    ] {
        let text = std::fs::read_to_string(std::path::Path::new(&folder).join(file)).unwrap();
        for line in text.lines().filter(|line| line.starts_with('/')) {
            let line = line.replace('{', "{{").replace('}', "}}").replace(' ', "%20");
            let mut fields = line.split('\t');
            let (source, target) = (fields.next().unwrap(), fields.next().unwrap());
            for (name, field) in faults(source, target) {
                let text = if field == Field::Source { source } else { target };
                let is_foreign = name == FaultName::ForeignSyntax;
                assert!(!is_foreign || text.split('/').any(is_ambiguous), "{text}");
            }
            count += 1;
        }
    }
    assert!(count > 20_000, "{count}");
}
