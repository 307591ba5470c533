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
            ("/a/* /b/*", "1:6 foreign_syntax"),
            ("/x/:id.html /b", "1:1 foreign_syntax"),
            ("/p/:year-:month /b", "1:1 foreign_syntax"),
            (r"/a/(\d+) /b/$1", "1:1 foreign_syntax; 1:10 foreign_syntax"),
            ("/Special:Search /:dir", "1:17 unknown_capture"),
            ("/:dir(rtl) /b", "/:dir(rtl) 301 /b"),
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
            ("/function*\t/x-:id/[slug]/<id>", "/function* 301 /x-:id/[slug]/<id>"),
            ("/a/(.*)\t/b/$1", "1:1 foreign_syntax; 1:9 foreign_syntax"),
            ("^/a$\t/b", "1:1 foreign_syntax; 1:1 bad_source"),
            ("/a\t/b/\\1", "1:4 foreign_syntax; 1:4 bad_target"),
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
        ("/a/:id/* 410", "help: write `\"/a/{id}/{*splat}\" => 410` in `redirects!`, and remove"),
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

#[test]
fn a_report_keeps_one_hundred_diagnostics_and_counts_the_others() {
    let lines: Vec<String> = (0..250).map(|line| format!("/{line} x{line}\n")).collect();
    let text = lines.concat();
    let report = Loader::new(Format::Netlify).check(&text);
    assert_eq!((report.diagnostics().len(), report.omitted()), (100, 150));
    let lines: Vec<_> = report.diagnostics().iter().map(|d| d.location().unwrap().line()).collect();
    assert_eq!(lines, (1..=100).collect::<Vec<u32>>());
    let error = report.into_result().unwrap_err();
    assert_eq!((error.iter().len(), error.omitted()), (100, 150));
    assert!(error.to_string().ends_with("\nand 150 more"));
    let few = Loader::new(Format::Netlify).parse("/a b\n").unwrap_err();
    assert_eq!(few.omitted(), 0);
    assert!(!few.to_string().contains("more"));
}

#[test]
fn a_line_is_limited_before_it_is_split() {
    // A source, a tab, and a target.
    let line = |len: usize| format!("/a\thttps://b.example/{}\n", "a".repeat(len - 21));
    assert!(Loader::new(Format::Tsv).parse(&line(65_536)).is_ok());
    let error = Loader::new(Format::Tsv).parse(&line(65_537)).unwrap_err().to_string();
    assert_eq!(error, "1:1: line longer than 65536 bytes\nnote: error `too_large`");
    // Comments are not split.
    assert!(Loader::new(Format::Tsv).parse(&format!("#{}", line(65_537))).is_ok());
}

#[test]
fn control_and_bidi_characters_are_escaped_in_every_message() {
    let hostile = ["\u{1B}[2J", "\u{7}", "\u{202E}", "\u{2066}", "\u{200F}", "\u{2028}", "\u{85}"];
    let lines = [
        "/a{} /b\n",
        "/a /b{}\n",
        "/a b{}\n",
        "/a /b 3{}1\n",
        "/a /b 301 Country={}\n",
        "{}\n",
        "/a/:x{} /b/:y{}\n",
        "/x{} /y\n/x{} /y\n",
        "/a => {}\n",
        "/a https://{}.example/\n",
        "/a javascript:{}\n",
        "/a\t/b{}\t{}\n",
        "/loop{}x /loop{}x\n",
        "/l1{}x /l2{}x\n/l2{}x /l3\n",
    ];
    let mut messages = 0;
    for format in [Format::Netlify, Format::Tsv] {
        for line in lines {
            for text in hostile {
                let Err(error) = Loader::new(format).parse(&line.replace("{}", text)) else {
                    continue;
                };
                messages += 1;
                let message = error.to_string().replace('\n', "");
                let hidden = &text[..text.chars().next().unwrap().len_utf8()];
                assert!(!message.contains(hidden), "{message:?}");
                assert!(!message.contains(char::is_control), "{message:?}");
            }
        }
    }
    assert!(messages > 100, "{messages}");
    let format = "a\u{202E}".parse::<Format>().unwrap_err();
    assert!(!format.to_string().contains('\u{202E}'));
}
