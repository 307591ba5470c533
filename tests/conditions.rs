//! Conditions, and the response headers that depend on them.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::{TestRequest, check, request};

#[test]
fn a_captured_host_that_browsers_read_as_another_address_is_not_a_target() {
    static SITE: Redirects = redirects! {
        "/{*path}" if host == "www.{*domain}" => 308 "https://{domain}:8443/{path}",
        "/{*path}" if host == "www.{*rest}" => 307 "/other/{path}",
    };
    check(
        &SITE,
        &[
            ("/a; Host: www.shop.example", "308 https://shop.example:8443/a"),
            ("/a; Host: www.192.0.2.1", "308 https://192.0.2.1:8443/a"),
            ("/a; Host: www.127.1", "307 /other/a"),
            ("/a; Host: www.0x7f", "307 /other/a"),
        ],
    );
}

#[test]
fn host_condition_compares_the_normalized_host() {
    static SITE: Redirects = redirects! {
        "/a" if host == "old.example.com" => 301 "/1",
        "/a" if host == "{shop}.old.example.com" => 301 "https://{shop}.new.example.com/a",
        "/a" if host == "{*sub}.example.org" => 301 "https://{sub}.example.net/",
        "/a" if host in ["x.example", "bücher.example"] => 301 "/4",
        "/b" if host != "old.example.com" => 301 "/5",
        "/c" if host => 301 "/6",
        "/c" if !host => 301 "/7",
    };
    check(
        &SITE,
        &[
            ("/a; Host: old.example.com", "301 /1"),
            ("/a; Host: OLD.example.com.:8080", "301 /1"),
            ("http://old.example.com/a; Host: x.example", "301 /1"),
            ("/a; Host: cups.old.example.com", "301 https://cups.new.example.com/a"),
            ("/a; Host: CUPS.old.example.com", "301 https://cups.new.example.com/a"),
            ("/a; Host: a.b.old.example.com", "-"),
            ("/a; Host: example.org", "-"),
            ("/a; Host: a.example.org", "301 https://a.example.net/"),
            ("/a; Host: a.B.example.org", "301 https://a.b.example.net/"),
            ("/a; Host: x.example", "301 /4"),
            ("/a; Host: xn--bcher-kva.example", "301 /4"),
            ("/a; Host: other.example", "-"),
            ("/a; Host: old.example.com; Host: x.example", "-"),
            ("/a; Host: user@old.example.com", "-"),
            ("/a; Host: user:80@old.example.com", "-"),
            ("/a; Host: old.example.com:80@x.example", "-"),
            ("/a; Host: old.example.com:http", "-"),
            ("/a; Host: old..example.com", "-"),
            ("/a; Host: -cups.old.example.com", "-"),
            ("/a; Host: cups-.old.example.com", "-"),
            ("/a; Host: c-u_ps.old.example.com", "301 https://c-u_ps.new.example.com/a"),
            ("/a", "-"),
            ("/b", "301 /5"),
            ("/b; Host: x.example", "301 /5"),
            ("/b; Host: old.example.com", "-"),
            ("/c; Host: [::1]:80", "301 /6"),
            ("/c; Host: [::1]", "301 /6"),
            ("/c; Host: [::1].old.example.com", "301 /7"),
            ("/c; Host: [::1]:80@x.example", "301 /7"),
            ("/c; Host: a b", "301 /7"),
            ("/c", "301 /7"),
        ],
    );
}

