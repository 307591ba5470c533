//! Rules as values: the table of a `RuleList`, and its diagnostics.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use http::{Method, StatusCode};
use redirects::{
    Cache, Case, Chain, FaultName, Format, Loader, Redirects, RuleBuilder, RuleList, Slash,
    Subject, encode_path, escape, redirects,
};

/// Returns each rule of a table as it was declared, with its doc comment.
fn declarations(table: &Redirects) -> Vec<(String, Option<&str>)> {
    table.rules().map(|rule| (rule.to_string(), rule.doc())).collect()
}

/// Returns the diagnostics of a list, as it prints them.
fn diagnostics(list: RuleList) -> Vec<String> {
    list.check().diagnostics().iter().map(ToString::to_string).collect()
}

#[test]
fn a_list_is_the_table_of_the_same_macro() {
    static SITE: Redirects = redirects! {
        default { origin: "https://example.com", case: ignore }
        /// Renamed.
        GET | POST "/a/{id:[0-9]+}" if query["q"] == "{q}" && id != "7" => 307 "/b/{id}?q={q}",
        "/gone" => 410 { header["X-Robots-Tag"]: "noindex", cache: none },
        "/law" if ip in ["192.0.2.0/24"] => 451,
        "/blog" if host == "example.com" {
            default { slash: either, cache: 60s }
            "/feed" => pass,
            "/{slug}" if !cookie["beta"] => permanent "/articles/{slug}" { query: drop },
            #[allow(chain)]
            "/x/{*rest}" => temporary "/gone2" { cache: "public, max-age=1" },
        }
        "/gone2" => 303 "https://example.org/" { case: exact, cache: unset },
    };
    let blog = RuleList::new()
        .prefix("/blog")
        .when(Subject::host().is("example.com"))
        .slash(Slash::Either)
        .cache(Cache::MaxAge(Duration::from_secs(60)))
        .rule(RuleBuilder::pass("/feed"))
        .rule(
            RuleBuilder::permanent("/{slug}", "/articles/{slug}")
                .when(Subject::cookie("beta").is_absent())
                .keep_query(false),
        )
        .rule(
            RuleBuilder::temporary("/x/{*rest}", "/gone2")
                .cache(Cache::Directives("public, max-age=1".into()))
                .allow(FaultName::Chain),
        );
    let list = RuleList::new()
        .origin("https://example.com")
        .case(Case::Ignore)
        .rule(
            RuleBuilder::redirect(
                StatusCode::TEMPORARY_REDIRECT,
                "/a/{id:[0-9]+}",
                "/b/{id}?q={q}",
            )
            .method(Method::GET)
            .method(Method::POST)
            .when(Subject::query("q").is("{q}"))
            .when(Subject::capture("id").is_not("7"))
            .doc("Renamed."),
        )
        .rule(RuleBuilder::gone("/gone").header("X-Robots-Tag", "noindex").cache(Cache::NoStore))
        .rule(
            RuleBuilder::unavailable_for_legal_reasons("/law")
                .when(Subject::ip().is_in(["192.0.2.0/24"])),
        )
        .group(blog)
        .rule(
            RuleBuilder::redirect(StatusCode::SEE_OTHER, "/gone2", "https://example.org/")
                .case(Case::Exact)
                .cache(Cache::Unset),
        );
    assert_eq!(declarations(&list.build().unwrap()), declarations(&SITE));
}

#[test]
fn a_list_is_the_table_of_the_same_file() {
    let text = "/old /new 301\n/blog/* /articles/:splat 302\n/p/:id /q/:id 308\n";
    let file = Loader::new(Format::Netlify).slash(Slash::Either).parse(text).unwrap();
    let rules = [(301, "/old", "/new"), (302, "/blog/{*splat}", "/articles/{splat}")];
    let mut list: RuleList = rules
        .into_iter()
        .map(|(status, source, target)| {
            RuleBuilder::redirect(StatusCode::from_u16(status).unwrap(), source, target)
        })
        .collect();
    list.extend([RuleBuilder::permanent("/p/{id}", "/q/{id}")]);
    let built = list.slash(Slash::Either).build().unwrap();
    for path in ["/old", "/old/", "/blog/a/b?c=d", "/p/7/", "/p", "/new"] {
        let response = |table: &Redirects| {
            let request = http::Request::get(path).body(()).unwrap();
            table.respond::<()>(&request).map(|it| (it.status(), it.headers().clone()))
        };
        assert_eq!(response(&built), response(&file), "{path}");
    }
}

