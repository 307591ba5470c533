//! Tests of verdicts on whole tables.

use crate::analysis::test_rules::{condition, redirect};
use crate::syntax::document::{Document, Scope, ScopeKind};
use crate::syntax::ids::{RuleId, ScopeId};
use crate::syntax::rule::{Condition, Operator, Rule, Setting, SettingValue};
use crate::{Compiled, FaultName, compile};

/// Returns a document with rules, and with an origin if it is not empty.
fn document<'a>(origin: &'a str, mut rules: Vec<Rule<'a>>) -> Document<'a> {
    let mut document = Document::default();
    if !origin.is_empty() {
        let options = vec![Setting::with_text("origin", origin)];
        document.scopes.push(Scope { options, ..Scope::default() });
        for rule in &mut rules {
            rule.scope = Some(ScopeId::new(0));
        }
    }
    document.rules = rules;
    document
}

fn names(compiled: &Compiled<'_>) -> Vec<FaultName> {
    compiled.faults.iter().map(crate::Fault::name).collect()
}

/// Returns a rule that redirects every path to a host if a header field has some value.
fn to_https<'a>(field: &'a str, operator: Operator, values: &[&'a str]) -> Rule<'a> {
    let argument = Some(field.into());
    let conditions = vec![Condition { argument, ..condition("header", operator, values) }];
    Rule { conditions, ..redirect("/{*path}", "https://a.example/{path}") }
}

#[test]
fn a_redirect_to_https_changes_the_fields_that_proxies_set() {
    let visitor = [r#"{{"scheme":"http"}}"#, r#"{{"scheme":"https"}}"#];
    let rules = [
        ("x-forwarded-proto", Operator::Equal, &["http"][..]),
        ("x-forwarded-proto", Operator::NotEqual, &["https"]),
        ("x-forwarded-proto", Operator::In, &["http", "ws"]),
        ("x-forwarded-proto", Operator::Equal, &["{s:http|ws}"]),
        ("cloudfront-forwarded-proto", Operator::Equal, &["http"]),
        ("x-url-scheme", Operator::NotEqual, &["https"]),
        ("x-forwarded-ssl", Operator::Equal, &["off"]),
        ("x-forwarded-ssl", Operator::NotEqual, &["on"]),
        ("front-end-https", Operator::NotEqual, &["on"]),
        ("x-forwarded-host", Operator::NotEqual, &["a.example"]),
        ("cf-visitor", Operator::Equal, &visitor[..1]),
        ("cf-visitor", Operator::NotEqual, &visitor[1..]),
        ("forwarded", Operator::In, &["proto=http", "for=x;proto=http"]),
        ("forwarded", Operator::Equal, &["for={client};proto=http"]),
    ];
    for (field, operator, values) in rules {
        for origin in ["", "https://a.example", "https://b.example"] {
            // A condition on the host puts it on the site, too.
            let host = condition("host", Operator::Equal, &["a.example"]);
            let own = Rule { conditions: vec![host], ..redirect("/own", "/page") };
            for rules in [
                vec![to_https(field, operator, values)],
                vec![to_https(field, operator, values), own],
            ] {
                let document = document(origin, rules);
                let compiled = compile(&document, Vec::new());
                assert_eq!(names(&compiled), [], "{field} {operator:?} {values:?} at {origin}");
                assert_eq!(compiled.undecided, 0, "{field}");
            }
        }
    }
}

#[test]
fn a_redirect_that_its_field_does_not_stop_is_a_loop() {
    for (field, operator, values) in [
        ("x-forwarded-proto", Operator::Equal, &["https"][..]),
        ("x-forwarded-proto", Operator::NotEqual, &["http"]),
        ("x-forwarded-ssl", Operator::Equal, &["on"]),
        ("x-forwarded-host", Operator::Equal, &["a.example"]),
        ("cf-visitor", Operator::Equal, &[r#"{{"scheme":"https"}}"#]),
        ("forwarded", Operator::Equal, &["for=x"]),
        // Proxies do not change it.
        ("x-other", Operator::Equal, &["http"]),
    ] {
        let document = document("https://a.example", vec![to_https(field, operator, values)]);
        assert_eq!(names(&compile(&document, Vec::new())), [FaultName::Loop], "{field}");
    }
}

#[test]
fn a_redirect_to_a_path_keeps_the_fields() {
    let rule = to_https("x-forwarded-proto", Operator::Equal, &["http"]);
    let rule = Rule { target: Some("/{path}".into()), ..rule };
    let document = document("https://a.example", vec![rule]);
    assert_eq!(names(&compile(&document, Vec::new())), [FaultName::Loop]);
}

#[test]
fn a_host_pattern_without_text_adds_no_host() {
    for (pattern, is_on_site) in [
        ("{*site}", false),
        ("{a}.{b}", false),
        ("{www}.python.org", true),
        ("www.python.org", true),
    ] {
        let host = condition("host", Operator::Equal, &[pattern]);
        let moved = redirect("/ftp/{*rest}", "https://www.python.org/ftp/{rest}");
        let rules = vec![Rule { conditions: vec![host], ..redirect("/own", "/page") }, moved];
        let document = document("", rules);
        let found = names(&compile(&document, Vec::new()));
        let expected = if is_on_site { vec![FaultName::Loop] } else { vec![] };
        assert_eq!(found, expected, "{pattern}");
    }
}

#[test]
fn the_host_of_a_target_ignores_case() {
    for target in ["https://A.example/{path}", "HTTPS://a.EXAMPLE/{path}", "https://A.example"] {
        let host = condition("host", Operator::Equal, &["a.example"]);
        let rules = vec![Rule { conditions: vec![host], ..redirect("/{*path}", target) }];
        let document = document("", rules);
        assert_eq!(names(&compile(&document, Vec::new())), [FaultName::Loop], "{target}");
    }
}

/// Returns rules whose sources begin with a capture and that match no path of the other tests.
fn unrelated(count: usize, status: &'static str) -> Vec<Rule<'static>> {
    let mut rules = Vec::new();
    for number in 0..count {
        let target = format!("https://x.example/{number}");
        rules.push(Rule {
            source: format!("/{{lang}}/p{number}").into(),
            status: status.into(),
            target: Some(target.into()),
            ..Rule::default()
        });
    }
    rules
}

#[test]
fn a_chain_is_found_behind_many_patterns_that_begin_with_a_capture() {
    for status in ["301", "302"] {
        for chain in [
            &[("/a", "/b"), ("/b", "/c")][..],
            &[("/a", "/b/d"), ("/b/{x}", "/c/{x}")],
            &[("/a/{x}", "/b"), ("/b", "/c")],
            &[("/a/{x:[0-9]}", "/b/{x}"), ("/b/{x}", "/c/{x}")],
            &[("/a/{*x}", "/b/c/{x}"), ("/b/{*x}", "/c/{x}")],
        ] {
            let mut rules = unrelated(300, status);
            rules.extend(chain.iter().map(|&(source, target)| redirect(source, target)));
            let document = document("", rules);
            let compiled = compile(&document, Vec::new());
            assert_eq!(names(&compiled), [FaultName::Chain], "{chain:?}");
            assert_eq!(compiled.faults[0].node, RuleId::new(300).into(), "{chain:?}");
            assert_eq!(compiled.undecided, 0, "{chain:?}");
        }
    }
}

#[test]
fn a_rule_that_diverts_a_chain_is_found_behind_many_patterns() {
    for diverter in ["/{x}/d", "/b/{x:d|e}", "/{*x}/d", "/{x}/{y:[a-d]}"] {
        let mut rules = unrelated(300, "301");
        let pass = Rule { status: "pass".into(), target: None, ..redirect(diverter, "") };
        rules.push(Rule { methods: vec!["PUT".into()], ..pass });
        rules.push(redirect("/a", "/b/d"));
        rules.push(redirect("/b/{x}", "/c/{x}"));
        let document = document("", rules);
        let compiled = compile(&document, Vec::new());
        assert_eq!((names(&compiled), compiled.undecided), (vec![], 0), "{diverter}");
    }
}

#[test]
fn a_chain_is_flattened_behind_many_patterns_that_begin_with_a_capture() {
    let mut rules = unrelated(63, "301");
    rules.push(redirect("/a", "/b"));
    rules.push(redirect("/b", "/c"));
    rules[63].options.push(Setting::with_word("chain", "flatten"));
    let document = document("", rules);
    let compiled = compile(&document, Vec::new());
    assert_eq!(names(&compiled), []);
    let table = compiled.table().unwrap();
    let location = table.get("/a").redirect().and_then(|redirect| redirect.location());
    assert_eq!(location.unwrap(), "/c");
}

/// Returns a chain of rules, each of which doubles the path. The last one leads to `end`.
fn doubling_chain(end: &str) -> Vec<(String, String)> {
    let mut rules = Vec::new();
    for number in 0..16 {
        let next = if number == 15 { end.to_owned() } else { format!("l{}", number + 1) };
        rules.push((format!("/l{number}/{{*p}}"), format!("/{next}/{{p}}/{{p}}")));
    }
    rules
}

#[test]
fn a_path_that_outgrows_the_limit_is_a_loop_only_on_a_cycle() {
    let hundred_times = "/{p}".repeat(100);
    let pair = [("a", "b"), ("b", "a")];
    let pair = pair.map(|(from, to)| (format!("/{from}/{{*p}}"), format!("/{to}{hundred_times}")));
    for (rules, is_loop) in [
        (doubling_chain("end"), false),
        (doubling_chain("l0"), true),
        (pair.to_vec(), true),
        (pair[..1].to_vec(), false),
    ] {
        let redirects = rules.iter().map(|(source, target)| redirect(source, target));
        let document = document("", redirects.collect());
        let found = names(&compile(&document, Vec::new()));
        assert_eq!(found.contains(&FaultName::Loop), is_loop, "{rules:?}");
    }
}

/// Compiles rules below `canonical STATUS { origin: ORIGIN, from: [HOST], slashes: merge }`, and
/// returns the names and the texts of their faults, and the number of undecided questions.
fn below_canonical(
    (status, origin, from): (&str, &str, &str),
    mut rules: Vec<Rule<'_>>,
) -> (Vec<FaultName>, String, usize) {
    let options = vec![
        Setting::with_text("origin", origin),
        Setting { value: SettingValue::List(vec![from.into()]), ..Setting::with_word("from", "") },
        Setting::with_word("slashes", "merge"),
    ];
    let kind = ScopeKind::Canonical(status.into());
    let scopes = vec![Scope { kind, options, ..Scope::default() }];
    for rule in &mut rules {
        rule.scope = Some(ScopeId::new(0));
    }
    let document = Document { rules, scopes, ..Document::default() };
    let compiled = compile(&document, Vec::new());
    let texts: Vec<_> = compiled.faults.iter().map(|fault| fault.text(&document)).collect();
    (names(&compiled), texts.join("\n"), compiled.undecided)
}

fn on_host<'a>(pattern: &'a str, rule: Rule<'a>) -> Rule<'a> {
    Rule { conditions: vec![condition("host", Operator::Equal, &[pattern])], ..rule }
}

#[test]
fn a_redirect_to_the_canonical_url_can_close_a_loop() {
    let site = ("308", "https://www.a.example", "www.b.example");
    let to_b = redirect("/{*path}", "https://{label}.b.example/{path}");
    let (names, text, _) = below_canonical(site, vec![on_host("{label}.a.example", to_b)]);
    assert_eq!(names, [FaultName::Loop], "{text}");
    assert!(text.contains("`GET https://www.a.example/x` is redirected back to itself"), "{text}");
    assert!(text.contains("help: remove the rule, or change its target"), "{text}");

    let site = ("308", "https://a.example", "www.a.example");
    let to_label = redirect("/{label}", "https://{label}.a.example/{label}");
    let (names, text, _) = below_canonical(site, vec![on_host("a.example", to_label)]);
    assert_eq!(names, [FaultName::Loop], "{text}");
}

#[test]
fn a_redirect_to_the_canonical_url_is_a_link_of_a_chain() {
    let see_other = Rule { status: "303".into(), ..redirect("/a", "/b") };
    let post = |rule| Rule { methods: vec!["POST".into()], ..rule };
    for (status, host, expected) in [
        // A 301 does not correct the host of a POST, and the next request is a GET.
        ("301", "www.a.example", &[FaultName::Chain][..]),
        ("301", "a.example", &[]),
        ("308", "www.a.example", &[]),
    ] {
        let site = (status, "https://a.example", "www.a.example");
        let rules = vec![on_host(host, post(see_other.clone()))];
        let (names, text, undecided) = below_canonical(site, rules);
        assert_eq!((&names[..], undecided), (expected, 0), "{status} {host}: {text}");
        let final_url = "redirect directly to the final URL: `https://a.example/b`";
        assert_eq!(text.contains(final_url), !expected.is_empty(), "{text}");
    }
}

#[test]
fn a_chain_follows_the_canonical_form_of_targets() {
    let without = |name: &'static str, value: &'static str, rule| Rule {
        conditions: vec![condition(name, Operator::NotEqual, &[value])],
        ..rule
    };
    // The target of `/a/q/` is `/b/q/c` in canonical form, which no rule matches.
    let rules = vec![
        without("x", "q", redirect("/a/{*x}", "/b/{x}/c")),
        without("z", "q/c", redirect("/b/{*z}", "/c")),
    ];
    let site = ("308", "https://a.example", "www.a.example");
    let (names, text, _) = below_canonical(site, rules);
    assert_eq!(names, [], "{text}");
    // Without folded targets, chains are decided as in other tables.
    let rules = vec![redirect("/a/{x}", "/b/{x}"), redirect("/b/{x}", "/c/{x}")];
    let (names, text, undecided) = below_canonical(site, rules);
    assert_eq!((&names[..], undecided), (&[FaultName::Chain][..], 0), "{text}");
}

#[test]
fn a_request_on_another_host_is_followed_to_the_origin() {
    let site = ("308", "https://a.example", "www.a.example");
    let hosts = condition("host", Operator::In, &["a.example", "www.a.example"]);
    let rules = |target: &'static str| {
        vec![
            Rule { conditions: vec![hosts.clone()], ..redirect("/a/{x}", target) },
            on_host("a.example", redirect("/b/{x}", "/c")),
        ]
    };
    let (names, text, undecided) = below_canonical(site, rules("/b/{x}"));
    assert_eq!((&names[..], undecided), (&[FaultName::Chain][..], 0), "{text}");
    // On a host that is not one of the site, the next request is to the same host.
    let mut other = rules("/b/{x}");
    other[0].conditions.clear();
    let (names, text, undecided) = below_canonical(site, other);
    assert_eq!((&names[..], undecided), (&[][..], 0), "{text}");
}