#[test]
fn the_end_of_the_requested_host_may_be_the_host_of_the_target() {
    static SITE: Redirects = redirects! {
        "/a" if host == "www.{*domain}" => 301 "https://{domain}/b",
        "/a" if host == "m.{name}.{tld}" => 302 "https://{name}.shop.example/{tld}",
        "/a" if host == "old.{*domain:[a-z]+[.]example}"
            => 308 "https://{domain}:8443/" { cache: 1d },
        "/c" if host == "{*site}" => 302 "https://{site}/d",
    };
    check(
        &SITE,
        &[
            ("/a; Host: www.example.com", "301 https://example.com/b"),
            ("/a; Host: WWW.Shop.example.com.:8080", "301 https://shop.example.com/b"),
            ("/a; Host: www.www.example.com", "301 https://www.example.com/b"),
            ("/a; Host: www.localhost", "301 https://localhost/b"),
            ("/a; Host: www", "-"),
            ("/a; Host: example.com", "-"),
            ("/a; Host: m.cups.example", "302 https://cups.shop.example/example"),
            ("/a; Host: old.cups.example", "308 https://cups.example:8443/"),
            ("/a; Host: old.cups.test", "-"),
            ("/c; Host: example.com:81", "302 https://example.com/d"),
            ("/c; Host: [::1]", "-"),
            ("/c", "-"),
        ],
    );
}

/// Checks that caches behind a proxy, which may not know the requested host, do not store these.
#[test]
fn responses_with_a_part_of_the_requested_host_are_private() {
    static SITE: Redirects = redirects! {
        "/a" if host == "www.{*domain}" => 301 "https://{domain}/b",
        "/b" if host == "{shop}.example.com" => 302 "/shop?name={shop}",
        "/c" if host == "{shop}.example.com" => 302 "/c/{shop}" { cache: 1h },
        "/d" if host == "{shop}.example.com" => 301 "/e",
    };
    for (path, cache_control) in [
        ("/a", Some("private, max-age=3600")),
        ("/b", Some("private")),
        ("/c", Some("max-age=3600")),
        ("/d", Some("max-age=3600")),
    ] {
        let request = request(&format!("{path}; Host: www.example.com"));
        let value = SITE.find(&request).redirect().unwrap().cache_control();
        assert_eq!(value.as_ref().map(|value| value.to_str().unwrap()), cache_control, "{path}");
    }
}

/// Checks that the compiler does not report such rules as unreachable for lack of a sample request.
#[test]
fn text_around_captures_may_be_anything_a_request_can_contain() {
    static SITE: Redirects = redirects! {
        "/a" if host == "{shop}.my-site.com" => 301 "/1",
        "/a" if host == "{shop}.bücher.example" => 301 "/2",
        "/b" if host == "{s}.x.com" => 301 "/3",
        "/b" if host in ["y-z.x.com", "y-z.com"] => 301 "/4",
        "/c" if header["user-agent"] == "Mozilla {v}" => 302 "/old/{v}",
        "/d" if query["q"] == "é {b}" => 302 "/s/{b}",
        "/e" if cookie["c"] == "a,{b}" => 302 "/s/{b}",
        "/f" if header["x-city"] == "x{s}" => 302 "/5",
        "/f" if header["x-city"] in ["xa", "New York"] => 302 "/6",
    };
    check(
        &SITE,
        &[
            ("/a; Host: cups.my-site.com", "301 /1"),
            ("/a; Host: cups.xn--bcher-kva.example", "301 /2"),
            ("/b; Host: y-z.x.com", "301 /3"),
            ("/b; Host: y-z.com", "301 /4"),
            ("/c; User-Agent: Mozilla 5", "302 /old/5"),
            ("/d?q=%C3%A9+b", "302 /s/b"),
            ("/e; Cookie: c=a,b", "302 /s/b"),
            ("/f; X-City: New York", "302 /6"),
        ],
    );
}

