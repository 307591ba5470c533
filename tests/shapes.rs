//! Captures that a regular expression restricts.

#![allow(clippy::unwrap_used)]

use allocation_counter::measure;
use redirects::{Redirects, redirects};
use test_support::{check, request, response};

#[test]
fn shape_restricts_the_capture_of_a_segment() {
    static SITE: Redirects = redirects! {
        "/{year:[0-9]{4}}/{month:[0-9]{2}}/{slug}" => 308 "/articles/{slug}?y={year}&m={month}",
        "/p/{id:[0-9]+}.html" => 301 "/pages/{id}",
        r"/v{major:\d+}" => 301 "/version/{major}",
        "/x/{word:a|bc}" => 301 "/w/{word}",
        r"/c/{class:[]}a]{2}}" => 301 "/class/{class}",
        r"/e/{escaped:\{\}}" => 301 "/escaped/{escaped}",
        "/i/{any:(?i)[a-c]+}" => 301 "/any/{any}",
        "/u/{word:(?u)\\p{L}+}" => 301 "/unicode/{word}",
        "/b/{bytes:..}" => 301 "/bytes/{bytes}",
        "/dot/{dots:[.]+}" => 301 "/dots/{dots}",
    };
    check(
        &SITE,
        &[
            ("/2015/03/my-post", "308 /articles/my-post?y=2015&m=03"),
            ("/%32015/03/my-post", "308 /articles/my-post?y=%32015&m=03"),
            ("/2015/3/my-post", "-"),
            ("/20155/03/my-post", "-"),
            ("/2015/03/", "-"),
            ("/p/7.html", "301 /pages/7"),
            ("/p/x.html", "-"),
            ("/p/.html", "-"),
            ("/v12", "301 /version/12"),
            ("/v1x", "-"),
            ("/x/a", "301 /w/a"),
            ("/x/bc", "301 /w/bc"),
            ("/x/abc", "-"),
            ("/c/]%7D", "301 /class/%5D%7D"),
            ("/e/%7b%7D", "301 /escaped/%7b%7D"),
            ("/i/AbC", "301 /any/AbC"),
            ("/u/caf%C3%A9", "301 /unicode/caf%C3%A9"),
            ("/u/caf%C3", "-"),
            ("/b/%C3%A9", "301 /bytes/%C3%A9"),
            ("/b/%C3%28", "-"),
            ("/b/a", "-"),
            ("/dot/..", "-"),
            ("/dot/...", "301 /dots/..."),
        ],
    );
}

#[test]
fn shapes_divide_a_segment_between_captures() {
    static SITE: Redirects = redirects! {
        "/{y:[0-9]{4}}-{m:[0-9]{2}}-{slug}.html" => 301 "/{y}/{m}/{slug}",
        "/a/{x}-{n:[0-9]+}" => 301 "/a/{n}/{x}",
        "/b/{x:[a-z]+}{{{y:[a-z]+}" => 301 "/b/{y}/{x}",
        "/c/{*path}-{n:[0-9]}/end" => 301 "/c/{n}/{path}",
        "/d/{*path:[a-z/]+}.{ext:[a-z]{1,3}}" => 301 "/d/{ext}/{path}",
    };
    check(
        &SITE,
        &[
            ("/2015-03-my-post.html", "301 /2015/03/my-post"),
            ("/2015-3-my-post.html", "-"),
            ("/a/x-y-1", "301 /a/1/x-y"),
            ("/a/1-2-3", "301 /a/3/1-2"),
            ("/a/x-", "-"),
            ("/b/a%7Bb", "301 /b/b/a"),
            ("/c/x/y-1-2/end", "301 /c/2/x/y-1"),
            ("/c/-1/end", "301 /c/1"),
            ("/d/a/b.txt", "301 /d/txt/a/b"),
            ("/d/a.b.txt", "-"),
            ("/d/a.html", "-"),
        ],
    );
}

#[test]
fn shape_restricts_a_catch_all() {
    static SITE: Redirects = redirects! {
        "/docs/{*page:[a-z/]*}" => 301 "/guide/{page}",
        "/n/{*numbers:([0-9]+/)*[0-9]+}/{last}" => 301 "/{last}/{numbers}",
        "/any/{*rest:(?s).*}" => 301 "/all/{rest}",
    };
    check(
        &SITE,
        &[
            ("/docs/", "301 /guide/"),
            ("/docs/a/b", "301 /guide/a/b"),
            ("/docs/a/B", "-"),
            ("/docs/../b", "-"),
            ("/n/1/2/x", "301 /x/1/2"),
            ("/n/1/x/y", "-"),
            ("/any/a%2Fb", "301 /all/a%2Fb"),
            ("/any/%FF", "-"),
        ],
    );
}

#[test]
fn shape_restricts_captures_in_conditions() {
    static SITE: Redirects = redirects! {
        "/" if host == "{shop:[a-z]+}.example.com" => 301 "https://{shop}.example.org/",
        "/" if query["p"] == "{id:[0-9]+}" => 301 "/posts/{id}",
        "/" if cookie["v"] == "{major:[0-9]+}.{minor:[0-9]+}" => 302 "/v/{major}/{minor}",
        "/" if header["x-a"] == "{a:[^,]*},{*b:.*}" => 302 "/{a}/{b}",
    };
    check(
        &SITE,
        &[
            ("/; Host: CUPS.example.com", "301 https://cups.example.org/"),
            ("/; Host: c3.example.com", "-"),
            ("/; Host: x.CUPS.example.com", "-"),
            ("/?p=1%32", "301 /posts/12"),
            ("/?p=x", "-"),
            ("/; Cookie: v=1.20", "302 /v/1/20"),
            ("/; Cookie: v=1.x", "-"),
            ("/; X-A: x,y,z", "302 /x/y,z"),
        ],
    );
}

#[test]
fn captures_with_shapes_share_a_segment_of_any_length() {
    static SITE: Redirects = redirects! {
        "/{a:[a-z-]+}-{b:[a-z-]+}-{c:[a-z-]*[a-z]}!" => 301 "/{c}",
        "/alone/{a:[a-z]+}" => 301 "/{a}",
    };
    let unmatched = format!("/{}!", "a-".repeat(4000));
    assert_eq!(response(&SITE, &unmatched), "-");
    let matched = format!("/{}z!", "a-".repeat(4000));
    assert_eq!(response(&SITE, &matched), format!("301 /{}z", "a-".repeat(3998)));
    let alone = format!("/alone/{}", "a".repeat(8000));
    assert_eq!(response(&SITE, &alone).len(), "301 /".len() + 8000);
    let request = request(&matched);
    let counted = measure(|| {
        std::hint::black_box(SITE.find(&request).redirect());
    });
    assert_eq!(counted.count_total, 0);
}

/// An author who excludes URLs with a rule must be able to rely on it for every length and
/// spelling.
#[test]
fn a_shape_next_to_a_capture_matches_long_and_encoded_values() {
    static SITE: Redirects = redirects! {
        "/p/{id:[0-9]+}-{slug}" => pass,
        "/p/{slug}" => 301 "/q/{slug}",
    };
    assert_eq!(response(&SITE, "/p/7"), "301 /q/7");
    for letters in ["a".repeat(1100), "%61".repeat(340), "%61".repeat(1100)] {
        let path = format!("/p/7-{letters}");
        assert_eq!(response(&SITE, &path), "-", "{path}");
    }
}
