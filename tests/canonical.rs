//! Canonical URLs: the redirect to them, and rules that see the canonical path.

#![allow(clippy::unwrap_used)]

use http::uri::Scheme;
use http::{Method, Request, Response};
use redirects::{
    CanonicalUrls, RedirectLayer, Redirects, RuleBuilder, RuleList, Subject, redirects,
};

static SITE: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",
        from: ["www.example.com", "example.net"],
        slash: strip,
        case: lower,
        slashes: merge,
    }

    "/old" => 301 "/new",
    "/docs/{*page}" => 308 "/guide/{page}",
    "/token/{token}" => 302 "https://auth.example.org/t/{token}",
    "/files/{name}" => 301 "https://example.com/files/v2/{name}",
    "/temporary" => 302 "/new",
    POST "/form" => 303 "/done",
    "/gone" => 410,
    "/kept" => pass,
    "/two" => 308 "/three?a=B#C",
    "/host" if host == "www.example.com" => 302 "/from-www",
    "/same/{a}" if a == "X" => 301 "/upper",
    "/by" if cookie["theme"] == "{theme}" => 302 "/themes/{theme}",

    assert "http://www.example.com/Old/" => 301 "https://example.com/new",
    assert "https://example.com/old" => 301 "/new",
    assert "http://WWW.example.com/Old/" => 301 "https://example.com/new",
    assert "/other" => pass,
    assert "/Other" => 308 "https://example.com/other",
    assert "/other/" => 308 "https://example.com/other",
    assert "//other///page" => 308 "https://example.com/other/page",
    assert "https://example.net/a?B=C" => 308 "https://example.com/a?B=C",
    assert "http://example.com/" => 308 "https://example.com/",
    assert "https://example.com:8443/a" => pass,
    assert "https://other.example/A" => pass,
    assert "https://other.example/Old/" => 301 "/new",
    assert "/Docs//A/B/?q=R" => 308 "/guide/a/b?q=R",
};

fn location(url: &str) -> Option<(u16, String)> {
    let redirect = SITE.get(url).redirect()?;
    let location = redirect.location().map(|value| value.to_str().unwrap().to_owned());
    Some((redirect.status().as_u16(), location.unwrap_or_default()))
}

fn assert_location(url: &str, status: u16, expected: &str) {
    assert_eq!(location(url), Some((status, expected.into())), "{url}");
}

#[test]
fn requested_uri_has_the_canonical_path() {
    static SITE: Redirects = redirects! {
        canonical 308 {
            origin: "https://example.com",
            slash: add,
            case: lower,
            slashes: merge,
        }
        "/admin/{*page}" => 302 "/login/?next={request_uri}",

        assert "/Admin//Users?Page=2" => 302 "/login/?next=%2Fadmin%2Fusers%2F%3FPage%3D2",
    };
    let location = |path: &str| {
        let url = format!("https://example.com{path}");
        SITE.get(&url).redirect().unwrap().location().unwrap().to_str().unwrap().to_owned()
    };
    assert_eq!(location("/admin/a/"), "/login/?next=%2Fadmin%2Fa%2F");
    assert_eq!(location("//Admin/%41%2F"), "/login/?next=%2Fadmin%2Fa%252F%2F");
    assert_eq!(location("/admin/A.html?B"), "/login/?next=%2Fadmin%2Fa.html%3FB");
}

#[test]
fn languages_of_the_site_are_declared_beside_canonical_urls() {
    static BEFORE: Redirects = redirects! {
        default { languages: ["en", "pt-BR"] },
        canonical 308 { origin: "https://example.com", from: ["www.example.com"] }
        "/" if language == "pt-BR" => 302 "/pt/",

        assert "/" with language == "pt-BR" => 302 "/pt/",
    };
    static AFTER: Redirects = redirects! {
        canonical 308 { origin: "https://example.com", from: ["www.example.com"] }
        default { languages: ["en", "pt-BR"] },
        "/" if language == "pt-BR" => 302 "/pt/",

        assert "/" with language == "pt-BR" => 302 "/pt/",
    };
    let rules = RuleList::new()
        .languages(["en", "pt-BR"])
        .rule(RuleBuilder::temporary("/", "/pt/").when(Subject::language().is("pt-BR")));
    let urls = CanonicalUrls::new("https://example.com").other_hosts(["www.example.com"]);
    let built = urls.build(rules).unwrap();
    for site in [&BEFORE, &AFTER, &built] {
        let request = Request::get("https://www.example.com/").header("accept-language", "pt-br");
        let request = request.body(()).unwrap();
        let redirect = site.find(&request).redirect().unwrap();
        assert_eq!(redirect.location().unwrap(), "https://example.com/pt/");
    }
}