/// Checks that each value fills its own capture, in any order of declaration and evaluation.
#[test]
fn captures_of_all_subjects_fill_the_target() {
    static SITE: Redirects = redirects! {
        "/{a}/{*b}" if cookie["c"] == "{c}" && query["d"] == "{d}" && header["e"] == "e-{e}"
            && host == "{f}.{g}.example.com" && query["h"] == "{h}" && cookie["i"] == "{i}"
            => 302 "https://{f}.example.com/{g}/{a}/{b}?c={c}&d={d}&e={e}&h={h}&i={i}",
        "/{a}" if cookie["c"] == "{c}" && header["e"] == "no" => 302 "/1/{a}/{c}",
        "/{a}" if cookie["c"] == "{c}" => 302 "/2/{a}/{c}",
        "/{a}" if query["d"] == "{d}" => 302 "/3/{a}/{d}",
        if host == "{f}.group.example.com" && cookie["c"] == "{c}" {
            "/of/a/{*b}" if header["e"] == "{e}" && cookie["i"] == "{i}"
                => 302 "/{f}/{b}/{c}/{e}/{i}",
        }
    };
    check(
        &SITE,
        &[
            (
                "/x/y/z?h=8&k=v&d=%C3%A9; Host: f.g.example.com:80; Cookie: i=9; Cookie: c=3; \
                 E: e-5",
                "302 https://f.example.com/g/x/y/z?c=3&d=%C3%A9&e=5&h=8&i=9&k=v",
            ),
            (
                "/x/?h=+&d=4; Host: F.G.example.com.; Cookie: c=a b, c; E: e-e-; Cookie: i=%",
                "302 https://f.example.com/g/x/?c=a%20b,%20c&d=4&e=e-&h=%20&i=%25",
            ),
            ("/%41?d=4; Cookie: c=3; E: e-5", "302 /2/%41/3?d=4"),
            ("/x; Cookie: c=3; E: no", "302 /1/x/3"),
            ("/x?d=%2e%41", "302 /3/x/.A"),
            (
                "/of/a/b%2Fc; Host: f.group.example.com; E: 5; Cookie: i=9; Cookie: c=3",
                "302 /f/b%2Fc/3/5/9",
            ),
        ],
    );
}

#[test]
fn scheme_condition_reads_the_request_target() {
    static SITE: Redirects = redirects! {
        "/a" if scheme == "http" => 308 "https://example.com/a",
        "/a" if scheme != "https" => 302 "/unknown",
    };
    check(
        &SITE,
        &[
            ("http://example.com/a", "308 https://example.com/a"),
            ("HTTP://example.com/a", "308 https://example.com/a"),
            ("https://example.com/a", "-"),
            ("/a", "302 /unknown"),
        ],
    );
}

#[test]
fn header_condition_compares_the_first_field_line() {
    static SITE: Redirects = redirects! {
        "/" if header["X-Country"] == "de" => 307 "/de/",
        "/" if header["x-country"] in ["fr", "be"] => 307 "/fr/",
        "/" if header["x-shard"] == "s{number}" => 307 "/shard/{number}",
        "/" if !header["x-country"] && header["x-any"] => 307 "/any",
    };
    check(
        &SITE,
        &[
            ("/; X-Country: de", "307 /de/"),
            ("/; X-Country: DE", "-"),
            ("/; X-Country: be", "307 /fr/"),
            ("/; X-Country: de; X-Country: be", "307 /de/"),
            ("/; X-Shard: s7", "307 /shard/7"),
            ("/; X-Shard: s7/8%2F", "307 /shard/7%2F8%252F"),
            ("/; X-Shard: s", "-"),
            ("/; X-Shard: s..", "-"),
            ("/; X-Any: ", "307 /any"),
            ("/", "-"),
        ],
    );
}

#[test]
fn cookie_condition_compares_the_first_cookie_of_its_name() {
    static SITE: Redirects = redirects! {
        "/home" if cookie["beta"] => temporary "/beta",
        "/home" if cookie["plan"] == "pro" => 302 "/pro",
        "/home" if cookie["user"] == "{id}" => 302 "/u?id={id}",
    };
    check(
        &SITE,
        &[
            ("/home; Cookie: beta=1", "307 /beta"),
            ("/home; Cookie: a=1;beta=", "307 /beta"),
            ("/home; Cookie: a=1; Cookie: b=2;beta=x", "307 /beta"),
            ("/home; Cookie: xbeta=1;betax=1", "-"),
            ("/home; Cookie: plan=pro", "302 /pro"),
            ("/home; Cookie: plan=free;plan=pro", "-"),
            ("/home; Cookie: user=a&b=c", "302 /u?id=a%26b%3Dc"),
            ("/home", "-"),
        ],
    );
}

