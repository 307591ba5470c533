//! Matching of paths and methods.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::{check, response};

#[test]
fn the_requested_uri_is_one_value_of_the_query() {
    static SITE: Redirects = redirects! {
        "/admin/{*p}" if !cookie["session"] => 302 "/login?next={request_uri}",
        "/a" => 302 "/b?u=x{request_uri}y&p=1" { slash: either },
        "/{*p}/edit" => 307 "https://id.example/?a={p}&u={request_uri}#{p}",
        "/x//y" => 302 "/z?u={request_uri}",
    };
    check(
        &SITE,
        &[
            ("/admin/users?page=2", "302 /login?next=%2Fadmin%2Fusers%3Fpage%3D2"),
            ("/admin/", "302 /login?next=%2Fadmin%2F"),
            ("/admin/a%2Fb?", "302 /login?next=%2Fadmin%2Fa%252Fb"),
            ("/admin/-._~!?a=%20&b", "302 /login?next=%2Fadmin%2F-._~%21%3Fa%3D%2520%26b"),
            ("/admin/users; Cookie: session=1", "-"),
            ("/a", "302 /b?u=x%2Fay&p=1"),
            ("/%61/?p=2", "302 /b?u=x%2F%2561%2F%3Fp%3D2y&p=1"),
            ("/b/edit", "307 https://id.example/?a=b&u=%2Fb%2Fedit#b"),
            ("/edit", "-"),
            ("//edit", "-"),
            ("/x//y", "302 /z?u=%2Fx%2F%2Fy"),
        ],
    );
    let rule = SITE.get("/a").rule().unwrap();
    assert!(!rule.keeps_query());
    assert_eq!(rule.target(), Some("/b?u=x{request_uri}y&p=1"));
}

#[test]
fn the_requested_uri_includes_the_mount() {
    static SITE: Redirects = redirects! {
        default { mount: "/my-app" },
        "/a" => 302 "/my-app/b?next={request_uri}",

        assert "/my-app/a?c" => 302 "/my-app/b?next=%2Fmy-app%2Fa%3Fc",
    };
    check(&SITE, &[("/a?c", "302 /my-app/b?next=%2Fmy-app%2Fa%3Fc")]);
}

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
            ("/manual/.html", "301 /2"),
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
fn param_is_a_catch_all_without_a_slash() {
    static SITE: Redirects = redirects! {
        "/one/{x}" => 302 "/a/{x}",
        "/two/{x}-{y}" => 302 "/b/{x}/{y}",
        "/gone/{x}" => 410,
        "/query" if query["q"] == "{q}" => 302 "/c/{q}",
        "/query/value" if query["q"] == "{q}" => 302 "/d?q={q}",
        "/header" if header["x-a"] == "{h}" => 302 "/e/{h}",
        "/cookie" if cookie["c"] == "{c}" => 302 "/f/{c}",
    };
    check(
        &SITE,
        &[
            ("/one/a%2Fb", "302 /a/a%2Fb"),
            ("/one/a%2f", "302 /a/a%2f"),
            ("/one/a%5C...", "302 /a/a%5C..."),
            ("/one/a%2f..%2fb", "-"),
            ("/one/a%5C%2e%2E%5cb", "-"),
            ("/one/a%2f.", "-"),
            ("/one/..%2fa", "-"),
            ("/one/%2Fa", "-"),
            ("/one/%5ca", "-"),
            ("/one/\\a", "-"),
            ("/gone/a%2f..%2fb", "-"),
            ("/gone/%2f", "-"),
            // The first split in which both values are valid.
            ("/two/a-b-c", "302 /b/a/b-c"),
            ("/two/a%2f..-b-c", "302 /b/a%2f..-b/c"),
            ("/two/a%2f.-%2fb-c", "302 /b/a%2f.-%2fb/c"),
            ("/two/a-%2fb-c", "302 /b/a-%2fb/c"),
            ("/two/a-%2fb", "-"),
            ("/query?q=a/b", "302 /c/a%2Fb"),
            ("/query?q=a/../b", "-"),
            ("/query?q=a%5C..", "-"),
            ("/query?q=/a", "-"),
            ("/query/value?q=/a/../b", "302 /d?q=/a/../b"),
            ("/header; X-A: a/b", "302 /e/a%2Fb"),
            ("/header; X-A: a/./b", "-"),
            ("/header; X-A: /b", "-"),
            ("/header; X-A: a%2F..", "302 /e/a%252F.."),
            ("/cookie; Cookie: c=a/b", "302 /f/a%2Fb"),
            ("/cookie; Cookie: c=a/..", "-"),
        ],
    );
}

