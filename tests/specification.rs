//! The example in the specification, with requests for each of its rules over HTTP.

#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use redirects::{Redirects, redirects};
use test_support::server::Server;

#[rustfmt::skip]
static SITE: Redirects = redirects! {
    default { slash: either, query: keep, origin: "https://example.com" },

    // Static
    "/old"                                       => 301 "/new",
    // One segment
    "/blog/{slug}"                               => permanent "/articles/{slug}",
    // The rest of the path
    "/docs/{*page}"                              => 302 "/guide/{page}",
    // Text around a capture
    "/manual/{*page}.html"                       => 308 "/handbook/{page}",
    // A capture with a shape
    "/{year:[0-9]{4}}/{month:[0-9]{2}}/{slug}"   => 308 "/articles/{slug}",
    // Methods
    PUT | POST "/uploads/{id}"                   => 303 "/uploads/{id}/receipt",
    // A group, a capture in the host
    if host == "{shop}.old.example.com" {
        "/{*path}"                               => 308 "https://{shop}.new.example.com/{path}",
    }
    // Conditions
    "/" if header["x-country"] == "de"           => 307 "/de/",
    "/" if language == "fr"                      => 307 "/fr/",
    "/home" if cookie["beta"] && !query["old"]   => temporary "/beta",
    // A capture in a parameter
    "/index.php" if query["p"] == "{id}"         => 301 "/posts/{id}",
    "/search"                                    => 308 "/find" { query: drop, cache: 1h },
    // A shared prefix
    "/shop" {
        "/cart"                                  => 301 "/basket",
        "/{item}"                                => 308 "/products/{item}",
    }
    // An exception: leave it alone
    "/api/v1/health"                             => pass,
    // Gone
    "/api/v1/{*rest}"                            => 410,
    #[allow(chain)] "/a"                         => 301 "/old",
    // Rules kept in a file
    include "legacy/_redirects" as netlify,

    // Checked by the compiler
    assert "/blog/hello?utm=1"                   => 308 "/articles/hello?utm=1",
    assert POST "/somewhere/else"                => pass,
    assert "/" with language == "fr"             => 307 "/fr/",
};

/// The server of all tests.
static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(&SITE));

#[test]
fn static_source_matches_one_path() {
    SERVER.check(&[
        ("/old", "301 /new; cache-control: max-age=3600; vary: -"),
        ("/old/", "301 /new"),
        ("/old//", "200"),
        ("/old/x", "200"),
        ("/Old", "200"),
        ("/ol%64", "301 /new"),
        ("POST /old", "301 /new"),
        ("HEAD /old", "301 /new"),
        ("/old?a=1&b", "301 /new?a=1&b"),
        ("/older", "200"),
    ]);
}

#[test]
fn param_matches_one_segment() {
    SERVER.check(&[
        ("/blog/hello", "308 /articles/hello; cache-control: max-age=3600"),
        ("/blog/hello/", "308 /articles/hello"),
        ("/blog/caf%C3%A9?page=2", "308 /articles/caf%C3%A9?page=2"),
        ("/blog/a/b", "200"),
        ("/blog/", "200"),
        ("/blog", "200"),
        ("/blog/..", "200"),
        ("/blog/%2e%2E", "200"),
    ]);
}

#[test]
fn catch_all_matches_the_rest_of_the_path() {
    SERVER.check(&[
        ("/docs/a", "302 /guide/a; cache-control: -"),
        ("/docs/a/b.html?x", "302 /guide/a/b.html?x"),
        ("/docs/a/", "302 /guide/a"),
        ("/docs/", "302 /guide"),
        ("/docs", "302 /guide"),
        ("/docs//a", "200"),
        ("/docs/a/../b", "200"),
        ("/docs2/a", "200"),
    ]);
}