#[test]
fn rules_are_displayed_without_the_modes_of_canonical_urls() {
    let rule = SITE.get("https://example.com/old").rule().unwrap();
    assert_eq!(rule.to_string(), "\"/old\" => 301 \"/new\"");
}

#[test]
fn path_that_is_not_canonical_is_redirected() {
    assert_location("https://example.com/A", 308, "https://example.com/a");
    assert_location("https://example.com/%41%2fB/", 308, "https://example.com/a%2fb");
    assert_location("https://example.com/a//?b//C", 308, "https://example.com/a?b//C");
    assert_location("https://example.com//evil.example/", 308, "https://example.com/evil.example");
    assert_eq!(location("https://example.com/a"), None);
    assert_eq!(location("https://example.com/%7Ea%2F"), None);
    assert_eq!(location("https://example.com/.well-known/acme-challenge/AbC//"), None);
    assert_location(
        "http://example.com/.well-known/acme-challenge/AbC",
        308,
        "https://example.com/.well-known/acme-challenge/AbC",
    );
}

/// Checks that rules see all final slashes of such a path, although these are stripped elsewhere.
#[test]
fn well_known_paths_keep_their_final_slashes() {
    static SITE: Redirects = redirects! {
        canonical 308 { origin: "https://example.com", slash: strip }
        if query["v"] == "{version}" {
            "/.well-known/{*file}" => 302 "https://files.example.org/{version}/{file}",
            "/files/{*file}" => 302 "https://files.example.org/{version}/{file}",
        }
    };
    let location = |path: &str| {
        let url = format!("https://example.com{path}");
        SITE.get(&url).redirect().unwrap().location().unwrap().to_str().unwrap().to_owned()
    };
    assert_eq!(location("/.well-known/a//?v=1"), "https://files.example.org/1/a//");
    assert_eq!(location("/files/a//?v=1"), "https://files.example.org/1/a");
}

/// Checks that letters of such a path are not folded, not even for a regular expression.
#[test]
fn well_known_paths_keep_their_case() {
    static SITE: Redirects = redirects! {
        canonical 308 { origin: "https://example.com", case: lower }
        "/.well-known/{token:[a-z]+}" => 302 "https://tokens.example.org/{token}",
        "/.well-known" {
            "/acme/AbC" => 302 "/acme",
        }
        "/tokens/{token:[a-z]+}" => 302 "https://tokens.example.org/{token}",
    };
    let location = |url| SITE.get(url).redirect()?.location();
    assert_eq!(location("/.well-known/abc").unwrap(), "https://tokens.example.org/abc");
    assert_eq!(location("/.well-known/AbC"), None);
    assert_eq!(location("/.well-known/acme/AbC").unwrap(), "/acme");
    assert_eq!(location("/.well-known/acme/abc"), None);
    assert_eq!(location("/tokens/AbC").unwrap(), "https://tokens.example.org/AbC");
}

#[test]
fn rules_see_the_canonical_path() {
    assert_location("https://example.com/OLD/", 301, "/new");
    assert_location("https://example.com//%4fld", 301, "/new");
    assert_location("https://example.com/old?a", 301, "/new?a");
    assert_location("http://example.com/old?a", 301, "https://example.com/new?a");
    assert_location("https://www.example.com/two", 308, "https://example.com/three?a=B#C");
    assert_eq!(location("https://example.com/Kept/"), None);
    assert_eq!(location("http://www.example.com/Gone"), Some((410, String::new())));
}

#[test]
fn captures_keep_their_letters_on_other_sites() {
    assert_location("https://example.com/token/AbC", 302, "https://auth.example.org/t/AbC");
    assert_location("https://example.com//Token//A//", 302, "https://auth.example.org/t/A");
    assert_location("https://example.com/files/A", 301, "https://example.com/files/v2/a");
    assert_location("https://example.com/Same/X", 301, "/upper");
    assert_eq!(location("https://example.com/same/x"), None);
}

#[test]
fn status_is_the_weaker_one_if_the_url_is_corrected() {
    static TEMPORARY: Redirects = redirects! {
        canonical 307 { origin: "https://example.com", slash: add }
        "/old" => 301 "/new/",
        "/moved" => 308 "/new/",
    };
    assert_location("https://example.com/docs/a", 308, "/guide/a");
    assert_location("https://example.com/temporary", 302, "/new");
    assert_location("https://example.com/Temporary", 302, "/new");
    for (url, status) in [("/old/", 301), ("/old", 302), ("/moved/", 308), ("/moved", 307)] {
        let url = format!("https://example.com{url}");
        let redirect = TEMPORARY.get(&url).redirect().unwrap();
        assert_eq!(redirect.status(), status, "{url}");
        assert_eq!(redirect.location().unwrap(), "/new/");
        assert_eq!(redirect.cache_control().is_some(), status == 301 || status == 308);
    }
    assert!(TEMPORARY.get("https://example.com/a.html").redirect().is_none());
    let redirect = TEMPORARY.get("https://example.com/a.b/c").redirect().unwrap();
    assert_eq!(redirect.location().unwrap(), "https://example.com/a.b/c/");
    assert!(redirect.rule().is_none());
}

