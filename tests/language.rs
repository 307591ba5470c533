//! Each construct of the language as an author meets it: a table with assertions, which the
//! compiler checks, and the same requests at run time.

#![allow(clippy::unwrap_used)]

use http::Request;
use redirects::{RedirectLayer, Redirects, redirects};
use test_support::check;

#[test]
fn segments_of_empty_captures_are_removed() {
    static SITE: Redirects = redirects! {
        "/old/{*rest}" => 301 "/{rest}/index",
        "/docs/{*page}" => 308 "/guide/{page}",
        "/manual/{*page}" => 308 "/guide/{page}" { slash: either },
        "/archive/{*page}" => 301 "/past/{page}/",
        "/host/{*page}" => 302 "https://example.org/{page}",
        "/top/{part?}" => 302 "/page#{part}",

        assert "/old/" => 301 "/index",
        assert "/docs/" => 308 "/guide/",
        assert "/docs/a//b" => 308 "/guide/a//b",
        assert "/manual" => 308 "/guide",
        assert "/manual/" => 308 "/guide",
        assert "/archive/" => 301 "/past/",
        assert "/host/" => 302 "https://example.org/",
        assert "/top" => 302 "/page#",
        assert "/old//evil.example" => pass,
    };
    check(
        &SITE,
        &[
            ("/old/", "301 /index"),
            ("/old/a", "301 /a/index"),
            ("/docs/", "308 /guide/"),
            ("/docs/a//b", "308 /guide/a//b"),
            ("/manual", "308 /guide"),
            ("/manual/", "308 /guide"),
            ("/archive/", "301 /past/"),
            ("/host/", "302 https://example.org/"),
            ("/top", "302 /page#"),
            ("/old//evil.example", "-"),
        ],
    );
}

#[test]
fn hosts_are_captured_and_decoded() {
    static SITE: Redirects = redirects! {
        "/by/{name}" => 302 "https://{name}.example.com/",
        "/{*path}" if host == "www.{*domain}" => 308 "https://{domain}/{path}",
        "/{*path}" if host == "{sub}.example.org" && sub in ["a", "b"]
            => 308 "https://example.org/{sub}/{path}",
        "/{*path}" if scheme == "http" => 308 "https://{request_host}/{path}",
        "/login" => 302 "https://id.example/?host={request_host}",

        assert "/by/%61nn" => 302 "https://ann.example.com/",
        assert "https://www.shop.example/a?b" => 308 "https://shop.example/a?b",
        assert "https://b.example.org/x" => 308 "https://example.org/b/x",
        assert "https://c.example.org/x" => pass,
        assert "http://shop.example:8080/a" => 308 "https://shop.example:8080/a",
        assert "https://shop.example:8080/login"
            => 302 "https://id.example/?host=shop.example:8080",
    };
    check(
        &SITE,
        &[
            ("/by/%61nn", "302 https://ann.example.com/"),
            ("/a?b; Host: WWW.Shop.Example", "308 https://shop.example/a?b"),
            ("/x; Host: b.example.org", "308 https://example.org/b/x"),
            ("/x; Host: c.example.org", "-"),
            ("http://shop.example:8080/a", "308 https://shop.example:8080/a"),
            ("http://user@shop.example/a", "-"),
            ("/a; Host: www.shop.example:x", "-"),
            ("/login; Host: a.example", "302 https://id.example/?host=a.example"),
        ],
    );
    let redirect = SITE.get("https://www.shop.example/a").redirect().unwrap();
    assert_eq!(redirect.cache_control().unwrap(), "private, max-age=3600");
}