#[test]
fn query_condition_compares_the_first_parameter_decoded() {
    static SITE: Redirects = redirects! {
        "/index.php" if query["p"] == "{id}" => 301 "/posts/{id}",
        "/index.php" if query["page id"] == "a b" => 301 "/pages",
        "/find" if query["old"] => 301 "/search",
        "/find" if query["in"] in ["a", "b"] => 301 "/in" { query: drop },
        "/{*rest}" if query["to"] == "{*path}" => 302 "/to/{path}/{rest}",
    };
    check(
        &SITE,
        &[
            ("/index.php?p=7&x=1", "301 /posts/7?x=1"),
            ("/index.php?x=1&p=a%2Fb+c&p=8", "301 /posts/a%2Fb%20c?x=1"),
            ("/index.php?%70=7", "301 /posts/7"),
            ("/index.php?p=", "-"),
            ("/index.php?p=..", "-"),
            ("/index.php?p=%2e%2E", "-"),
            ("/index.php?page+id=a%20b&x", "301 /pages?x"),
            ("/find?old&a=1", "301 /search?old&a=1"),
            ("/find?in=b&a=1", "301 /in"),
            ("/find?in=c", "-"),
            ("/x/y?to=a/b", "302 /to/a/b/x/y"),
            ("/x?to=%2Fevil.com", "-"),
            ("/x?to=a/../b", "-"),
            ("/x?to=", "302 /to/x"),
        ],
    );
}

#[test]
fn language_condition_compares_the_preferred_language() {
    static SITE: Redirects = redirects! {
        "/" if language == "fr" => 307 "/fr/",
        "/" if language in ["de", "en-GB"] => 307 "/other/",
        "/" if language => 307 "/any/",
    };
    check(
        &SITE,
        &[
            ("/; Accept-Language: fr", "307 /fr/"),
            ("/; Accept-Language: FR-ca", "307 /fr/"),
            ("/; Accept-Language: frr", "307 /any/"),
            ("/; Accept-Language: en;q=0.8, fr;q=0.9", "307 /fr/"),
            ("/; Accept-Language: en;q=0.8, fr;q=0.8", "307 /any/"),
            ("/; Accept-Language: *, fr;q=0.1", "307 /fr/"),
            ("/; Accept-Language: fr;q=0", "-"),
            ("/; Accept-Language: fr;q=2", "-"),
            ("/; Accept-Language: de-AT, fr", "307 /other/"),
            ("/; Accept-Language: en", "307 /any/"),
            ("/; Accept-Language: en-gb", "307 /other/"),
            ("/; Accept-Language: en; Accept-Language: fr", "307 /any/"),
            ("/; Accept-Language: ", "-"),
            ("/", "-"),
        ],
    );
}

#[test]
fn capture_condition_compares_a_capture_of_the_path() {
    static SITE: Redirects = redirects! {
        "/{lang}/{*page}" if lang in ["en", "fr"] => 301 "/{page}?lang={lang}",
        "/{name}" if name != "kept" => 302 "/all/{name}",
    };
    check(
        &SITE,
        &[
            ("/en/a/b", "301 /a/b?lang=en"),
            ("/%65n/a", "301 /a?lang=%65n"),
            ("/de/a", "-"),
            ("/EN/a", "-"),
            ("/kept", "-"),
            ("/other", "302 /all/other"),
        ],
    );
}