/// Rules that once redirected in a loop, because sources whose captures share a segment did not
/// match long paths.
#[test]
fn rules_for_shapes_that_share_a_segment_hold_for_long_paths() {
    static SITE: Redirects = redirects! {
        "/a/{x:[a-z-]+}-{y:[a-z]}" => pass,
        "/a/{p:[a-z-]+}" => 307 "/a/{p}-z",
    };
    for len in [1, 1100, 8000] {
        let path = format!("/a/{}", "b".repeat(len));
        let target = format!("{path}-z");
        assert_eq!(response(&SITE, &path), format!("307 {target}"));
        assert_eq!(response(&SITE, &target), "-");
    }
}

#[test]
fn no_rule_matches_a_path_of_more_than_8192_characters() {
    static SITE: Redirects = redirects! {
        "/exact" => 301 "/1",
        "/blog/{slug}" => 301 "/2",
        "/docs/{*page}" => 410,
        "/shop/{id:[0-9]+}-{name}" => 451,
    };
    for (prefix, expected) in
        [("/blog/", "301 /2"), ("/docs/", "410"), ("/docs/x/", "410"), ("/shop/1-", "451")]
    {
        for unit in ["a", "%61", "%C3"] {
            let longest = format!("{prefix}{}", unit.repeat(8192 - prefix.len()));
            assert_eq!(response(&SITE, &longest), expected, "{prefix} {unit}");
            assert_eq!(response(&SITE, &format!("{longest}{unit}")), "-", "{prefix} {unit}");
        }
    }
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
            ("//u/evil.com", "302 /evil.com"),
            ("/a/u/evil.com", "302 /a/evil.com"),
            ("/old//evil.com", "-"),
            ("/old/", "301 /"),
            ("/old/a//b", "301 /a//b"),
            ("/index/", "301 /index"),
            ("/index/a", "301 /a/index"),
            ("/index/a/", "301 /a//index"),
            ("/first/%2Fevil.com", "-"),
            ("/first/%5Cevil.com", "-"),
            ("/first/\\evil.com", "-"),
            ("/first/a%2Fb", "301 /a%2Fb"),
            ("/text/", "301 /x"),
            ("/text/a/b", "301 /xa/b"),
            ("/end/", "301 https://example.com/"),
            ("/end/a", "301 https://example.com/a/"),
        ],
    );
}

#[test]
fn empty_captures_remove_their_segment_of_the_target() {
    static SITE: Redirects = redirects! {
        "/old/{*rest}" => 301 "/{rest}/index",
        "/docs/{*page}" => 301 "/guide/{page}",
        "/past/{*page}" => 301 "/gone/{page}/",
        "/pages/{*page}.html" => 301 "/site/{page}",
        "/either/{*page}" => 301 "/new/{page}" { slash: either },
        "/base/{*page}" => 301 "https://example.com/{page}" { slash: either },
        "/encoded/{*page}" => 301 "/{page}/%2Fevil.example",
        "/q/" if query["a"] == "{*a}" => 301 "/s/{a}",
        "/r" if query["a"] == "{*a}" && query["b"] == "{*b}" => 301 "/{a}{b}/{b}/x?c={a}#{b}",
    };
    check(
        &SITE,
        &[
            ("/old/", "301 /index"),
            ("/old/a", "301 /a/index"),
            ("/old/a//b", "301 /a//b/index"),
            ("/docs/", "301 /guide/"),
            ("/docs/a/", "301 /guide/a/"),
            ("/past/", "301 /gone/"),
            ("/past/a", "301 /gone/a/"),
            ("/pages/.html", "301 /site"),
            ("/either", "301 /new"),
            ("/either/", "301 /new"),
            ("/base", "301 https://example.com/"),
            ("/base/", "301 https://example.com/"),
            ("/encoded/a", "301 /a/%2Fevil.example"),
            ("/encoded/", "-"),
            ("/q/?a=", "301 /s/"),
            ("/q/?a=b", "301 /s/b"),
            ("/r?a=&b=", "301 /x?c=#"),
            ("/r?a=1&b=", "301 /1/x?c=1#"),
            ("/r?a=&b=2", "301 /2/2/x?c=#2"),
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