fn request(method: Method, path: &str, host: &str) -> Request<()> {
    Request::builder().method(method).uri(path).header("host", host).body(()).unwrap()
}

#[test]
fn scheme_of_a_request_target_is_not_compared() {
    let target = Request::get("http://example.com/a").body(()).unwrap();
    assert!(SITE.find(&target).redirect().is_none());
    let layer = RedirectLayer::new(&SITE);
    assert!(layer.on_request(&target).is_continue());
    assert!(layer.clone().scheme(Scheme::HTTPS).on_request(&target).is_continue());
    let response = layer.scheme(Scheme::HTTP).on_request(&target).break_value().unwrap();
    assert_eq!(response.headers()["location"], "https://example.com/a");
}

#[test]
fn host_that_is_not_of_the_site_is_left_alone() {
    for host in ["other.example", "example.com.evil.example", "a@example.com", ""] {
        assert!(SITE.find(&request(Method::GET, "/A", host)).redirect().is_none(), "{host}");
    }
    assert!(SITE.find(&Request::get("/A").body(()).unwrap()).redirect().is_none());
    for host in ["EXAMPLE.com", "example.com:8080", "example.com.", "example.net:80"] {
        assert!(SITE.find(&request(Method::GET, "/A", host)).redirect().is_some(), "{host}");
    }
}

#[test]
fn addresses_are_hosts_of_the_site() {
    static SITE: Redirects = redirects! {
        canonical 308 { origin: "https://[2001:DB8:0::1]:8443", from: ["[::0:1]", "192.0.2.1"] }

        assert "http://[::1]/a" => 308 "https://[2001:db8::1]:8443/a",
    };
    for host in ["[::1]", "[::1]:8080", "192.0.2.1"] {
        let request = request(Method::GET, "/a", host);
        let redirect = SITE.find(&request).redirect().unwrap();
        assert_eq!(redirect.location().unwrap(), "https://[2001:db8::1]:8443/a");
    }
    for host in ["[2001:DB8::1]", "[::2]", "::1"] {
        assert!(SITE.find(&request(Method::GET, "/a", host)).redirect().is_none(), "{host}");
    }
}

#[test]
fn built_lists_of_hosts_may_be_redundant() {
    let urls = CanonicalUrls::new("https://example.com:8443").other_hosts(["x.example"]);
    for (hosts, is_redirected) in
        [(&["Example.com", "www.example.com"][..], true), (&["example.com"], false), (&[], false)]
    {
        let site = urls.clone().other_hosts(hosts.iter().copied()).build(RuleList::new()).unwrap();
        let request = request(Method::GET, "/a", "www.example.com");
        assert_eq!(site.find(&request).redirect().is_some(), is_redirected, "{hosts:?}");
    }
}

#[test]
fn preflights_and_requests_without_a_path_are_never_redirected() {
    let preflight = Request::options("/A")
        .header("host", "www.example.com")
        .header("origin", "https://example.com")
        .header("access-control-request-method", "GET")
        .body(())
        .unwrap();
    assert!(SITE.find(&preflight).redirect().is_none());
    assert!(SITE.find(&request(Method::OPTIONS, "*", "www.example.com")).redirect().is_none());
    assert!(SITE.find(&request(Method::OPTIONS, "/A", "www.example.com")).redirect().is_some());
    let connect = request(Method::CONNECT, "example.net:443", "www.example.com");
    assert!(SITE.find(&connect).redirect().is_none());
}

#[test]
fn other_methods_are_redirected_only_if_the_status_keeps_them() {
    static FOUND: Redirects = redirects! {
        canonical 301 { origin: "https://example.com", from: ["www.example.com"], case: lower }
        POST "/form" => 308 "/form2",
    };
    let redirect = |site: &'static Redirects, method, path| {
        let request = request(method, path, "www.example.com");
        let redirect = site.find(&request).redirect()?;
        let location = redirect.location().unwrap().to_str().unwrap().to_owned();
        Some((redirect.status().as_u16(), location))
    };
    let expected = |status, location: &str| Some((status, location.to_owned()));
    assert_eq!(redirect(&FOUND, Method::GET, "/a"), expected(301, "https://example.com/a"));
    assert_eq!(redirect(&FOUND, Method::HEAD, "/a"), expected(301, "https://example.com/a"));
    assert_eq!(redirect(&FOUND, Method::POST, "/a"), None);
    assert_eq!(redirect(&FOUND, Method::POST, "/Form"), expected(308, "/form2"));
    assert_eq!(redirect(&SITE, Method::POST, "/a"), expected(308, "https://example.com/a"));
    assert_eq!(redirect(&SITE, Method::POST, "/Form"), expected(303, "https://example.com/done"));
}