#[test]
fn optional_segments_may_be_missing() {
    static SITE: Redirects = redirects! {
        "/{lang?:en|fr}/about" => 301 "/{lang}/company",
        "/p/{*rest?}" => 301 "/r/{rest}",
        "/find/{term?}" => 302 "/search?q={term}&in=shop",
        "/jobs/{area?}/in/{city?}" => 302 "/job?a={area}&at={area}-{city}#{city}",
        "/list/{*path?}" => 302 "/all?path={path}",
        "/{lang?:en|fr}/beta" if !lang => 302 "/en/new",
        "/{lang?:en|fr}/beta" if lang == "fr" => 302 "/fr/nouveau",

        assert "/about" => 301 "/company",
        assert "/en/about" => 301 "/en/company",
        assert "/fr/about" => 301 "/fr/company",
        assert "/de/about" => pass,
        assert "/p" => 301 "/r",
        assert "/p/" => 301 "/r/",
        assert "/p/x" => 301 "/r/x",
        assert "/find/tea" => 302 "/search?q=tea&in=shop",
        assert "/find?q=milk&page=2" => 302 "/search?in=shop&q=milk&page=2",
        assert "/jobs/it/in" => 302 "/job?a=it#",
        assert "/jobs/in?page=2" => 302 "/job?page=2#",
        assert "/beta" => 302 "/en/new",
        assert "/fr/beta" => 302 "/fr/nouveau",
        assert "/en/beta" => pass,
    };
    check(
        &SITE,
        &[
            ("/about", "301 /company"),
            ("/en/about", "301 /en/company"),
            ("/de/about", "-"),
            ("/p", "301 /r"),
            ("/p/", "301 /r/"),
            ("/p/x", "301 /r/x"),
            ("/find/tea", "302 /search?q=tea&in=shop"),
            ("/find/tea?page=2", "302 /search?q=tea&in=shop&page=2"),
            ("/find/tea?q=milk&in=all&page=2", "302 /search?q=tea&in=shop&page=2"),
            ("/find?q=milk&in=all&page=2", "302 /search?in=shop&q=milk&page=2"),
            ("/jobs/it/in/rome", "302 /job?a=it&at=it-rome#rome"),
            ("/jobs/it/in", "302 /job?a=it#"),
            ("/jobs/in/rome", "302 /job#rome"),
            ("/jobs/in", "302 /job#"),
            ("/jobs/in?page=2&at=x&a=y", "302 /job?page=2&at=x&a=y#"),
            ("/jobs/it/in?at=x&a=y", "302 /job?a=it&at=x#"),
            ("/list/a/b", "302 /all?path=a/b"),
            ("/list/", "302 /all?path="),
            ("/list", "302 /all"),
            ("/beta", "302 /en/new"),
            ("/fr/beta", "302 /fr/nouveau"),
            ("/en/beta", "-"),
        ],
    );
}

#[test]
fn constants_and_fields_of_the_response_are_inherited() {
    static SITE: Redirects = redirects! {
        let api = "https://api.example.com";
        let hsts = "max-age=31536000";
        default { header["strict-transport-security"]: "{hsts}" },

        "/api/{*path}" => 308 "{api}/{path}",
        "/feed" => 302 "{api}/feed" { cache: "public, max-age=60, s-maxage=600" },
        "/plain" => 302 "/new" { header["strict-transport-security"]: unset },

        assert "/api/users" => 308 "https://api.example.com/users",
        assert "/feed" => 302 "https://api.example.com/feed",
        assert "/plain" => 302 "/new",
    };
    let redirect = |path| SITE.get(path).redirect().unwrap();
    let fields = |path| redirect(path).fields().collect();
    let fields: [Vec<_>; 2] = ["/api/users", "/plain"].map(fields);
    assert_eq!(fields[0].len(), 1);
    assert_eq!(fields[0][0].0, "strict-transport-security");
    assert_eq!(fields[0][0].1, "max-age=31536000");
    assert!(fields[1].is_empty());
    assert_eq!(redirect("/api/users").location().unwrap(), "https://api.example.com/users");
    assert_eq!(redirect("/feed").cache_control().unwrap(), "public, max-age=60, s-maxage=600");
}

