//! Groups with a prefix or conditions, and defaults.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::check;

#[test]
fn group_prefix_precedes_the_sources_of_its_rules() {
    static SITE: Redirects = redirects! {
        "/shop" {
            "/" => 301 "/store",
            "/cart" => 301 "/basket",
            "/{item}" => 308 "/products/{item}",
            "/a/b" {
                "/" => 301 "/a",
                "/{*rest}" => 301 "/b/{rest}",
            }
        }
        "/café" { "/{{x}}" => 301 "/1" }
        "/caf%C3%A9%2F" { "/y" => 301 "/2" }
        "/shop/cart/{id}" => 302 "/last/{id}"
    };
    check(
        &SITE,
        &[
            ("/shop", "301 /store"),
            ("/shop/", "-"),
            ("/shop/cart", "301 /basket"),
            ("/shop/cup", "308 /products/cup"),
            ("/shop/a", "308 /products/a"),
            ("/shop/a/b", "301 /a"),
            ("/shop/a/b/", "301 /b/"),
            ("/shop/a/b/x/y", "301 /b/x/y"),
            ("/shop/cart/7", "302 /last/7"),
            ("/shops", "-"),
            ("/cart", "-"),
            ("/caf%c3%a9/%7Bx%7D", "301 /1"),
            ("/caf%C3%A9%2f/y", "301 /2"),
        ],
    );
}

#[test]
fn group_conditions_apply_to_its_rules() {
    static SITE: Redirects = redirects! {
        if host == "{shop}.old.example.com" && scheme != "https" {
            "/" => 301 "https://{shop}.new.example.com/",
            "/{*path}" if query["to"] == "{to}"
                => 302 "https://{shop}.new.example.com/{path}?x={to}",
            if cookie["beta"] {
                PUT "/{id}" => 308 "/beta/{id}?of={shop}",
            }
            "/kept" => pass,
        }
        "/m" if host == "m.example.com" {
            "/{*rest}" => 307 "https://example.com/{rest}",
        }
        "/{*path}" => 302 "https://all.example.com/{path}",
    };
    check(
        &SITE,
        &[
            ("/; Host: a.old.example.com", "301 https://a.new.example.com/"),
            ("/x?to=y; Host: a.old.example.com", "302 https://a.new.example.com/x?x=y"),
            ("https://a.old.example.com/x?to=y", "302 https://all.example.com/x?to=y"),
            ("PUT /7; Host: a.old.example.com; Cookie: beta=1", "308 /beta/7?of=a"),
            ("PUT /7; Host: a.old.example.com", "302 https://all.example.com/7"),
            ("/kept; Host: a.old.example.com", "-"),
            ("/kept", "302 https://all.example.com/kept"),
            ("/m/a; Host: m.example.com", "307 https://example.com/a"),
            ("/m/a; Host: n.example.com", "302 https://all.example.com/m/a"),
        ],
    );
}

#[test]
fn defaults_apply_to_later_rules_of_their_block() {
    static SITE: Redirects = redirects! {
        "/before" => 301 "/new",
        default { query: drop, slash: either },
        "/after" => 301 "/new",
        "/own" => 301 "/new" { query: keep, slash: exact },
        "/a" {
            "/inherits" => 301 "/new",
            default { query: keep },
            "/follows" => 301 "/new",
            default { slash: exact }
            "/follows-both" => 301 "/new",
        }
        "/outside" => 301 "/new",
        default { case: ignore },
        "/last" => 301 "/new",
        "/gone" => 410,
    };
    check(
        &SITE,
        &[
            ("/before?a", "301 /new?a"),
            ("/before/", "-"),
            ("/after/?a", "301 /new"),
            ("/own?a", "301 /new?a"),
            ("/own/", "-"),
            ("/a/inherits/?a", "301 /new"),
            ("/a/follows/?a", "301 /new?a"),
            ("/a/follows-both?a", "301 /new?a"),
            ("/a/follows-both/", "-"),
            ("/outside/?a", "301 /new"),
            ("/OUTSIDE", "-"),
            ("/LAST/?a", "301 /new"),
            ("/Gone/", "410"),
        ],
    );
}

#[test]
fn rule_displays_what_it_inherits() {
    static SITE: Redirects = redirects! {
        default { slash: either, case: ignore, cache: 1h },
        /// The old shop.
        "/shop" if host == "{shop}.example.com" {
            "/cart" if cookie["a"] => 301 "/{shop}",
            /// Its own.
            "/" => pass,
        }
    };
    let shown: Vec<_> = SITE.rules().map(|rule| rule.to_string()).collect();
    let expected = [
        concat!(
            r#""/shop/cart" if host == "{shop}.example.com" && cookie["a"] => 301 "/{shop}""#,
            " { cache: 3600s, slash: either, case: ignore }",
        ),
        r#""/shop" if host == "{shop}.example.com" => pass { slash: either, case: ignore }"#,
    ];
    assert_eq!(shown, expected);
    let docs: Vec<_> = SITE.rules().map(|rule| rule.doc().unwrap_or_default()).collect();
    assert_eq!(docs, ["The old shop.", "Its own."]);
}
