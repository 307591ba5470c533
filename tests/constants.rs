//! Constants: `let name = "text";` and `let name = env!("VARIABLE");`.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};

#[track_caller]
fn location(table: &Redirects, path: &str) -> String {
    let redirect = table.get(path).redirect().unwrap();
    redirect.location().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn constants_stand_for_their_text() {
    let table = redirects! {
        let api = "https://api.example.com";
        let old = "/old";
        let beta = "beta.example.com";

        "{old}/{id}" => 301 "{api}/items/{id}?from={old}",
        "/{*rest}" if host in ["{beta}", "www.{beta}"] => 302 "{api}/{rest}",
        "/status" => 307 "{api}/status",

        assert "/old/7" => 301 "https://api.example.com/items/7?from=/old",
        assert "/a" with host == "www.beta.example.com" => 302 "https://api.example.com/a",
        assert "/status" => 307 "https://api.example.com/status",
        assert "/a" => pass,
    };
    assert_eq!(location(&table, "/status"), "https://api.example.com/status");
    let rule = table.rules().next_back().unwrap();
    assert_eq!(rule.source(), "/status");
}

#[test]
fn variables_are_constants() {
    let table = redirects! {
        let name = env!("CARGO_PKG_NAME");
        let version = env!("CARGO_PKG_VERSION");

        "/docs" => 302 "https://docs.rs/{name}/{version}/",
    };
    let url = format!("https://docs.rs/{}/{}/", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    assert_eq!(location(&table, "/docs"), url);
}

#[test]
fn blocks_see_the_constants_of_the_blocks_around_them() {
    let table = redirects! {
        let shop = "https://shop.example.com";

        "/de" {
            let locale = "de";
            "/shop" => 302 "{shop}/{locale}",
        }
        "/en" {
            let locale = "en";
            "/shop" => 302 "{shop}/{locale}",
            if cookie["beta"] == "{locale}" {
                let page = "new";
                "/start" => 302 "/{locale}/{page}",
            }
        }

        assert "/de/shop" => 302 "https://shop.example.com/de",
        assert "/en/shop" => 302 "https://shop.example.com/en",
        assert "/en/start" with cookie["beta"] == "en" => 302 "/en/new",
        assert "/en/start" with cookie["beta"] == "de" => pass,
    };
    assert_eq!(table.rules().count(), 3);
}

#[test]
fn options_and_prefixes_contain_constants() {
    let table = redirects! {
        let origin = "https://example.com";
        let section = "/blog";

        default { origin: "{origin}", mount: "{section}" }
        "/old" => 301 "/new",

        assert "/blog/old" => 301 "/new",
    };
    assert_eq!(table.rules().count(), 1);

    let table = redirects! {
        let section = "/blog";

        "{section}" {
            "/old" => 301 "{section}/new",
        }

        assert "/blog/old" => 301 "/blog/new",
    };
    assert_eq!(location(&table, "/blog/old"), "/blog/new");
}

#[test]
fn braces_of_a_constant_are_text() {
    let _ = redirects! {
        let set = "{a}";

        "/x/{name}" if header["x-set"] == "{set}" => 301 "/y/{name}",
        "/{{set}}" => 301 "/z/{set}",

        assert "/x/1" with header["x-set"] == "{a}" => 301 "/y/1",
        assert "/x/1" with header["x-set"] == "a" => pass,
        assert "/%7Bset%7D" => 301 "/z/%7Ba%7D",
    };
}

#[test]
fn shapes_and_asserts_contain_no_constants() {
    let _ = redirects! {
        let x = "0";

        "/a/{id:[0-9]{1}}{x}" => 301 "/b/{id}",

        assert "/a/70" => 301 "/b/7",
        assert "/a/7{x}" => pass,
    };
}

#[test]
fn doubled_braces_around_a_name_are_literal_in_a_field() {
    static SITE: Redirects = redirects! {
        let id = "7";
        "/a" => 301 "/b" { header["x-a"]: "{{id}} {id} {\"id\":{\"a\":{}}}" },
    };
    let redirect = SITE.get("/a").redirect().unwrap();
    let (_, value) = redirect.fields().next().unwrap();
    assert_eq!(value, r#"{id} 7 {"id":{"a":{}}}"#);
}
