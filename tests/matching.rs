//! Matching of paths and methods.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::check;

#[test]
fn paths_are_compared_in_normal_form() {
    static SITE: Redirects = redirects! {
        "/old" => 301 "/1",
        "/café" => 301 "/2",
        "/na%C3%AFve" => 301 "/3",
        "/a%2Fb" => 301 "/4",
        "/100%25" => 301 "/5",
        "/a(b)" => 301 "/6",
        "/%7Euser" => 301 "/7",
        "/a|b" => 301 "/8",
        "/dir/" => 301 "/9",
        "/x//y" => 301 "/10",
        "/" => 301 "/11",
        "/{{b}}" => 301 "/12",
        "/a%5cb" => 301 "/13",
        "/q" => 301 "/14",
    };
    check(
        &SITE,
        &[
            ("/old", "301 /1"),
            ("/%6Fld", "301 /1"),
            ("/%6fl%64", "301 /1"),
            ("/Old", "-"),
            ("/old/", "-"),
            ("//old", "-"),
            ("/old?", "301 /1"),
            ("/caf%C3%A9", "301 /2"),
            ("/caf%c3%a9", "301 /2"),
            ("/cafe", "-"),
            ("/na%c3%afve", "301 /3"),
            ("/a%2fb", "301 /4"),
            ("/a/b", "-"),
            ("/100%25", "301 /5"),
            ("/100%", "301 /5"),
            ("/a%28b%29", "301 /6"),
            ("/~user", "301 /7"),
            ("/a|b", "301 /8"),
            ("/a%7Cb", "301 /8"),
            ("/dir/", "301 /9"),
            ("/dir", "-"),
            ("/x//y", "301 /10"),
            ("/x/y", "-"),
            ("/", "301 /11"),
            ("/%7bb%7D", "301 /12"),
            ("/a\\b", "301 /13"),
            ("/a%5Cb", "301 /13"),
            ("/q", "301 /14"),
            ("/r", "-"),
            ("/%71", "301 /14"),
            ("/%72", "-"),
            ("/q/", "-"),
        ],
    );
}

#[test]
fn param_matches_a_segment_or_part_of_one() {
    static SITE: Redirects = redirects! {
        "/blog/{slug}" => 301 "/1/{slug}",
        #[allow(chain)]
        "/p/{sku}-{name}" => 301 "/2/{sku}/{name}",
        "/f/{name}.html" => 301 "/3/{name}",
        "/{year}/{month}/{slug}" => 301 "/4/{year}/{month}/{slug}",
        #[allow(chain)]
        "/v{major}.{minor}" => 301 "/5/{major}/{minor}",
    };
    check(
        &SITE,
        &[
            ("/blog/hello", "301 /1/hello"),
            ("/blog/%41%42", "301 /1/%41%42"),
            ("/blog/", "-"),
            ("/blog/a/", "-"),
            ("/blog/a%2Fb", "301 /1/a%2Fb"),
            ("/p/1-a-b", "301 /2/1/a-b"),
            ("/p/1%2Da", "301 /2/1/a"),
            ("/p/-a", "-"),
            ("/p/a-", "-"),
            ("/p/--a", "301 /2/-/a"),
            ("/f/a.html", "301 /3/a"),
            ("/f/a.html.html", "301 /3/a.html"),
            ("/f/.html", "-"),
            ("/f/a.htm", "-"),
            ("/2015/03/x", "301 /4/2015/03/x"),
            ("/2015//x", "-"),
            ("/v1.2.3", "301 /5/1/2.3"),
            ("/v1.", "-"),
        ],
    );
}

#[test]
fn catch_all_is_greedy() {
    static SITE: Redirects = redirects! {
        "/docs/{*page}" => 301 "/1/{page}",
        "/manual/{*page}.html" => 301 "/2/{page}",
        "/u/{*a}/u/{b}" => 301 "/3/{b}/{a}",
        "/d/{*path}-{last}" => 301 "/4/{last}/{path}",
    };
    check(
        &SITE,
        &[
            ("/docs/a/b", "301 /1/a/b"),
            ("/docs/", "301 /1/"),
            ("/docs", "-"),
            ("/docs/a/", "301 /1/a/"),
            ("/docs/a//b", "301 /1/a//b"),
            ("/manual/a/b.html", "301 /2/a/b"),
            ("/manual/a.html/b.html", "301 /2/a.html/b"),
            ("/manual/.html", "301 /2/"),
            ("/manual/a.html/", "-"),
            ("/u/x/u/y/u/z", "301 /3/z/x/u/y"),
            ("/d/a-b/c-d-e", "301 /4/e/a-b/c-d"),
            ("/d/a-b/c", "-"),
        ],
    );
}

