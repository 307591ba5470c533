//! Assertions that hold. `tests/ui/failed_assert.rs` has assertions that fail.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::check;

static SITE: Redirects = redirects! {
    default { origin: "https://example.com" },
    "/old" => 301 "/new",
    "/café" => 301 "/kaffee",
    "/{{a}}" => 301 "/{{b}}",
    PUT "/form" => 303 "/done",
    "/gone" => 410,
    "/kept" => pass,
    "/http" if scheme == "http" => 308 "https://example.com/http",
    "/www" if host == "www.example.com" => 308 "https://example.com/www",
    "/own" if host == "example.com" && scheme == "https" => 302 "/owned",
    "/l" if language == "fr" => 307 "/fr",
    "/c" if cookie["a"] == "1" && cookie["b"] => 307 "/both",
    "/q" if query["p q"] == "ä&b" => 307 "/asked",
    "/h" if header["X-A"] == "1" => 307 "/asked",

    assert "/old" => 301 "/new",
    assert "https://example.com?a=1" => pass,
    assert HEAD "/old?a=1" => 301 "/new?a=1",
    assert "/old?next=https://a.example/b" => 301 "/new?next=https://a.example/b",
    assert "/café" => 301 "/kaffee",
    assert "/caf%c3%A9" => 301 "/kaffee",
    assert "/{a}" => 301 "/{b}",
    assert PUT "/form" => 303 "/done",
    assert "/form" => pass,
    assert "/gone" => 410,
    assert "/kept" => pass,
    assert "/nothing" => pass,
    assert "/own" => 302 "/owned",
    assert "http://example.com/http" => 308 "https://example.com/http",
    assert "/http" with scheme == "http" => permanent "https://example.com/http",
    assert "https://www.example.com:8443/www" => 308 "https://example.com/www",
    assert "/www" with host == "www.example.com" => 308 "https://example.com/www",
    assert "/l" with language == "fr" => temporary "/fr",
    assert "/c" with cookie["a"] == "1" with cookie["b"] == "2" => 307 "/both",
    assert "/c" with cookie["a"] == "1" => pass,
    assert "/q?x" with query["p q"] == "ä&b" => 307 "/asked?x",
    assert "/h" with header["x-a"] == "1" => 307 "/asked",
};

#[test]
fn asserts_add_no_rules() {
    assert_eq!(SITE.rules().len(), 13);
    check(&SITE, &[("/old", "301 /new"), ("/nothing", "-")]);
}

/// Checks that the options `origin` and `mount` affect neither matching nor locations.
#[test]
fn mount_prefixes_only_the_paths_of_asserts() {
    static API: Redirects = redirects! {
        default { origin: "https://example.com", mount: "/v1" },
        "/" => 301 "/v1/home",
        "/old" => 301 "/v1/new",
        assert "/v1" => 301 "/v1/home",
        assert "/v1/" => 301 "/v1/home",
        assert "/v1/old?a" => 301 "/v1/new?a",
    };
    check(&API, &[("/old", "301 /v1/new"), ("/v1/old", "-"), ("/", "301 /v1/home")]);
}
