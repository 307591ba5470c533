//! Rules from an included file.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, Rule, redirects};
use test_support::check;

static SITE: Redirects = redirects! {
    default { slash: either, query: drop },
    include "fixtures/_redirects",
    /// The old shop.
    "/shop" if host == "shop.example.com" {
        include "fixtures/_redirects" as netlify { query: drop, cache: 1d },
    }
    include "fixtures/moves.tsv" as tsv { status: 308, case: ignore, slash: either },
    "/z" => 301 "/y",
    assert "/old/a?b" => 302 "/new/a?b",
};

#[test]
fn included_rules_have_the_options_of_their_include() {
    check(
        &SITE,
        &[
            ("/a?x", "301 /b?x"),
            ("/a/", "-"),
            ("/VIEUX/", "308 /neuf"),
            ("/aller", "307 https://example.com/l%C3%A0?id=1"),
            ("/a/7?x", "307 /b/7?x"),
            ("/old/x", "302 /new/x"),
            ("/shop/a?x; Host: shop.example.com", "301 /b"),
            ("/shop/old/x; Host: shop.example.com", "302 /new/x"),
            ("/shop/a?x", "-"),
            ("/z/?x", "301 /y"),
        ],
    );
}

#[test]
fn included_rules_have_the_location_of_their_line() {
    let location = |rule: &Rule<'static>| rule.source_location().unwrap();
    let shown: Vec<_> = SITE
        .rules()
        .filter(|rule| location(rule).file().unwrap().contains("_redirects"))
        .map(|rule| format!("{}: {} {:?}", location(&rule), rule.source(), rule.doc()))
        .collect();
    let expected = [
        "tests/fixtures/_redirects:1:1: /old/{*splat} None",
        "tests/fixtures/_redirects:2:1: /a None",
        "tests/fixtures/_redirects:3:1: /a/{id} None",
        "tests/fixtures/_redirects:1:1: /shop/old/{*splat} Some(\"The old shop.\")",
        "tests/fixtures/_redirects:2:1: /shop/a Some(\"The old shop.\")",
        "tests/fixtures/_redirects:3:1: /shop/a/{id} Some(\"The old shop.\")",
    ];
    assert_eq!(shown, expected);
}