#[test]
fn captures_of_conditions_are_compared_like_their_subject() {
    static SITE: Redirects = redirects! {
        "/{*p}" if host == "{sub}.a.example" && sub in ["de", "bücher"]
            => 308 "https://a.example/{sub}/{p}",
        "/{*p}" if host == "{*sub}.b.example" && !sub in ["x.y", "z"] && sub != "w"
            => 301 "https://b.example/{p}",
        "/{id}" if query["q"] == "{q}" && id == "1" && q == "a b" => 301 "/{id}/{q}",
        if query["p"] == "v{n}" {
            "/n" if n == "1" => 301 "/1",
            if n != "2" {
                "/n" => 301 "/n/{n}",
            }
        }
    };
    check(
        &SITE,
        &[
            ("/c; Host: de.a.example", "308 https://a.example/de/c"),
            ("/c; Host: DE.a.example", "308 https://a.example/de/c"),
            ("/c; Host: xn--bcher-kva.a.example", "308 https://a.example/xn--bcher-kva/c"),
            ("/c; Host: en.a.example", "-"),
            ("/c; Host: a.example", "-"),
            ("/c; Host: y.b.example", "301 https://b.example/c"),
            ("/c; Host: X.Y.b.example", "-"),
            ("/c; Host: z.b.example", "-"),
            ("/c; Host: w.b.example", "-"),
            ("/1?q=a+b", "301 /1/a%20b"),
            ("/1?q=%61%20b", "301 /1/a%20b"),
            ("/1?q=A+b", "-"),
            ("/2?q=a+b", "-"),
            ("/n?p=v1", "301 /1"),
            ("/n?p=%763", "301 /n/3"),
            ("/n?p=v2", "-"),
            ("/n?p=1", "-"),
        ],
    );
}

#[test]
fn a_condition_on_a_capture_is_evaluated_after_the_condition_that_declares_it() {
    static SITE: Redirects = redirects! {
        "/a" if header["x-v"] == "v{n}" && n == "1" && host == "a.example" => 302 "/1",
        "/a" if cookie["c"] == "{c}" && c != "1" => 302 "/{c}",
    };
    for (line, vary, location) in [
        ("/a; Host: b.example; X-V: v1", "cookie", None),
        ("/a; Host: a.example; X-V: v1", "x-v", Some("/1")),
        ("/a; Host: a.example; X-V: v2", "x-v, cookie", None),
        ("/a; Host: a.example; X-V: v2; Cookie: c=3", "x-v, cookie", Some("/3")),
        ("/a; Cookie: c=1", "cookie", None),
    ] {
        let request = request(line);
        let found = SITE.find(&request);
        assert_eq!(found.vary().unwrap(), vary, "{line}");
        let redirect = found.redirect();
        let found = redirect.map(|redirect| redirect.location().unwrap().clone());
        assert_eq!(found.as_ref().map(|it| it.to_str().unwrap()), location, "{line}");
    }
}

/// Returns the value of `Vary`, with a redirect and without one.
#[test]
fn vary_lists_the_inspected_fields() {
    static SITE: Redirects = redirects! {
        "/" if header["x-country"] == "de" && cookie["beta"] => 307 "/de/",
        "/" if language == "fr" => 307 "/fr/",
        "/" if host == "a.example" && header["x-other"] => 307 "/other/",
        "/plain" => 301 "/new",
        POST "/form" if header["x-form"] => 303 "/done",
        "/pass" if header["x-pass"] => pass,
    };
    let cases = [
        ("/", Some("x-country, accept-language")),
        ("/; X-Country: de", Some("x-country, cookie, accept-language")),
        ("/; X-Country: de; Cookie: beta=1", Some("x-country, cookie")),
        ("/; Accept-Language: fr", Some("x-country, accept-language")),
        ("/; Host: a.example", Some("x-country, accept-language, x-other")),
        ("/plain", None),
        ("/form", None),
        ("POST /form", Some("x-form")),
        ("/pass; X-Pass: 1", Some("x-pass")),
        ("/nothing", None),
    ];
    for (line, expected) in cases {
        let request = request(line);
        let found = SITE.find(&request);
        let vary = found.vary().map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(vary.as_deref(), expected, "{line}");
        if let Some(redirect) = found.redirect() {
            let response: http::Response<()> = redirect.into_response();
            let sent_vary = response.headers().get("vary").map(|value| value.to_str().unwrap());
            assert_eq!(sent_vary, expected, "{line}");
        }
    }
}

