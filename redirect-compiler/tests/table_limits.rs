//! Tests that rules that exceed a limit of tables are faults, and that rules at the limit are
//! found.

#![allow(clippy::unwrap_used)]

use redirect_compiler::syntax::{Condition, Document, Rule, Scope, ScopeKind};
use redirect_compiler::{FaultName, build, compile_without_analysis};
use redirect_core::Redirects;
use test_support::location;

/// The maximum length of a source in its normal form, in bytes.
const MAX_SOURCE: usize = 65_535;

fn rule(source: &str) -> Rule<'static> {
    Rule {
        source: source.to_owned().into(),
        status: "301".into(),
        target: Some("/new".into()),
        ..Rule::default()
    }
}

/// Builds the table of a group with one rule, and of two rules around the group. If a rule exceeds
/// a limit, returns its position and the message of the fault.
fn table(prefix: &str, inside: Rule<'static>) -> Result<Redirects, (usize, String)> {
    let mut document = Document::default();
    let group = Scope {
        kind: ScopeKind::Group((!prefix.is_empty()).then(|| prefix.to_owned().into())),
        ..Scope::default()
    };
    let scope = Some(document.add_scope(group));
    document.rules.extend([rule("/before"), Rule { scope, ..inside }, rule("/after")]);
    let compiled = compile_without_analysis(&document);
    assert_eq!(compiled.faults, []);
    build(&compiled.rules).map_err(|fault| {
        assert_eq!(fault.name(), FaultName::TooLarge);
        let position = document.rule_ids().position(|id| fault.node == id.into()).unwrap();
        (position, fault.text(&document).lines().next().unwrap().to_owned())
    })
}

#[track_caller]
fn assert_finds_all(table: &Redirects, path: &str) {
    for path in ["/before", path, "/after"] {
        assert_eq!(location(table, path).as_deref(), Some("/new"), "{} bytes", path.len());
    }
}

fn path(len: usize) -> String {
    format!("/{}", "x".repeat(len - 1))
}

#[test]
fn source_that_is_too_long_with_its_prefix_is_too_large() {
    let too_large = Err((1, "text longer than 65535 bytes".to_owned()));
    for source in [path(40_000), path(MAX_SOURCE - 40_000 + 1)] {
        assert_eq!(table(&path(40_000), rule(&source)).map(|_| ()), too_large);
    }
    // The entry of a conditional rule stores the source in its normal form.
    let methods = vec!["GET".into()];
    let conditional = Rule { methods, ..rule(&format!("/{}", "é".repeat(20_000))) };
    assert_eq!(table("", conditional).map(|_| ()), too_large);
}

#[test]
fn longest_source_is_found() {
    let (prefix, source) = (path(40_000), path(MAX_SOURCE - 40_000));
    assert_finds_all(&table(&prefix, rule(&source)).unwrap(), &format!("{prefix}{source}"));
}

#[test]
fn source_with_a_shorter_normal_form_is_found() {
    let (prefix, source) = (format!("/{}", "%78".repeat(15_000)), path(40_000));
    assert_finds_all(&table(&prefix, rule(&source)).unwrap(), &(path(15_001) + &source));
}

#[test]
fn static_source_with_a_longer_normal_form_is_found() {
    let source = format!("/{}", "é".repeat(20_000));
    assert_finds_all(&table("", rule(&source)).unwrap(), &source);
}

#[test]
fn pattern_of_any_length_is_found() {
    let (prefix, source) = (path(40_000), format!("/{{a}}{}", path(40_000)));
    let requested = format!("{prefix}/b{}", path(40_000));
    assert_finds_all(&table(&prefix, rule(&source)).unwrap(), &requested);
}

#[test]
fn header_fields_of_one_rule_are_limited_too() {
    let with_fields = |count| {
        let condition = |field: usize| Condition {
            subject: "header".into(),
            argument: Some(format!("x-{field}").into()),
            ..Condition::default()
        };
        Rule { conditions: (0..count).map(condition).collect(), ..rule("/fields") }
    };
    assert!(table("", with_fields(64)).is_ok());
    for count in [65, 300] {
        let error =
            (1, "conditions use more than 64 different headers, cookies and parameters".to_owned());
        assert_eq!(table("", with_fields(count)).map(|_| ()), Err(error));
    }
}