#[test]
fn text_around_a_capture_must_match() {
    SERVER.check(&[
        ("/manual/a.html", "308 /handbook/a"),
        ("/manual/a/b.html", "308 /handbook/a/b"),
        ("/manual/a.html.html", "308 /handbook/a.html"),
        ("/manual/a.html/", "308 /handbook/a"),
        ("/manual/.html", "308 /handbook"),
        ("/manual/a.htm", "200"),
        ("/manual/a", "200"),
    ]);
}

#[test]
fn shape_must_match_the_whole_capture() {
    SERVER.check(&[
        ("/2015/03/my-post", "308 /articles/my-post; cache-control: max-age=3600"),
        ("/2015/03/my-post/?share=x", "308 /articles/my-post?share=x"),
        ("/%32015/03/x", "308 /articles/x"),
        ("/2015/3/x", "200"),
        ("/215/03/x", "200"),
        ("/20150/03/x", "200"),
        ("/year/03/x", "200"),
        ("/2015/03", "200"),
        ("/2015/03/a/b", "200"),
    ]);
}

#[test]
fn rule_matches_only_its_methods() {
    SERVER.check(&[
        ("PUT /uploads/7", "303 /uploads/7/receipt; cache-control: -"),
        ("POST /uploads/7; Content-Length: 0", "303 /uploads/7/receipt"),
        ("PUT /uploads/7/", "303 /uploads/7/receipt"),
        ("/uploads/7", "200"),
        ("HEAD /uploads/7", "200"),
        ("DELETE /uploads/7", "200"),
        ("PUT /uploads/7/receipt", "200"),
    ]);
}

/// Browsers reject redirected preflights.
#[test]
fn preflights_are_never_redirected() {
    SERVER.check(&[
        ("OPTIONS /old", "301 /new"),
        ("OPTIONS /old; Origin: https://a.example", "301 /new"),
        ("OPTIONS /old; Origin: https://a.example; Access-Control-Request-Method: PUT", "200"),
        ("PUT /old; Origin: https://a.example; Access-Control-Request-Method: PUT", "301 /new"),
        ("OPTIONS *", "200"),
    ]);
}

#[test]
fn group_captures_a_label_of_the_host() {
    SERVER.check(&[
        ("/cups; Host: blue.old.example.com", "308 https://blue.new.example.com/cups; vary: -"),
        ("/a/b?c=d; Host: Blue.OLD.example.com:8080", "308 https://blue.new.example.com/a/b?c=d"),
        ("/; Host: blue.old.example.com.", "308 https://blue.new.example.com/"),
        ("http://blue.old.example.com/cups; Host: x", "308 https://blue.new.example.com/cups"),
        ("/old; Host: blue.old.example.com", "301 /new"),
        ("/cups; Host: old.example.com", "200"),
        ("/cups; Host: a.b.old.example.com", "200"),
        ("/cups; Host: blue.old.example.com.evil.com", "200"),
        ("/cups; Host: blue.older.example.com", "200"),
        ("//evil.com; Host: blue.old.example.com", "200"),
    ]);
}

#[test]
fn header_condition_makes_responses_private() {
    SERVER.check(&[
        ("/; X-Country: de", "307 /de/; vary: x-country; cache-control: private"),
        ("/?a=1; X-Country: de", "307 /de/?a=1"),
        ("/; X-Country: DE", "200"),
        ("/; X-Country: at", "200; vary: x-country, accept-language"),
        ("/x; X-Country: de", "200; vary: -"),
    ]);
}

#[test]
fn language_condition_uses_the_preferred_language() {
    SERVER.check(&[
        ("/; Accept-Language: fr", "307 /fr/; vary: x-country, accept-language"),
        ("/; Accept-Language: en;q=0.8, fr-CA", "307 /fr/; cache-control: private"),
        ("/; Accept-Language: fr; X-Country: de", "307 /de/; vary: x-country"),
        ("/; Accept-Language: en, fr", "200"),
        ("/; Accept-Language: frr", "200"),
        ("/; Accept-Language: *", "200"),
        ("/", "200; vary: x-country, accept-language; cache-control: -"),
        ("/fr/; Accept-Language: fr", "200; vary: -"),
    ]);
}

