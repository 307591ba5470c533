//! The option `chain: flatten`.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::check;

#[test]
fn flattened_rules_lead_to_the_end_of_the_chain() {
    static SITE: Redirects = redirects! {
        default { chain: flatten, origin: "https://example.com" },
        "/a" => 308 "/b?x=1&y=2#kept",
        "/b" => 301 "/c?y=3",
        "/c" => 308 "https://example.com/d",
        "/d" => 308 "https://other.example/e#own" { query: drop },
        "/blog/{slug}" => 308 "/articles/{slug}?from=blog",
        "/articles/{slug}" => 308 "/posts/{slug}.html",
        "/posts/{name}" => 301 "https://blog.example.com/p/{name}",
        "/old/{year}/{*rest}" => 301 "/new/{rest}",
        "/new/{*all}" => 301 "/newest?path={all}",
        "/form" => 307 "/sent",
        "/sent" => 303 "/thanks",
        "/fragment" => 301 "/target#first",
        "/target" => 301 "/end",
    };
    check(
        &SITE,
        &[
            ("/a?y=9&z=0", "301 https://other.example/e#own"),
            ("/b?q", "301 https://other.example/e#own"),
            ("/blog/my-post?q=1", "301 https://blog.example.com/p/my-post.html?from=blog&q=1"),
            ("/articles/my-post", "301 https://blog.example.com/p/my-post.html"),
            ("/old/2015/a/b", "301 /newest?path=a/b"),
            ("POST /form", "303 /thanks"),
            ("/fragment?q", "301 /end?q#first"),
        ],
    );
    let shown: Vec<_> = SITE.rules().filter_map(|rule| rule.target()).take(2).collect();
    assert_eq!(shown, ["/b?x=1&y=2#kept", "/c?y=3"]);
}

/// Checks that flattening stops before a rule that only some of the requests match, and before a
/// temporary redirect that follows permanent ones.
#[test]
fn flattening_stops_where_requests_diverge_or_caching_changes() {
    static SITE: Redirects = redirects! {
        default { chain: flatten },
        "/a" => 301 "/b",
        "/b" => 301 "/c",
        "/c" if cookie["x"] => 302 "/d",
        "/c" if !cookie["x"] => 302 "/e",
        "/for-good" => 301 "/still",
        "/still" => 301 "/for-now",
        "/for-now" => 307 "/elsewhere",
        "/x/{y}" => 302 "/z/{y}",
        "/z/{n:[0-9]+}" => 302 "/n/{n}",
    };
    check(&SITE, &[("/a", "301 /c"), ("/for-good", "301 /for-now"), ("/x/1", "302 /z/1")]);
}

/// Checks that a rule is composed with the next one if the conditions of that rule follow from its
/// own conditions or from its target.
#[test]
fn flattening_works_in_groups_and_under_conditions() {
    static SITE: Redirects = redirects! {
        default { chain: flatten },
        if host == "a.example" {
            "/a" => 301 "/b",
            "/b" => 301 "/c",
        }
        "/b" => 301 "https://other.example/elsewhere",

        // From the target.
        "/to-a" => 301 "https://a.example/b",
        "/to-query" => 302 "/by-query?v=2",
        "/by-query" if query["v"] == "2" => 302 "/second",
        "/to-http" => 302 "http://plain.example/by-scheme",
        "/by-scheme" if host == "plain.example" && scheme == "http" => 302 "/plain",

        // From the rule's own conditions, and only for its own requests.
        "/member" if cookie["id"] => 302 "/page",
        "/page" if cookie["id"] => 302 "/home",
        "/page" => 302 "/login",
        "/home" => 302 "/home/start",
        #[allow(chain)] "/anyone" => 302 "/page",

        if host == "{shop}.shops.example" {
            "/old/{item}" => 302 "/items/{item}",
            "/items/{id}" => 302 "https://example.com/{shop}/{id}",
        }
    };
    check(
        &SITE,
        &[
            ("https://a.example/a", "301 /c"),
            ("https://a.example/b", "301 /c"),
            ("https://b.example/a", "-"),
            ("/to-a", "301 https://a.example/c"),
            ("/to-query?v=9&w=1", "302 /second?w=1"),
            ("/to-http", "302 http://plain.example/plain"),
            ("/anyone", "302 /page"),
            ("https://x.shops.example/old/7", "302 https://example.com/x/7"),
        ],
    );
    let member = http::Request::get("/member").header("cookie", "id=1").body(()).unwrap();
    let redirect = SITE.find(&member).redirect().unwrap();
    assert_eq!(redirect.location().unwrap(), "/home/start");
}

/// Checks that a parameter with an optional capture is dropped from a composed target too.
#[test]
fn parameters_of_absent_captures_are_dropped_from_composed_targets() {
    static SITE: Redirects = redirects! {
        default { chain: flatten },
        "/find/{term?}" => 302 "/search?a=1&q={term}&b={term}-{term}",
        "/search" => 302 "/s?a=2",
        "/compared/{term?}" => 302 "/compare?q={term}&v=2",
        "/compare" if query["v"] == "2" => 302 "/both?w=1",
        "/set/{term?}" => 302 "/setter?q={term}",
        "/setter" => 302 "/set-to?q=1",
        "/only/{term?}" => 302 "/list?q={term}",
        "/list" => 302 "/all",
        #[allow(chain)] "/to-list" => 302 "/optional/x",
        "/optional/{x?}" => 302 "/end?x={x}",
        "/maybe/{term?}" => 302 "/filter?q={term}",
        "/filter" if query["q"] => 302 "/filtered",
    };
    check(
        &SITE,
        &[
            ("/find/tea?c=3", "302 /s?a=2&q=tea&b=tea-tea&c=3"),
            ("/find?q=milk&c=3", "302 /s?a=2&q=milk&c=3"),
            ("/find?a=3&b=4", "302 /s?a=2&b=4"),
            ("/only/tea", "302 /all?q=tea"),
            ("/only", "302 /all"),
            ("/only?c=3", "302 /all?c=3"),
            ("/compared?q=3&v=4", "302 /compare?v=2&q=3"),
            ("/set/tea?q=3", "302 /set-to?q=1"),
            ("/set?q=3", "302 /set-to?q=1"),
            ("/maybe", "302 /filter"),
            ("/to-list", "302 /optional/x"),
        ],
    );
    let explanation = SITE.explain(&http::Uri::from_static("/find")).to_string();
    assert!(explanation.contains("/s?a=2&q={term}&b={term}-{term}"), "{explanation}");
}

/// Checks that a rule is not composed with the next one if another rule matches some of its targets
/// first, even though that rule redirects them too.
#[test]
fn flattening_stops_where_another_rule_comes_first() {
    static SITE: Redirects = redirects! {
        default { chain: flatten },
        #[allow(chain)] "/a/{x}" => 301 "/b/{x}",
        "/a2/special" => 301 "/b/special",
        "/b/special" => 301 "/c1",
        "/b/{x}" => 301 "/c/{x}",
    };
    check(
        &SITE,
        &[("/a/special", "301 /b/special"), ("/a/x", "301 /b/x"), ("/a2/special", "301 /c1")],
    );
}