#[test]
fn the_best_language_of_the_site_is_chosen() {
    static SITE: Redirects = redirects! {
        default { languages: ["en", "fr", "de"] },
        "/" if language == "fr" => 307 "/fr/",
        "/" if language == "DE" => 307 "/de/",
        "/" if !language => 307 "/languages",
        "/" => 307 "/en/",

        assert "/" with language == "de-AT" => 307 "/de/",
        assert "/" with header["accept-language"] == "nl, fr;q=0.8" => 307 "/fr/",
        assert "/" with header["accept-language"] == "en;q=0, *" => 307 "/fr/",
        assert "/" with header["accept-language"] == "nl" => 307 "/languages",
        assert "/" with header["accept-language"] == "de;q=0.5, en;q=0.5" => 307 "/de/",
    };
    check(
        &SITE,
        &[
            ("/; Accept-Language: de-AT", "307 /de/"),
            ("/; Accept-Language: nl, fr;q=0.8", "307 /fr/"),
            ("/; Accept-Language: en;q=0, *", "307 /fr/"),
            ("/; Accept-Language: en, *", "307 /en/"),
            ("/; Accept-Language: nl", "307 /languages"),
            ("/; Accept-Language: de;q=0.5, en;q=0.5", "307 /de/"),
            ("/; Accept-Language: zh-x-a, fr-a-b;q=0.9", "307 /fr/"),
        ],
    );
}

#[test]
fn canonical_urls_take_one_hop() {
    static SITE: Redirects = redirects! {
        canonical 308 {
            origin: "https://example.com",
            from: ["www.example.com", "example.net"],
            slash: strip,
            case: lower,
            slashes: merge,
        }
        "/old" => 301 "/new",
        "/token/{token}" => 302 "https://auth.example.org/{token}",
        "/kept" => pass,

        assert "http://WWW.example.com/Old/" => 301 "https://example.com/new",
        assert "/Page//A/" => 308 "https://example.com/page/a",
        assert "/%7Euser" => pass,
        assert "/%41" => 308 "https://example.com/a",
        assert "/a%2F" => pass,
        assert "/.well-known/acme-challenge/AbC" => pass,
        assert "/Token/AbC" => 302 "https://auth.example.org/AbC",
        assert "/Kept/" => pass,
        assert "https://other.example/Page/" => pass,
        assert POST "http://example.net/form" => 308 "https://example.com/form",
    };
    check(
        &SITE,
        &[
            ("/Old/; Host: WWW.example.com", "301 https://example.com/new"),
            ("/Page//A/; Host: example.com", "308 https://example.com/page/a"),
            ("/%7Euser; Host: example.com", "-"),
            ("/%41; Host: example.com", "308 https://example.com/a"),
            ("/.well-known/acme-challenge/AbC; Host: example.com", "-"),
            ("/Token/AbC; Host: example.com", "302 https://auth.example.org/AbC"),
            ("/Kept/; Host: example.com", "-"),
            ("/Page/; Host: other.example", "-"),
            ("POST /form; Host: example.net", "308 https://example.com/form"),
            // The scheme of the request target alone is not compared.
            ("http://example.com/page", "-"),
        ],
    );
}

#[test]
fn admins_see_the_site_during_maintenance() {
    static SITE: Redirects = redirects! {
        "/{*path}" if !ip in ["10.0.0.0/8", "2001:db8::/32"]
            => 302 "https://status.example/{path}",

        assert "/a" with ip == "10.1.2.3" => pass,
        assert "/a" with ip == "2001:db8::1" => pass,
        assert "/a" with ip == "192.0.2.1" => 302 "https://status.example/a",
        assert "/a" => 302 "https://status.example/a",
    };
    let layer = RedirectLayer::new(&SITE).trust_forwarded_for(1);
    for (address, is_redirected) in
        [("10.1.2.3", false), ("::ffff:10.1.2.3", false), ("2001:db8::1", false), ("9.0.0.1", true)]
    {
        let request = Request::get("/a").header("x-forwarded-for", address).body(()).unwrap();
        let response = layer.on_request(&request).break_value();
        assert_eq!(response.is_some(), is_redirected, "{address}");
        if let Some(response) = response {
            assert_eq!(response.headers()["vary"], "*");
            assert_eq!(response.headers()["cache-control"], "private, no-store");
        }
    }
}
