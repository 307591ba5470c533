//! Responses: locations, caching and the body.

#![allow(clippy::unwrap_used)]

use http::Response;
use redirects::{Redirects, redirects};
use test_support::{check, request};

#[test]
fn values_are_encoded_for_their_uri_position() {
    static SITE: Redirects = redirects! {
        "/path/{x}" => 302 "/a/{x}/b",
        "/rest/{*x}" => 302 "/a/{x}",
        "/query/{*x}" => 302 "/a?q={x}&r=1",
        "/fragment/{*x}" => 302 "/a#{x}",
    };
    check(
        &SITE,
        &[
            ("/path/a|b", "302 /a/a%7Cb/b"),
            ("/path/a%7cb", "302 /a/a%7cb/b"),
            ("/path/50%", "302 /a/50%25/b"),
            ("/path/a\"b", "302 /a/a%22b/b"),
            ("/path/a;b=c,d", "302 /a/a;b=c,d/b"),
            ("/path/%0d%0aSet-Cookie:x", "302 /a/%0d%0aSet-Cookie:x/b"),
            ("/rest/a|b/c", "302 /a/a%7Cb/c"),
            ("/query/a&b=c+d;e", "302 /a?q=a%26b%3Dc%2Bd%3Be&r=1"),
            ("/query/a/b%26c", "302 /a?q=a/b%26c&r=1"),
            ("/fragment/a/b|c", "302 /a#a/b%7Cc"),
        ],
    );
}

#[test]
fn static_targets_are_encoded_at_compile_time() {
    static SITE: Redirects = redirects! {
        "/1" => 302 "/café",
        "/2" => 302 "/caf%c3%a9?q=é#ü",
        "/3" => 302 "https://bücher.example/ä",
        "/4" => 302 "https://example.com:8080",
        "/5" => 302 "https://[2001:db8::1]/",
        "/6" => 302 "/a|b<c>\"d\"^`",
        "/7" => 302 "/{{literal}}",
        "/8" => 302 "https://192.0.2.1/a",
        "/9" => 302 "https://Example.COM/A",
        "/10" => 302 "/x:a/@b",
        "/12/{x}" => 302 "https://{x}.example.com./",
        "/13" => 302 "https://_x.bücher.de",
        "/11/{x}" => 302 "https://{x}.bücher.example/",
    };
    check(
        &SITE,
        &[
            ("/1", "302 /caf%C3%A9"),
            ("/2", "302 /caf%c3%a9?q=%C3%A9#%C3%BC"),
            ("/3", "302 https://xn--bcher-kva.example/%C3%A4"),
            ("/4", "302 https://example.com:8080"),
            ("/4?a=1", "302 https://example.com:8080?a=1"),
            ("/5", "302 https://[2001:db8::1]/"),
            ("/6", "302 /a%7Cb%3Cc%3E%22d%22%5E%60"),
            ("/7", "302 /%7Bliteral%7D"),
            ("/8", "302 https://192.0.2.1/a"),
            ("/9", "302 https://Example.COM/A"),
            ("/10", "302 /x:a/@b"),
            ("/12/a", "302 https://a.example.com./"),
            ("/13", "302 https://_x.xn--bcher-kva.de"),
            ("/11/a", "302 https://a.xn--bcher-kva.example/"),
        ],
    );
}

#[test]
fn request_query_follows_the_query_of_the_target() {
    static SITE: Redirects = redirects! {
        "/plain" => 302 "/new",
        "/sets" => 302 "/new?id=1&q%20r=2#end",
        "/drops" => 302 "/new?id=1" { query: drop },
        "/keeps" => 302 "/new" { query: keep },
        "/value/{x}" => 302 "/new?x={x}",
    };
    check(
        &SITE,
        &[
            ("/plain?a=1&b=%26&&c", "302 /new?a=1&b=%26&&c"),
            ("/plain?", "302 /new"),
            ("/plain?a\\b", "302 /new?a%5Cb"),
            ("/sets?a=1", "302 /new?id=1&q%20r=2&a=1#end"),
            ("/sets?id=7&a=1&%69d=8&id", "302 /new?id=1&q%20r=2&a=1#end"),
            ("/sets?q+r=7&qr=8", "302 /new?id=1&q%20r=2&qr=8#end"),
            ("/sets?id=7", "302 /new?id=1&q%20r=2#end"),
            ("/sets?ID=7", "302 /new?id=1&q%20r=2&ID=7#end"),
            ("/drops?a=1", "302 /new?id=1"),
            ("/keeps?a=1", "302 /new?a=1"),
            ("/value/1?x=2&y=3", "302 /new?x=1&y=3"),
        ],
    );
}

