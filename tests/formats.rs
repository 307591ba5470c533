//! The formats of rule files, read at run time.

#![allow(clippy::unwrap_used)]

use redirects::{Format, Loader};
use serde_json::Value;
use test_support::data_file;

/// Formats each rule as `source status target`, or each fault as `line:column name`, separated by
/// `; `.
fn parse(text: &str, format: Format) -> String {
    match Loader::new(format).parse(text) {
        Ok(site) => site
            .rules()
            .map(|rule| {
                let status = rule.status().unwrap().as_u16();
                format!("{} {status} {}", rule.source(), rule.target().unwrap_or_default())
            })
            .collect::<Vec<_>>()
            .join("; "),
        Err(faults) => faults
            .iter()
            .map(|fault| format!("{} {}", fault.location().unwrap(), fault.name()))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn check(format: Format, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(parse(text, format), *expected, "{text:?}");
    }
}

#[test]
fn netlify_lines_become_rules_or_faults() {
    check(
        Format::Netlify,
        &[
            ("", ""),
            ("# nothing\n\n   # more\n", ""),
            ("/a /b", "/a 301 /b"),
            ("\u{FEFF}/a /b\r\n/c /d 302\r\n", "/a 301 /b; /c 302 /d"),
            ("  /a\t\t/b   308  # why", "/a 308 /b"),
            ("/a /b 301!", "/a 301 /b"),
            ("/a /b#part", "/a 301 /b#part"),
            ("/a/* /b/:splat", "/a/{*splat} 301 /b/{splat}"),
            ("/* https://example.com/:splat 302", "/{*splat} 302 https://example.com/{splat}"),
            ("/n/:year/:slug /:year-:slug?y=:year", "/n/{year}/{slug} 301 /{year}-{slug}?y={year}"),
            ("/a https://example.com:8080/b", "/a 301 https://example.com:8080/b"),
            ("/a:b /c:d", "/a:b 301 /c:d"),
            ("/{a} /b{c}", "/{{a}} 301 /b{{c}}"),
            ("/a", "1:1 syntax"),
            ("/a /b 301 extra", "1:11 syntax"),
            ("/a -> /b 301", "1:4 syntax"),
            ("old /new", "1:1 bad_source"),
            ("/a new", "1:4 bad_target"),
            ("/é /new?", "1:4 bad_target"),
            ("/a /b 200", "1:7 unsupported"),
            ("/a /b 404", "1:7 unsupported"),
            ("/a /b 999", "1:7 bad_status"),
            ("/a id=:id /b/:id 301", "1:4 unsupported"),
            ("/a /b 302 Country=de", "1:11 unsupported"),
            ("/a /b Country=de", "1:7 unsupported"),
            ("/a*b /c", "1:1 unsupported"),
            ("/*/a /c", "1:1 unsupported"),
            ("/a /b/:splat", "1:4 unknown_capture"),
            ("/a/: /b", "/a/: 301 /b"),
            ("https://old.example/a /b", "1:1 unsupported"),
            ("RewriteRule ^/x$ /y [R=301]", "1:1 bad_source"),
            ("/a /b 410", "1:7 unsupported"),
            ("/a 410", "1:4 syntax"),
            ("/a /b pass", "1:7 bad_status"),
            ("/a /b +301", "1:7 bad_status"),
            ("/a /b 0301", "1:7 bad_status"),
            ("/a/* /b/*", "1:6 bad_target"),
            ("/a https://[2001:db8::a]/b", "/a 301 https://[2001:db8::a]/b"),
            ("/:host /b", "1:1 bad_source"),
            ("/a /b\n/c /d\n/a /e\n", "3:1 duplicate"),
            ("a /b\n/c d\n", "1:1 bad_source; 2:4 bad_target"),
        ],
    );
}

#[test]
fn tsv_lines_become_rules_or_faults() {
    check(
        Format::Tsv,
        &[
            ("# FROM-URL\tTO-URL\n/a\t/b\n", "/a 301 /b"),
            ("/a\t/b\t308", "/a 308 /b"),
            ("/a b\t/c", "/a%20b 301 /c"),
            ("/a\t\t/b", "/a 301 /b"),
            ("/été\t/hiver#é", "/été 301 /hiver#é"),
            ("/a:b\t/c:after", "/a:b 301 /c:after"),
            ("/{{a}}\t/b", "/{{{{a}}}} 301 /b"),
            ("/a /b", "1:1 syntax"),
            ("/a\t/b\t301\tmore", "1:11 syntax"),
            ("/a\t/b c", "1:4 bad_target"),
            ("/a\t /b", "1:4 bad_target"),
            (" /a\t/b", "1:1 bad_source"),
            ("/a?\t/b", "1:1 bad_source"),
            ("/a#b\t/b", "1:1 bad_source"),
            ("/a\t/b\tmoved", "1:7 bad_status"),
            ("/a\t/b\t410", "1:7 unsupported"),
            ("/:after\t/css/:after", "/:after 301 /css/:after"),
        ],
    );
}

#[test]
fn rules_without_faults_are_kept() {
    let faults = Loader::new(Format::Netlify).parse("/a /b\nc /d\n/e /f\n").unwrap_err();
    let valid: Vec<_> = faults.valid_rules().rules().map(|rule| rule.source().to_owned()).collect();
    assert_eq!(valid, ["/a", "/e"]);
    let expected =
        "2:1: source `c` must start with `/`\nhelp: write `/c`\nnote: error `bad_source`";
    assert_eq!(faults.to_string(), expected);
}

#[test]
fn invalid_lines_are_reported_with_a_reason() {
    let cases = [
        (Format::Netlify, "/a", "missing target: a line needs a source and a target"),
        (Format::Tsv, "/a /b", "missing tab between source and target"),
        (Format::Tsv, "/a\t/b\t301\tx", "unexpected `x` after the status"),
        (Format::Netlify, "/a -> /b", "`->` is not a target: this format has no arrows"),
    ];
    for (format, text, message) in cases {
        let faults = Loader::new(format).parse(text).unwrap_err();
        let texts: Vec<_> = faults.iter().map(|fault| fault.text().lines().next()).collect();
        assert_eq!(texts, [Some(message)], "{text:?}");
    }
}

#[test]
fn help_uses_the_syntax_of_the_file() {
    let cases = [
        (
            "/blog/:slug /x/:slg",
            "unknown capture `:slg` in target `/x/:slg`\nhelp: write `:slug`\n",
        ),
        ("/:language/x /y", "help: write `:language_name`, or use any other name\n"),
        ("/a /x/:slug", "help: add it to the source, as in `/a/:slug`\n"),
    ];
    for (text, expected) in cases {
        let faults = Loader::new(Format::Netlify).parse(text).unwrap_err().to_string();
        assert!(faults.contains(expected), "{text}: {faults}");
    }
}

#[test]
fn long_names_are_not_compared_for_suggestions() {
    let (a, b) = ("a".repeat(30_000), "b".repeat(30_000));
    assert!(Loader::new(Format::Netlify).parse(&format!("/:{a} /:{b}")).is_err());
}

/// Checks that each line is either parsed as by Netlify's parser or reported, but never ignored.
#[test]
fn netlify_rules_are_read_as_netlify_reads_them() {
    let Some(text) = data_file("REDIRECTS_CASES", "netlify-redirect-parser.jsonl") else {
        return;
    };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let is_file = |case: &&Value| !case["id"].as_str().unwrap().contains("-toml-");
    let mut compared = 0;
    for case in cases.iter().filter(is_file) {
        let (id, text) = (&case["id"], case["rules"].as_str().unwrap());
        let parsed = Loader::new(Format::Netlify).parse(text);
        let Some(rules) = case["expect"]["rules"].as_array() else {
            // This folder has a special meaning for Netlify.
            assert!(parsed.is_err() || text.starts_with("/.netlify/"), "{id}: {text:?}");
            continue;
        };
        let Ok(site) = parsed else { continue };
        assert_eq!(site.rules().len(), rules.len(), "{id}: {text:?}");
        for (rule, expected) in site.rules().zip(rules) {
            let source = rule.source().replace("{*splat}", "*").replace('{', ":").replace('}', "");
            let target = rule.target().unwrap().replace('{', ":").replace('}', "");
            assert_eq!(expected["from"], source, "{id}");
            assert_eq!(expected["to"], target, "{id}");
            let status = expected["status"].as_u64().unwrap_or(301);
            assert_eq!(u64::from(rule.status().unwrap().as_u16()), status, "{id}");
            compared += 1;
        }
    }
    assert!(compared >= 10, "{compared}");
}
