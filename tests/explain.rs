//! Explanations: the rules that were considered for a request.

#![allow(clippy::unwrap_used)]

use http::{Request, Uri};
use redirects::{Exemption, Explanation, Mismatch, Redirects, redirects};

static SITE: Redirects = redirects! {
    PUT | DELETE "/form" => 307 "/forms/1",
    "/form" if host == "a.example" && query["x"] != "1" => 302 "/forms/2",
    "/form" if header["x-a"] == "b" && port == "8080" => 302 "/forms/3",
    "/form" => 301 "/forms",
    "/year/{year:[0-9]{4}}/{slug:[a-z]+}" => 301 "/{year}/{slug}",
    "/docs/{*page}" => 301 "/guide/{page}",
    "/Team/About" => 301 "/about",
    "/contact/" => 301 "/contact-us",
    "/by/{name}" => 301 "https://{name}.example.com/",
    "/kept" => pass,
    "/{*page}" if host == "old.example" => 301 "https://new.example/{page}",
};

/// Returns the source of each rule that was considered, and its mismatch.
fn considered<'t>(explanation: &Explanation<'t, '_>) -> Vec<(&'t str, Option<Mismatch<'t>>)> {
    let rules = explanation.rules().iter();
    rules.map(|it| (it.rule().source(), it.mismatch().cloned())).collect()
}

fn get(url: &'static str) -> Vec<(&'static str, Option<Mismatch<'static>>)> {
    considered(&SITE.explain(&Uri::from_static(url)))
}