#[test]
fn conditions_require_a_cookie_and_no_parameter() {
    SERVER.check(&[
        ("/home; Cookie: beta=1", "307 /beta; vary: cookie; cache-control: private"),
        ("/home; Cookie: a=1; Cookie: beta=", "307 /beta"),
        ("/home/?a; Cookie: beta=1", "307 /beta?a"),
        ("/home?old; Cookie: beta=1", "200"),
        ("/home?old=1; Cookie: beta=1", "200; vary: -"),
        ("/home; Cookie: alphabeta=1", "200"),
        ("/home", "200; vary: cookie"),
    ]);
}

#[test]
fn captured_parameter_leaves_the_query() {
    SERVER.check(&[
        ("/index.php?p=17", "301 /posts/17; cache-control: max-age=3600; vary: -"),
        ("/index.php?x=1&p=17&p=2&y", "301 /posts/17?x=1&y"),
        ("/index.php?p=a%20b%2Fc", "301 /posts/a%20b%2Fc"),
        ("/index.php?p=a+b", "301 /posts/a%20b"),
        ("/index.php?p=..", "200"),
        ("/index.php?p=", "200"),
        ("/index.php?q=17", "200"),
        ("/index.php", "200"),
    ]);
}

#[test]
fn options_drop_the_query_and_set_cache_control() {
    SERVER.check(&[
        ("/search?q=1", "308 /find; cache-control: max-age=3600"),
        ("/search", "308 /find"),
        ("/search/?q=1", "308 /find"),
    ]);
}

#[test]
fn group_prefix_is_shared() {
    SERVER.check(&[
        ("/shop/cart", "301 /basket"),
        ("/shop/cart/?a=1", "301 /basket?a=1"),
        ("/shop/cup", "308 /products/cup"),
        ("/shop/cup/", "308 /products/cup"),
        ("/shop/carts", "308 /products/carts"),
        ("/shop", "200"),
        ("/shop/", "200"),
        ("/shop/a/b", "200"),
        ("/cart", "200"),
    ]);
}

#[test]
fn pass_exempts_a_path_from_later_rules() {
    SERVER.check(&[
        ("/api/v1/health", "200"),
        ("POST /api/v1/health/", "200"),
        ("/api/v1/healthy", "410; cache-control: max-age=3600"),
        ("/api/v1/a/b?c", "410"),
        ("DELETE /api/v1/a", "410"),
        ("/api/v1/", "410"),
        ("/api/v1", "410"),
        ("/api/v10", "200"),
        ("/api/v2/a", "200"),
    ]);
}

/// Checks both hops of the allowed chain, and similar paths.
#[test]
fn allowed_chain_redirects_in_two_hops() {
    SERVER.check(&[
        ("/a", "301 /old"),
        ("/a/", "301 /old"),
        ("/old", "301 /new"),
        ("/new", "200"),
        ("/b", "200"),
    ]);
}

/// Checks that `default` does not apply to the included file, where a final slash is significant.
#[test]
fn included_rules_ignore_the_default() {
    SERVER.check(&[
        ("/team.html", "301 /about; cache-control: max-age=3600"),
        ("/team.html/", "200"),
        ("/feed/a/b?c", "308 /articles/a/b?c"),
        ("/feed", "200"),
        ("/news/a", "301 /articles/a"),
        ("/news/a/b", "200"),
        ("/press", "302 https://press.example.com/; cache-control: -"),
        ("/pres", "200"),
    ]);
}

#[test]
fn asserted_responses_are_sent() {
    SERVER.check(&[
        ("/blog/hello?utm=1", "308 /articles/hello?utm=1"),
        ("POST /somewhere/else", "200"),
        ("/; Accept-Language: fr", "307 /fr/"),
    ]);
}
