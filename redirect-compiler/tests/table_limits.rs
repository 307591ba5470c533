//! Tests that rules that exceed a limit of tables are faults, and that rules at the limit are
//! found.

#![allow(clippy::unwrap_used)]

use redirect_compiler::syntax::{Condition, Document, Rule, Scope, ScopeKind, Setting};
use redirect_compiler::{FaultName, build, compile_without_analysis};
use redirect_core::Redirects;
use test_support::location;

/// The maximum length of a path in its normal form, in characters.
const MAX_PATH: usize = Redirects::MAX_PATH_CHARS;

/// No messages.
const NONE: [&str; 0] = [];

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

/// Returns the first lines of the faults of a document with a group and a rule in it.
fn messages(prefix: &str, inside: Rule<'static>) -> Vec<String> {
    let mut document = Document::default();
    let prefix = (!prefix.is_empty()).then(|| prefix.to_owned().into());
    let group = Scope { kind: ScopeKind::Group(prefix), ..Scope::default() };
    let scope = Some(document.add_scope(group));
    document.rules.push(Rule { scope, ..inside });
    let faults = compile_without_analysis(&document).faults;
    let text = |fault: &redirect_compiler::Fault| fault.text(&document);
    faults.iter().map(|fault| text(fault).lines().next().unwrap().to_owned()).collect()
}

#[test]
fn source_that_no_path_is_short_enough_for_is_too_large() {
    let too_large = "source longer than 8192 characters";
    for source in [
        path(MAX_PATH + 1),
        path(MAX_PATH) + "/",
        format!("{}{{a}}", path(MAX_PATH)),
        format!("/{}", "%C3".repeat(MAX_PATH)),
        format!("/{}", "é".repeat(MAX_PATH / 2)),
    ] {
        assert_eq!(messages("", rule(&source)), [too_large], "{}", source.len());
    }
    assert_eq!(messages(&path(5000), rule(&path(MAX_PATH - 5000 + 1))), [too_large]);
    let either = vec![Setting::with_word("slash", "either")];
    let with_slash = Rule { options: either, ..rule(&(path(MAX_PATH) + "/")) };
    assert_eq!(messages("", with_slash), NONE);
}

#[test]
fn longest_source_is_found_in_any_spelling() {
    let (prefix, source) = (path(5000), path(MAX_PATH - 5000));
    let whole = format!("{prefix}{source}");
    assert_finds_all(&table(&prefix, rule(&source)).unwrap(), &whole);
    assert_finds_all(&table(&prefix, rule(&source)).unwrap(), &whole.replace('x', "%78"));
    let encoded = format!("/{}", "%78".repeat(MAX_PATH - 1));
    assert_finds_all(&table("", rule(&encoded)).unwrap(), &path(MAX_PATH));
    let non_ascii = format!("/{}", "%C3%A9".repeat(MAX_PATH / 2 - 1));
    assert_finds_all(&table("", rule(&non_ascii)).unwrap(), &non_ascii);
}

#[test]
fn longest_pattern_is_found() {
    let (prefix, source) = (path(4000), format!("/{{a}}{}", path(4000)));
    let requested = |len: usize| format!("{prefix}/{}{}", "b".repeat(len), path(4000));
    let table = table(&prefix, rule(&source)).unwrap();
    for len in [1, MAX_PATH - 8001] {
        assert_finds_all(&table, &requested(len));
    }
    assert_eq!(location(&table, &requested(MAX_PATH - 8000)), None);
}

#[test]
fn no_rule_of_any_kind_matches_a_longer_path() {
    let option = |key: &'static str, value: &'static str| vec![Setting::with_word(key, value)];
    for inside in [
        rule("/{*rest}"),
        rule("/a{name}"),
        rule("/{name:a+}"),
        rule("/{x:a+}a{y:a*}"),
        Rule { options: option("slash", "either"), ..rule(&format!("/{}", "a".repeat(8191))) },
        Rule { options: option("case", "ignore"), ..rule("/A{name}") },
    ] {
        let source = inside.source.clone();
        let table = table("", inside).unwrap();
        for unit in ["a", "%61"] {
            let longest = format!("/{}", unit.repeat(MAX_PATH - 1));
            assert_eq!(location(&table, &longest).as_deref(), Some("/new"), "{source:.20}");
            for end in ["a", "%61", "/", "%2F"] {
                let path = format!("{longest}{end}");
                assert_eq!(location(&table, &path), None, "{source:.20} {end}");
            }
        }
    }
}

#[test]
fn target_on_the_site_that_no_rule_can_match_is_too_large() {
    let too_large = "target longer than 8192 characters";
    let to = |target: String| Rule { target: Some(target.into()), ..rule("/a") };
    let origin = || vec![Setting::with_text("origin", "https://a.example")];
    assert_eq!(messages("", to(path(MAX_PATH))), NONE);
    assert_eq!(messages("", to(path(MAX_PATH) + "?q")), NONE);
    assert_eq!(messages("", to(path(MAX_PATH + 1))), [too_large]);
    assert_eq!(messages("", to(format!("/{}", "é".repeat(5000)))), [too_large]);
    let elsewhere = format!("https://b.example{}", path(MAX_PATH + 1));
    assert_eq!(messages("", to(elsewhere)), NONE);
    let mut document = Document::default();
    let kind = ScopeKind::Default;
    let scope = Some(document.add_scope(Scope { kind, options: origin(), ..Scope::default() }));
    document.rules.push(Rule { scope, ..to(format!("https://a.example{}", path(MAX_PATH + 1))) });
    let faults = compile_without_analysis(&document).faults;
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].text(&document).lines().next(), Some(too_large));
}

#[test]
fn text_is_limited_too() {
    let target = format!("https://b.example{}", path(65_535));
    let long = Rule { target: Some(target.into()), ..rule("/a") };
    assert_eq!(messages("", long), ["target longer than 65535 bytes"]);
}

#[cfg(feature = "regex")]
#[test]
fn shapes_of_a_pattern_are_limited_together() {
    let shape = "(a|b)*a(a|b){11}";
    assert_eq!(messages("", rule(&format!("/{{x:{shape}}}"))), NONE);
    assert_eq!(
        messages("", rule(&format!("/{{x:{shape}}}/{{y:{shape}}}/{{z:{shape}}}"))),
        ["regular expressions compile to more than 65536 bytes together"]
    );
}

#[test]
fn subjects_of_one_rule_are_limited_too() {
    let with_subjects = |subject: &'static str, count| {
        let condition = |number: usize| Condition {
            subject: subject.into(),
            argument: Some(format!("x-{number}").into()),
            ..Condition::default()
        };
        Rule { conditions: (0..count).map(condition).collect(), ..rule("/subjects") }
    };
    for subject in ["header", "cookie", "query"] {
        assert!(table("", with_subjects(subject, 64)).is_ok());
        for count in [65, 300] {
            let message =
                "conditions use more than 64 different headers, cookies and query parameters";
            let error = (1, message.to_owned());
            assert_eq!(table("", with_subjects(subject, count)).map(|_| ()), Err(error));
        }
    }
}