#[test]
fn responses_that_depend_on_header_fields_are_private() {
    static SITE: Redirects = redirects! {
        "/301" if cookie["a"] => 301 "/new",
        "/302" if header["x-a"] => 302 "/new",
        "/307" if language => 307 "/new",
        "/308" if query["a"] => 308 "/new",
    };
    let cases = [
        ("/301; Cookie: a=1", Some("private, max-age=3600")),
        ("/302; X-A: 1", Some("private")),
        ("/307; Accept-Language: de", Some("private")),
        ("/308?a", Some("max-age=3600")),
    ];
    for (line, expected) in cases {
        let request = request(line);
        let value = SITE.find(&request).redirect().unwrap().cache_control();
        assert_eq!(value.as_ref().map(|value| value.to_str().unwrap()), expected, "{line}");
    }
}

#[test]
fn rule_displays_its_conditions() {
    static SITE: Redirects = redirects! {
        GET "/a" if host == "{x}.example.com" && !query["a"] && header["b"] in ["1", "2"]
            => 301 "/{x}",
    };
    let shown = [
        r#"GET "/a" if host == "{x}.example.com" && !query["a"] && header["b"] in ["1", "2"]"#,
        r#" => 301 "/{x}""#,
    ]
    .concat();
    assert_eq!(SITE.rules().next().unwrap().to_string(), shown);
}

#[test]
fn language_is_the_best_of_the_site() {
    static SITE: Redirects = redirects! {
        default { languages: ["en", "fr", "DE"] },
        "/" if language == "de" => 307 "/de/",
        "/" if language != "en" && language => 307 "/fr/",
        "/" if language => 307 "/en/",
        "/" => 307 "/choose",
    };
    for (header, location) in [
        ("de", "/de/"),
        ("De-at, en;q=0.9", "/de/"),
        ("nl, fr;q=0.5, de;q=0.4", "/fr/"),
        ("*", "/en/"),
        ("en;q=0, *;q=0.1", "/fr/"),
        ("es", "/choose"),
        ("en;q=0", "/choose"),
    ] {
        let request = request(&format!("/; Accept-Language: {header}"));
        let response: http::Response<()> = SITE.respond(&request).unwrap();
        assert_eq!(response.headers()["location"], location, "{header}");
        assert_eq!(response.headers()["vary"], "accept-language");
    }
}

#[test]
fn port_is_that_of_the_authority_or_the_default_of_the_scheme() {
    static SITE: Redirects = redirects! {
        "/a" if port == "8080" => 301 "/1",
        "/a" if port in ["80", "443"] => 301 "/2",
        "/a" if !port => 301 "/3",
        "/b" if port != "80" => 301 "/4",
        "/c" if port => 301 "/5",
    };
    check(
        &SITE,
        &[
            ("/a; Host: a.example:8080", "301 /1"),
            ("/a; Host: a.example:08080", "301 /1"),
            ("/a; Host: [::1]:8080", "301 /1"),
            ("http://a.example:8080/a", "301 /1"),
            ("http://a.example/a", "301 /2"),
            ("https://a.example/a", "301 /2"),
            ("/a; Host: a.example:80", "301 /2"),
            ("/a; Host: a.example:81", "-"),
            ("/a; Host: a.example", "301 /3"),
            ("/a; Host: a.example:", "301 /3"),
            ("/a; Host: user@a.example:8080", "301 /3"),
            ("/a", "301 /3"),
            ("http://a.example/b", "-"),
            ("https://a.example/b", "301 /4"),
            ("/b", "301 /4"),
            ("/c; Host: a.example:1", "301 /5"),
            ("/c", "-"),
        ],
    );
}