#[test]
fn captures_in_the_host_must_form_a_valid_host() {
    static SITE: Redirects = redirects! {
        "/by/{name}" => 302 "https://{name}.example.com/",
        #[allow(open_redirect)]
        "/to/{name}" => 302 "https://{name}/",
        "/at/{name}/{*rest}" => 302 "http://{name}.example.com:8080/{rest}",
    };
    check(
        &SITE,
        &[
            ("/by/ann", "302 https://ann.example.com/"),
            ("/by/a_b-c1", "302 https://a_b-c1.example.com/"),
            ("/by/evil.com", "-"),
            ("/by/evil.com%2F", "-"),
            ("/by/-a", "-"),
            ("/by/%61nn", "302 https://ann.example.com/"),
            ("/by/a%5Fb", "302 https://a_b.example.com/"),
            ("/by/%2561nn", "-"),
            ("/by/evil%2Ecom", "-"),
            ("/by/a%2F", "-"),
            ("/by/a:80", "-"),
            ("/by/a@b", "-"),
            ("/to/example.org", "302 https://example.org/"),
            ("/to/example%2Eorg", "302 https://example.org/"),
            ("/to/a@example.org", "-"),
            ("/to/a%40example.org", "-"),
            ("/to/a..b", "-"),
            ("/to/a:1", "-"),
            ("/at/x/a/b", "302 http://x.example.com:8080/a/b"),
        ],
    );
}

#[test]
fn other_schemes_are_possible_with_allow_bad_target() {
    static SITE: Redirects = redirects! {
        #[allow(bad_target)]
        "/mail/{name}" => 302 "mailto:{name}@example.com?subject=hello",
        #[allow(bad_target)]
        "/login" => 302 "com.example.app:/oauth",
        #[allow(bad_target)]
        "/call" => 302 "tel:5551234",
    };
    check(
        &SITE,
        &[
            ("/mail/ann", "302 mailto:ann@example.com?subject=hello"),
            ("/login?code=1", "302 com.example.app:/oauth?code=1"),
            ("/call", "302 tel:5551234"),
        ],
    );
}

#[test]
fn permanent_responses_are_cacheable_for_an_hour() {
    static SITE: Redirects = redirects! {
        "/301" => 301 "/new",
        "/302" => 302 "/new",
        "/303" => 303 "/new",
        "/307" => temporary "/new",
        "/308" => permanent "/new",
        "/410" => 410,
        "/451" => 451,
    };
    for status in [301, 302, 303, 307, 308, 410, 451] {
        let request = request(&format!("/{status}"));
        let response: Response<()> = SITE.respond(&request).unwrap();
        let headers = response.headers();
        let cache_control = headers.get("cache-control").map(|value| value.to_str().unwrap());
        let permanent = [301, 308, 410].contains(&status);
        assert_eq!(response.status(), status);
        assert_eq!(cache_control, permanent.then_some("max-age=3600"), "{status}");
        assert_eq!(headers.contains_key("location"), status < 400, "{status}");
        assert_eq!(headers.len(), usize::from(permanent) + usize::from(status < 400), "{status}");
    }
}

