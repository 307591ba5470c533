//! The options `slash` and `case`.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::check;

#[test]
fn final_slash_is_ignored_with_slash_either() {
    static SITE: Redirects = redirects! {
        default { slash: either },
        "/" => 301 "/home",
        "/a" => 301 "/1",
        "/b/" => 301 "/2",
        "/c//" => 301 "/3",
        "/d%2F" => 301 "/4",
        "/x/{id}" => 301 "/5/{id}",
        "/y/{id}/" => 301 "/6/{id}",
        "/docs/{*page}" => 301 "/guide/{page}",
        "/files/{*name}.html" => 301 "/text/{name}",
        "/rest/{*a}/end/" => 301 "/7/{a}",
        "/.well-known/change-password" => 302 "/password",
        "/exact" => 301 "/8" { slash: exact },
        "/exact/" => 301 "/9" { slash: exact },
    };
    check(
        &SITE,
        &[
            ("/", "301 /home"),
            ("//", "-"),
            ("/a", "301 /1"),
            ("/a/", "301 /1"),
            ("/a//", "-"),
            ("/a/?q", "301 /1?q"),
            ("/%61/", "301 /1"),
            ("/b", "301 /2"),
            ("/b/", "301 /2"),
            ("/c", "-"),
            ("/c/", "-"),
            ("/c//", "301 /3"),
            ("/d%2F", "301 /4"),
            ("/d%2f/", "301 /4"),
            ("/d", "-"),
            ("/x/7", "301 /5/7"),
            ("/x/7/", "301 /5/7"),
            ("/x/", "-"),
            ("/x//", "-"),
            ("/y/7", "301 /6/7"),
            ("/y/7/", "301 /6/7"),
            ("/docs", "301 /guide"),
            ("/docs/", "301 /guide"),
            ("/docs/a", "301 /guide/a"),
            ("/docs/a/", "301 /guide/a"),
            ("/docs/a//", "301 /guide/a/"),
            ("/docs//", "-"),
            ("/docsx", "-"),
            ("/files/a/b.html/", "301 /text/a/b"),
            ("/rest/x/end", "301 /7/x"),
            ("/rest/x/end/", "301 /7/x"),
            ("/.well-known/change-password", "302 /password"),
            ("/.well-known/change-password/", "302 /password"),
            ("/exact", "301 /8"),
            ("/exact/", "301 /9"),
        ],
    );
}

#[test]
fn ascii_case_is_ignored_with_case_ignore() {
    static SITE: Redirects = redirects! {
        default { case: ignore },
        "/About-Us" => 301 "/1",
        "/café" => 301 "/2",
        "/%c3%A9/%2f" => 301 "/3",
        "/Blog/{slug}" => 301 "/articles/{slug}",
        "/{lang}/Docs/{*page}.HTML" if lang in ["en", "FR"] => 301 "/{lang}/{page}",
        "/u/{id:[a-z]+}" => 301 "/users/{id}",
        "/v/{id:(?-i)[a-z]+}" => 301 "/v1/{id}",
        "/exact" => 301 "/4" { case: exact },
    };
    check(
        &SITE,
        &[
            ("/about-us", "301 /1"),
            ("/ABOUT-US", "301 /1"),
            ("/%41bout-us", "301 /1"),
            ("/about-us/", "-"),
            ("/CAF%C3%A9", "301 /2"),
            // É is not folded: only ASCII letters are.
            ("/CAF%C3%89", "-"),
            ("/%C3%a9/%2F", "301 /3"),
            ("/bLOG/Hello", "301 /articles/Hello"),
            ("/en/docs/A/b.html", "301 /en/A/b"),
            ("/FR/DOCS/x.Html", "301 /FR/x"),
            ("/fr/docs/x.html", "-"),
            ("/U/abc", "301 /users/abc"),
            ("/u/Abc", "301 /users/Abc"),
            ("/u/ab%C3%A9", "-"),
            ("/v/abc", "301 /v1/abc"),
            ("/v/Abc", "-"),
            ("/V/abc", "301 /v1/abc"),
            ("/EXACT", "-"),
        ],
    );
}

#[test]
fn first_rule_wins_across_match_modes() {
    static SITE: Redirects = redirects! {
        "/a" => 301 "/1",
        "/A" => 301 "/2" { case: ignore },
        "/{x}" if x == "b" => 301 "/3",
        "/a/" => 301 "/4" { slash: either },
        "/A/" => 301 "/5" { slash: either, case: ignore },
        #[allow(unreachable)]
        "/b" => 301 "/6",
    };
    check(
        &SITE,
        &[
            ("/a", "301 /1"),
            ("/A", "301 /2"),
            ("/a/", "301 /4"),
            ("/A/", "301 /5"),
            ("/b", "301 /3"),
            ("/B", "-"),
        ],
    );
}