#[test]
fn chains_are_flattened() {
    let rules = [RuleBuilder::permanent("/a", "/b"), RuleBuilder::permanent("/b", "/c")];
    let site = RuleList::from_iter(rules).chain(Chain::Flatten).build().unwrap();
    assert_eq!(site.get("/a").redirect().unwrap().location().unwrap(), "/c");
}

#[test]
fn diagnostics_name_the_rule_and_the_rules_that_they_mention() {
    let list = RuleList::new()
        .group(RuleList::new().prefix("/a").rule(RuleBuilder::gone("/{x}")))
        .rule(RuleBuilder::permanent("/a/b", "/c").method(Method::GET));
    assert_eq!(
        diagnostics(list),
        ["rule 1 (`GET \"/a/b\" => permanent \"/c\"`): unreachable rule: an earlier rule matches \
          every request that `/a/b` matches\n\
          note: `/a/{x}` (rule 0) matches first\n\
          help: move this rule above it, or remove it\n\
          note: lint `unreachable`; `.allow(FaultName::Unreachable)` on the rule silences it"]
    );
}

#[test]
fn diagnostics_of_a_list_name_its_prefix() {
    let inner = RuleList::new().option("slash", "both").rule(RuleBuilder::gone("/a"));
    let texts = diagnostics(RuleList::new().group(RuleList::new().prefix("/p").group(inner)));
    assert!(texts[0].starts_with("list of rules under `/p`: "), "{texts:?}");
    let texts = diagnostics(RuleList::new().origin("nowhere").rule(RuleBuilder::gone("/a")));
    assert!(texts[0].starts_with("list of rules: "), "{texts:?}");
}

#[test]
fn diagnostics_quote_the_start_of_a_long_rule() {
    let report = RuleList::new().rule(RuleBuilder::gone("é".repeat(100_000))).check();
    let text = report.diagnostics()[0].to_string();
    assert!(text.starts_with(r#"rule 0 (`"ééé"#) && text.contains("é…`): "), "{text}");
}

#[test]
fn control_characters_in_rules_are_escaped() {
    let texts = diagnostics(RuleList::new().rule(RuleBuilder::gone("\u{202E}\n")));
    assert!(texts[0].starts_with(r#"rule 0 (`"\u{202e}\n" => 410`): "#), "{texts:?}");
}

#[test]
fn a_later_option_replaces_an_earlier_one() {
    let rule = RuleBuilder::permanent("/a", "/b").slash(Slash::Either).slash(Slash::Exact);
    let site = RuleList::new().rule(rule.header("x-a", "1").header("x-a", "2")).build().unwrap();
    let rule = site.rules().next().unwrap();
    assert!(site.get("/a/").redirect().is_none());
    assert!(rule.fields().eq([("x-a", "2")]));
}

#[test]
fn encoded_text_is_literal_whatever_it_contains() {
    let texts = [
        "/{a}", "/:id", "/a*", "/(.*)", "/100%", "/a b", "/a?b#c", "/é", "/[x]", "/<id>", "/$1",
        "/%41", "/a\\b", "/a\"b", "/^a$", "/**", "/a|b",
    ];
    for text in texts {
        let rule = RuleBuilder::permanent(encode_path(text), format!("/to{}", encode_path(text)));
        let site = RuleList::new().rule(rule).build().unwrap();
        let url = encode_path(text).into_owned();
        let location = site.get(&url).redirect().unwrap().location().unwrap();
        assert_eq!(location, format!("/to{url}").as_str());
    }
    assert_eq!(escape("{a}"), "{{a}}");
}