#[test]
fn conditions_see_the_host_and_the_fields_of_the_request() {
    assert_location("https://www.example.com/host", 302, "https://example.com/from-www");
    assert_eq!(location("https://example.com/host"), None);
    let mut by = request(Method::GET, "/By//", "www.example.com");
    by.headers_mut().insert("cookie", "theme=Dark".parse().unwrap());
    let redirect = SITE.find(&by).redirect().unwrap();
    assert_eq!(redirect.location().unwrap(), "https://example.com/themes/dark");
    assert_eq!(redirect.vary().unwrap(), "cookie");
    assert_eq!(redirect.cache_control().unwrap(), "private");
}

#[test]
fn response_that_depends_on_a_forwarded_field_is_private() {
    let layer = RedirectLayer::new(&SITE).trust_forwarded();
    let respond = |path: &str, fields: &[(&'static str, &str)]| -> Option<Response<()>> {
        let mut request = request(Method::GET, path, "internal");
        for (name, value) in fields {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        layer.on_request(&request).break_value()
    };
    let http = [("x-forwarded-host", "example.com"), ("x-forwarded-proto", "http")];
    let response = respond("/a", &http).unwrap();
    assert_eq!(response.headers()["location"], "https://example.com/a");
    assert_eq!(response.headers()["cache-control"], "private, max-age=3600");
    assert_eq!(response.headers()["vary"], "x-forwarded-host, x-forwarded-proto");
    let https = [("x-forwarded-host", "example.com"), ("x-forwarded-proto", "https")];
    assert!(respond("/a", &https).is_none());
    let www = [("x-forwarded-host", "www.example.com"), ("x-forwarded-proto", "https")];
    let response = respond("/old", &www).unwrap();
    assert_eq!(response.headers()["location"], "https://example.com/new");
    assert_eq!(response.headers()["cache-control"], "private, max-age=3600");
    let response = respond("/old", &https).unwrap();
    assert_eq!(response.headers()["location"], "/new");
    assert_eq!(response.headers()["cache-control"], "max-age=3600");
    // Only `http` and `https` are compared.
    assert!(
        respond("/a", &[("x-forwarded-host", "example.com"), ("x-forwarded-proto", "wss")])
            .is_none()
    );
    // Without the field, the scheme is unknown.
    assert!(respond("/a", &[("x-forwarded-host", "example.com")]).is_none());
}

#[test]
fn the_whole_table_is_consulted_only_after_a_404_response() {
    let layer = RedirectLayer::new(&SITE).only_on_not_found();
    let pending = |method| layer.on_request(&request(method, "/A", "www.example.com"));
    assert!(pending(Method::GET).is_continue());
    let pending_get = pending(Method::GET).continue_value().unwrap();
    let action = pending_get.on_response(http::StatusCode::NOT_FOUND);
    let redirects::ResponseAction::Replace(response) = action else { unreachable!("{action:?}") };
    assert_eq!(response.headers()["location"], "https://example.com/a");
}

#[test]
fn declaration_sets_the_cache_policy() {
    static CACHED: Redirects = redirects! {
        canonical 308 { origin: "https://example.com", cache: 1d, case: lower }
    };
    let redirect = CACHED.get("https://example.com/A").redirect().unwrap();
    assert_eq!(redirect.cache_control().unwrap(), "max-age=86400");
    assert!(redirect.rule().is_none());
    assert_eq!(CACHED.rules().len(), 0);
    let restored = Redirects::from_bytes(CACHED.to_bytes()).unwrap();
    assert!(restored.get("https://example.com/A").redirect().is_some());
}

#[test]
fn long_paths_are_left_alone() {
    let url = |len: usize| format!("https://example.com/{}", "A".repeat(len - 1));
    assert!(SITE.get(&url(Redirects::MAX_PATH_CHARS)).redirect().is_some());
    assert!(SITE.get(&url(Redirects::MAX_PATH_CHARS + 1)).redirect().is_none());
    let slashes = format!("https://example.com/docs{}a", "/".repeat(8000));
    assert_location(&slashes, 308, "/guide/a");
}