/// Returns a GET request for a path from an address.
fn from_peer(path: &'static str, peer: Option<&str>) -> TestRequest {
    TestRequest {
        method: "GET",
        path: path.into(),
        query: None,
        authority: None,
        scheme: None,
        headers: Vec::new(),
        peer_addr: peer.map(|address| address.parse().unwrap()),
    }
}

#[test]
fn ip_is_in_networks() {
    static SITE: Redirects = redirects! {
        "/a" if ip in ["10.0.0.0/8", "2001:db8::/32", "10.1.0.0/16"] => 301 "/1",
        "/a" if ip == "192.0.2.1" => 301 "/2",
        "/a" if ip => 301 "/3",
        "/b" if ip != "::ffff:192.0.2.1" => 301 "/4",
        "/c" if !ip => 301 "/5",
        "/d" if ip == "::/0" => 301 "/6",
        "/d" if ip == "0.0.0.0/0" => 301 "/7",
        "/e" if !ip in ["10.0.0.0/8", "::1"] => 301 "/8",
    };
    for (path, peer, expected) in [
        ("/a", Some("10.0.0.0"), Some("/1")),
        ("/a", Some("10.255.255.255"), Some("/1")),
        ("/a", Some("::ffff:10.1.2.3"), Some("/1")),
        ("/a", Some("2001:db8:ffff::"), Some("/1")),
        ("/a", Some("192.0.2.1"), Some("/2")),
        ("/a", Some("::ffff:192.0.2.1"), Some("/2")),
        ("/a", Some("11.0.0.0"), Some("/3")),
        ("/a", Some("2001:db9::"), Some("/3")),
        ("/a", None, None),
        ("/b", Some("192.0.2.1"), None),
        ("/b", Some("192.0.2.2"), Some("/4")),
        ("/b", None, Some("/4")),
        ("/c", None, Some("/5")),
        ("/c", Some("::1"), None),
        ("/d", Some("::ffff:1.2.3.4"), Some("/7")),
        ("/d", Some("::1"), Some("/6")),
        ("/e", Some("10.0.0.1"), None),
        ("/e", Some("11.0.0.1"), Some("/8")),
        ("/e", None, Some("/8")),
    ] {
        let request = from_peer(path, peer);
        let found = SITE.find(&request);
        assert_eq!(found.vary().unwrap(), "*", "{request}");
        let redirect = found.redirect();
        let location = redirect.map(|redirect| {
            assert_eq!(redirect.cache_control().unwrap(), "private, no-store", "{request}");
            redirect.location().unwrap().to_str().unwrap().to_owned()
        });
        assert_eq!(location.as_deref(), expected, "{request}");
    }
}

#[test]
fn responses_are_not_stored_where_ip_was_inspected() {
    static SITE: Redirects = redirects! {
        "/{*p}" if host != "a.example" && ip == "10.0.0.0/8" && cookie["c"]
            => 307 "https://b.example/",
        "/c" => 301 "/d" { cache: 1h },
        "/e" if cookie["c"] => 301 "/f",
    };
    let plain = |request: TestRequest| {
        let redirect = SITE.find(&request).redirect().unwrap();
        let text = |value: Option<http::HeaderValue>| {
            value.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        (text(redirect.vary()), text(redirect.cache_control()))
    };
    let with_cookie =
        |request: TestRequest| TestRequest { headers: vec![("cookie", "c=1".into())], ..request };
    // The address is inspected last.
    let expected = ("cookie".to_owned(), "max-age=3600".to_owned());
    assert_eq!(plain(from_peer("/c", Some("10.0.0.1"))), expected);
    let on_host = TestRequest { authority: Some("a.example".into()), ..from_peer("/c", None) };
    assert_eq!(plain(on_host), (String::new(), "max-age=3600".to_owned()));
    let expected = ("*".to_owned(), "private, no-store".to_owned());
    for request in [
        from_peer("/c", Some("10.0.0.1")),
        from_peer("/c", Some("::1")),
        from_peer("/e", Some("::1")),
    ] {
        assert_eq!(plain(with_cookie(request)), expected);
    }
}