#[test]
fn captures_are_never_dot_segments() {
    static SITE: Redirects = redirects! {
        "/one/{x}" => 302 "/a/{x}",
        "/rest/{*x}" => 302 "/b/{x}",
        "/gone/{x}" => 410,
        "/f/{x}.html" => 302 "/private/p/{x}",
        "/h/{x}" => 302 "/c/.{x}",
    };
    check(
        &SITE,
        &[
            ("/one/.", "-"),
            ("/one/..", "-"),
            ("/one/%2e%2E", "-"),
            ("/one/...", "302 /a/..."),
            ("/one/.a", "302 /a/.a"),
            ("/rest/..", "-"),
            ("/rest/a/../b", "-"),
            ("/rest/a/%2e%2e", "-"),
            ("/rest/a%2f..%2fb", "-"),
            ("/rest/a/..%5Cb", "-"),
            ("/rest//evil.com", "-"),
            ("/rest/%2Fevil.com", "-"),
            ("/rest/%5cevil.com", "-"),
            ("/rest/\\evil.com", "-"),
            ("/rest/a..b", "302 /b/a..b"),
            ("/gone/..", "-"),
            ("/gone/x", "410"),
            ("/f/...html", "-"),
            ("/f/%2e%2e.html", "-"),
            ("/f/a.html", "302 /private/p/a"),
            ("/h/.", "-"),
            ("/h/%2E", "-"),
            ("/h/a", "302 /c/.a"),
        ],
    );
}

#[test]
fn values_never_change_the_structure_of_the_target_path() {
    static SITE: Redirects = redirects! {
        "/{*a}/u/{b}" => 302 "/{a}/{b}",
        "/old/{*r}" => 301 "/{r}",
        #[allow(loop)]
        "/index/{*r}" => 301 "/{r}/index",
        "/first/{x}" => 301 "/{x}",
        "/text/{*r}" => 301 "/x{r}",
        "/end/{*r}" => 301 "https://example.com/{r}/",
    };
    check(
        &SITE,
        &[
            ("//u/evil.com", "-"),
            ("/a/u/evil.com", "302 /a/evil.com"),
            ("/old//evil.com", "-"),
            ("/old/", "301 /"),
            ("/old/a//b", "301 /a//b"),
            ("/index/", "-"),
            ("/index/a", "301 /a/index"),
            ("/index/a/", "-"),
            ("/first/%2Fevil.com", "-"),
            ("/first/%5Cevil.com", "-"),
            ("/first/\\evil.com", "-"),
            ("/first/a%2Fb", "301 /a%2Fb"),
            ("/text/", "301 /x"),
            ("/text/a/b", "301 /xa/b"),
            ("/end/", "-"),
            ("/end/a", "301 https://example.com/a/"),
        ],
    );
}

#[test]
fn methods_are_case_sensitive_and_get_includes_head() {
    static SITE: Redirects = redirects! {
        GET "/get" => 301 "/1",
        PUT | POST "/form" => 303 "/2",
        DELETE "/form" => 307 "/3",
        OPTIONS "/options" => 308 "/4",
        "/any" => 301 "/5",
        GET "/form" => 302 "/6",
    };
    check(
        &SITE,
        &[
            ("/get", "301 /1"),
            ("HEAD /get", "301 /1"),
            ("POST /get", "-"),
            ("get /get", "-"),
            ("PUT /form", "303 /2"),
            ("POST /form", "303 /2"),
            ("DELETE /form", "307 /3"),
            ("HEAD /form", "302 /6"),
            ("PATCH /form", "-"),
            ("PURGE /any", "301 /5"),
            ("OPTIONS /any", "301 /5"),
            ("OPTIONS /options", "308 /4"),
            ("OPTIONS /options; Origin: https://example.com", "308 /4"),
        ],
    );
}

#[test]
fn preflight_connect_and_asterisk_requests_never_match() {
    static SITE: Redirects = redirects! {
        "/{*all}" => 301 "https://example.com/{all}",
    };
    const CORS: &str = "Origin: https://a.example; Access-Control-Request-Method: PUT";
    check(
        &SITE,
        &[
            (&format!("OPTIONS /a; {CORS}"), "-"),
            (&format!("GET /a; {CORS}"), "301 https://example.com/a"),
            ("OPTIONS *", "-"),
            ("CONNECT example.com:443", "-"),
            ("http://example.com/a", "301 https://example.com/a"),
        ],
    );
}

#[test]
fn first_matching_rule_wins() {
    static SITE: Redirects = redirects! {
        "/blog/{slug}" => 301 "/1",
        "/{*all}.php" => 301 "/2",
        #[allow(unreachable)]
        "/blog/special.php" => 301 "/3",
        POST "/a" => 303 "/4",
        #[allow(loop)]
        "/{x}" => 301 "/5",
        #[allow(unreachable)]
        "/a" => 301 "/6",
        "/api/health" => pass,
        "/api/{*rest}" => 410,
    };
    check(
        &SITE,
        &[
            ("/blog/special.php", "301 /1"),
            ("/blog/a/b.php", "301 /2"),
            ("POST /a", "303 /4"),
            ("/a", "301 /5"),
            ("/api/health", "-"),
            ("/api/other", "410"),
            ("/api/", "410"),
        ],
    );
}