#[test]
fn cache_option_sets_cache_control() {
    static SITE: Redirects = redirects! {
        "/s" => 302 "/new" { cache: 30s },
        "/m" => 301 "/new" { cache: 5m },
        "/h" => 307 "/new" { cache: 1h },
        "/d" => 308 "/new" { query: drop, cache: 1d },
        "/w" => 410 { cache: 2w },
        "/none" => 301 "/new" { cache: none },
        "/unset" => 301 "/new" { cache: unset },
        "/private" if cookie["a"] => 301 "/new" { cache: 1d },
        "/no-store" if cookie["a"] => 301 "/new" { cache: none },
        "/unsaid" if cookie["a"] => 301 "/new" { cache: unset },
    };
    let cases = [
        ("/s", Some("max-age=30")),
        ("/m", Some("max-age=300")),
        ("/h", Some("max-age=3600")),
        ("/d", Some("max-age=86400")),
        ("/w", Some("max-age=1209600")),
        ("/none", Some("no-store")),
        ("/unset", None),
        ("/private", Some("private, max-age=86400")),
        ("/no-store", Some("no-store")),
        ("/unsaid", None),
    ];
    for (path, expected) in cases {
        let request = request(&format!("{path}; Cookie: a=1"));
        let value = SITE.find(&request).redirect().unwrap().cache_control();
        assert_eq!(value.as_ref().map(|value| value.to_str().unwrap()), expected, "{path}");
    }
    let shown = SITE.rules().nth(3).unwrap().to_string();
    assert_eq!(shown, r#""/d" => 308 "/new" { query: drop, cache: 86400s }"#);
}

#[test]
fn declared_directives_are_sent_as_they_are_written() {
    static SITE: Redirects = redirects! {
        "/a" => 301 "/new" { cache: "public, max-age=60, s-maxage=600" },
        "/b" => 302 "/new" { cache: "No-Cache=\"set-cookie\" ,must-revalidate" },
        "/c/{x}" => 410 { cache: "no-store" },
        "/d" if cookie["a"] => 301 "/new" { cache: "max-age=60" },
        "/e" if cookie["a"] => 301 "/new" { cache: "private=\"public\", immutable" },
    };
    for (path, value) in [
        ("/a", "public, max-age=60, s-maxage=600"),
        ("/b", "No-Cache=\"set-cookie\" ,must-revalidate"),
        ("/c/1", "no-store"),
        ("/d", "max-age=60"),
        ("/e", "private=\"public\", immutable"),
    ] {
        let request = request(&format!("{path}; Cookie: a=1"));
        assert_eq!(SITE.find(&request).redirect().unwrap().cache_control().unwrap(), value);
    }
    let shown = SITE.rules().nth(1).unwrap().to_string();
    let declared = r#""/b" => 302 "/new" { cache: "No-Cache=\"set-cookie\" ,must-revalidate" }"#;
    assert_eq!(shown, declared);
}

static WITH_FIELDS: Redirects = redirects! {
    "/before" => 301 "/new",
    default { header["Strict-Transport-Security"]: "max-age=31536000", cache: none },
    "/a" => 301 "/new" { header["x-robots-tag"]: "noindex" },
    "/b" => 301 "/new" { header["STRICT-TRANSPORT-SECURITY"]: unset },
    "/c" => 410 { header["strict-transport-security"]: "max-age=0" },
    "/d/{x}" => 302 "/new/{x}" { header["set-cookie"]: "a=\"b\"" },
    "/e" => pass,
    "/shop" {
        default { header["strict-transport-security"]: unset, header["x-a"]: "" },
        "/f" => 301 "/new",
        "/g" => 301 "/new" { header["x-a"]: "2" },
    }
    "/h" => 301 "/new",
    include "fixtures/moves.tsv" { header["x-included"]: "yes" },
};

#[test]
fn fields_are_inherited_name_by_name() {
    let hsts = "strict-transport-security: max-age=31536000";
    for table in [&WITH_FIELDS, &Redirects::from_bytes(WITH_FIELDS.to_bytes()).unwrap()] {
        for (path, expected) in [
            ("/before", vec![]),
            ("/a", vec![hsts, "x-robots-tag: noindex"]),
            ("/b", vec![]),
            ("/c", vec!["strict-transport-security: max-age=0"]),
            ("/d/1", vec![hsts, "set-cookie: a=\"b\""]),
            ("/shop/f", vec!["x-a: "]),
            ("/shop/g", vec!["x-a: 2"]),
            ("/h", vec![hsts]),
        ] {
            let redirect = table.get(path).redirect().unwrap();
            let fields: Vec<_> = redirect
                .fields()
                .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
                .collect();
            assert_eq!(fields, expected, "{path}");
            let rule = redirect.rule().unwrap();
            let of_rule: Vec<_> =
                rule.fields().map(|(name, value)| format!("{name}: {value}")).collect();
            assert_eq!(of_rule, expected, "{path}");
            let response = redirect.into_response::<()>();
            for (name, value) in rule.fields() {
                assert_eq!(response.headers()[name], value, "{path}");
            }
        }
        assert!(table.get("/e").redirect().is_none());
        assert_eq!(table.get("/e").rule().unwrap().fields().count(), 0);
        let included = table.rules().next_back().unwrap();
        assert!(included.fields().eq([("x-included", "yes")]));
    }
    let shown = WITH_FIELDS.get("/d/1").rule().unwrap().to_string();
    let options = r#"header["strict-transport-security"]: "max-age=31536000", "#;
    let cookie = r#"header["set-cookie"]: "a=\"b\"""#;
    let expected =
        format!(r#""/d/{{x}}" => 302 "/new/{{x}}" {{ cache: none, {options}{cookie} }}"#);
    assert_eq!(shown, expected);
}

#[test]
fn rules_that_differ_in_their_fields_share_no_record() {
    static SITE: Redirects = redirects! {
        "/a" => 301 "/new" { header["x-a"]: "1" },
        "/b" => 301 "/new" { header["x-a"]: "1" },
        "/c" => 301 "/new" { header["x-a"]: "2" },
        "/d" => 301 "/new",
    };
    let value = |path| Some(SITE.get(path).redirect()?.fields().next()?.1);
    for (path, expected) in [("/a", Some("1")), ("/b", Some("1")), ("/c", Some("2")), ("/d", None)]
    {
        assert_eq!(value(path).as_ref().map(|value| value.to_str().unwrap()), expected, "{path}");
    }
}

#[test]
fn note_is_html_with_an_escaped_link() {
    static SITE: Redirects = redirects! {
        "/a/{x}" => 301 "/b/{x}?c=1",
        "/gone" => 410,
    };
    let redirected = request("/a/it's?d=%3Cb%3E&e='i'");
    let note = SITE.find(&redirected).redirect().unwrap().note().unwrap();
    let link = "/b/it&#39;s?c=1&amp;d=%3Cb%3E&amp;e=&#39;i&#39;";
    assert!(note.contains(&format!("<a href=\"{link}\">{link}</a>")), "{note}");
    assert!(note.contains("<title>Moved Permanently</title>"), "{note}");
    assert_eq!(SITE.find(&request("/gone")).redirect().unwrap().note(), None);
}