#[test]
fn the_first_part_that_does_not_match_is_shown() {
    let condition = |condition, value: Option<&str>| {
        let value = value.map(Into::into);
        ("/form", Some(Mismatch::Condition { condition, value }))
    };
    let method = ("/form", Some(Mismatch::Method));
    let port = condition(r#"port == "8080""#, Some("80"));
    let host = condition(r#"host == "a.example""#, Some("b.example"));
    assert_eq!(get("http://b.example/form"), [method.clone(), host, port, ("/form", None)]);
    let query = condition(r#"query["x"] != "1""#, Some("1"));
    let header = condition(r#"header["x-a"] == "b""#, None);
    let expected = [method, query, header, ("/form", None)];
    assert_eq!(get("http://a.example:8080/form?x=1"), expected);
}

#[test]
fn the_value_of_a_captured_subject_is_shown() {
    static SITE: Redirects = redirects! {
        "/a" if header["x-v"] == "v{n}" && n == "1" && host == "{sub}.example" && sub != "www"
            => 302 "/1",
    };
    let value = |host: &str, field: &str| {
        let request = Request::get("/a").header("host", host).header("x-v", field);
        let request = request.body(()).unwrap();
        let explanation = SITE.explain(&request);
        match explanation.rules()[0].mismatch() {
            Some(Mismatch::Condition { condition, value }) => {
                format!("{condition}: {}", value.as_deref().unwrap_or_default())
            }
            mismatch => format!("{mismatch:?}"),
        }
    };
    assert_eq!(value("www.example", "v1"), r#"sub != "www": www"#);
    assert_eq!(value("a.example", "x"), r#"header["x-v"] == "v{n}": x"#);
    assert_eq!(value("a.example", "v22"), r#"n == "1": 22"#);
    assert_eq!(value("a.example", "v1"), "None");
}

#[test]
fn rules_with_a_slightly_different_path_are_considered() {
    let year = "/year/{year:[0-9]{4}}/{slug:[a-z]+}";
    let rest = |host: Option<&str>| {
        let condition = r#"host == "old.example""#;
        ("/{*page}", Some(Mismatch::Condition { condition, value: host.map(Into::into) }))
    };
    let regex = |capture, value: &str| {
        [(year, Some(Mismatch::Regex { capture, value: value.into() })), rest(None)]
    };
    assert_eq!(get("/year/20x4/a"), regex("year", "20x4"));
    assert_eq!(get("/year/2024/1"), regex("slug", "1"));
    assert_eq!(get("/team/about"), [("/Team/About", Some(Mismatch::Case)), rest(None)]);
    assert_eq!(get("/contact"), [("/contact/", Some(Mismatch::FinalSlash)), rest(None)]);
    assert_eq!(get("/contcat/"), [("/contact/", Some(Mismatch::SimilarPath)), rest(None)]);
    let values = ["/docs/{*page}", "/{*page}"].map(|it| (it, Some(Mismatch::CaptureValue)));
    assert_eq!(get("/docs/a/%2e%2E"), values);
    assert_eq!(get("/by/a.b"), [("/by/{name}", Some(Mismatch::Location)), rest(None)]);
    assert_eq!(get("/unknown"), [rest(None)]);
    let similar = [("/contact/", Some(Mismatch::SimilarPath)), ("/{*page}", None)];
    assert_eq!(get("http://old.example/contakt/"), similar);
}

#[test]
fn only_the_most_similar_of_many_rules_are_considered() {
    let lines: Vec<_> = (0..10_000).map(|n| format!("/articles/{n:05}\t/posts/{n}\n")).collect();
    let text = lines.concat();
    let table = redirects::Loader::new(redirects::Format::Tsv).parse(&text).unwrap();
    let sources = |url: &str| {
        let uri: Uri = url.parse().unwrap();
        let explanation = table.explain(&uri);
        considered(&explanation)
            .into_iter()
            .map(|(source, _)| source.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(sources("/articles/01234"), ["/articles/01234"]);
    let nearest = ["/articles/00123", "/articles/01023", "/articles/01123"];
    assert_eq!(sources("/articles/0123"), nearest);
    assert!(sources("/blog").is_empty());
}

#[test]
fn exemptions_are_shown() {
    let explain = |request: &Request<()>| {
        let explanation = SITE.explain(request);
        assert!(explanation.rules().is_empty());
        assert!(explanation.found().rule().is_none());
        let text = explanation.to_string();
        (explanation.exemption(), text.lines().last().unwrap().to_owned())
    };
    let request = Request::options("/form")
        .header("origin", "https://a.example")
        .header("access-control-request-method", "PUT");
    let expected = "no rule matches a CORS preflight: the application responds";
    let preflight = (Some(Exemption::Preflight), expected.to_owned());
    assert_eq!(explain(&request.body(()).unwrap()), preflight);
    let asterisk = Request::options("*").body(()).unwrap();
    assert_eq!(explain(&asterisk).0, Some(Exemption::NoPath));
    let long = Request::get(format!("/{}", "a".repeat(9_000))).body(()).unwrap();
    assert_eq!(explain(&long).0, Some(Exemption::LongPath));
}

#[test]
fn outcome_is_the_last_line() {
    let last = |url: &str| {
        let uri: Uri = url.parse().unwrap();
        SITE.explain(&uri).to_string().lines().last().unwrap().to_owned()
    };
    assert_eq!(last("/docs/a?b=c"), "response: 301 /guide/a?b=c");
    assert_eq!(last("/kept"), "the rule passes: the application responds");
    assert_eq!(last("/unknown"), "no rule matches: the application responds");
}

#[test]
fn flattened_target_is_shown() {
    static FLATTENED: Redirects = redirects! {
        default { chain: flatten },
        "/a/{x}" => 301 "/b/{x}",
        "/b/{*rest}" => 301 "https://example.com/{rest}?from=b#top",
        "/one" => 301 "/two",
        "/two" => 301 "/three",
    };
    let note = |url: &'static str| {
        let uri = Uri::from_static(url);
        let text = FLATTENED.explain(&uri).to_string();
        let line = text.lines().find(|line| line.contains("flatten"))?.trim().to_owned();
        Some(line)
    };
    let expected = "`chain: flatten` replaced the target with `https://example.com/{x}?from=b#top`";
    assert_eq!(note("/a/1").as_deref(), Some(expected));
    let expected = "`chain: flatten` replaced the target with `/three`";
    assert_eq!(note("/one").as_deref(), Some(expected));
    assert_eq!(note("/b/1"), None);
}

#[test]
fn canonical_step_is_shown() {
    static CANONICAL: Redirects = redirects! {
        canonical 308 {
            origin: "https://example.com",
            from: ["www.example.com"],
            slash: strip,
            case: lower,
            slashes: merge,
        }
        "/old" => 301 "/new",
        "/old/{name}" => 301 "/new/{name}",
    };
    let lines = |url: &str| {
        let uri: Uri = url.parse().unwrap();
        let text = CANONICAL.explain(&uri).to_string();
        let is_shown = |line: &&str| !line.contains("declared at") && !line.contains("proved");
        text.lines().filter(is_shown).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let [request, path, _, matches, corrects, response] =
        &lines("https://www.example.com//Old/")[..]
    else {
        unreachable!("six lines");
    };
    assert_eq!(request, "GET //Old/");
    assert_eq!(path, "the canonical path is `/old`");
    assert_eq!(matches, "matches");
    assert_eq!(corrects, "`canonical`: the response also corrects the URL of the request");
    assert_eq!(response, "response: 301 https://example.com/new");
    assert_eq!(
        lines("https://example.com/Other")[1..],
        [
            "the canonical path is `/other`",
            "no rule matches: `canonical` redirects to the canonical URL",
            "response: 308 https://example.com/other",
        ]
    );
}

#[test]
fn json_has_the_same_facts() {
    let request = Request::get("/form?x=1").header("x-a", "a\t\"\\").header("host", "a.example");
    let request = request.body(()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&SITE.explain(&request).to_json()).unwrap();
    assert_eq!(json["method"], "GET");
    assert_eq!(json["query"], "x=1");
    assert_eq!(json["exemption"], serde_json::Value::Null);
    assert_eq!(json["response"], serde_json::json!({ "status": 301, "location": "/forms?x=1" }));
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 4);
    assert_eq!(rules[0]["mismatch"], serde_json::json!({ "kind": "method" }));
    let condition =
        serde_json::json!({ "kind": "condition", "condition": "port == \"8080\"", "value": null });
    assert_eq!(rules[2]["mismatch"], condition);
    assert_eq!(rules[3]["mismatch"], serde_json::Value::Null);
    assert_eq!(rules[3]["rule"], r#""/form" => 301 "/forms""#);
    let request = Request::get("/form?x=1").header("x-a", "a\t\"\\").header("host", "c:8080");
    let explanation = SITE.explain(&request.body(()).unwrap()).to_json();
    let json: serde_json::Value = serde_json::from_str(&explanation).unwrap();
    assert_eq!(json["rules"][2]["mismatch"]["value"], "a\t\"\\");
}
