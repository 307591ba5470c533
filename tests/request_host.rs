//! The requested host in a target: `{request_host}`.

#![allow(clippy::unwrap_used)]

use redirects::{Mismatch, Redirects, redirects};
use test_support::{TestRequest, check};

static SITE: Redirects = redirects! {
    "/s/{*p}" if scheme == "http" => 308 "https://{request_host}/s/{p}",
    "/login/{*p}" => 302 "https://login.example/?from=x{request_host}y&p={p}#z",
    "/bare" => 307 "HTTP://{request_host}",
    "/shop/{p}" if host == "{*site}.example"
        => 302 "https://{request_host}/{site}?p={p}&uri={request_uri}",

    assert "http://a.example:8080/s/b?c" => 308 "https://a.example:8080/s/b?c",
    assert "/bare" with host == "a.example" => 307 "HTTP://a.example",
    assert "/bare" => pass,
};

#[test]
fn the_requested_host_is_the_authority_of_a_url() {
    check(
        &SITE,
        &[
            ("http://a.example/s/b?c", "308 https://a.example/s/b?c"),
            ("http://A.Example:8080/s/", "308 https://a.example:8080/s/"),
            ("http://[2001:DB8::1]:1/s/", "308 https://[2001:db8::1]:1/s/"),
            ("http://192.0.2.1/s/", "308 https://192.0.2.1/s/"),
            ("https://a.example/s/b", "-"),
            ("/bare?q; Host: localhost:3000", "307 HTTP://localhost:3000?q"),
            ("/shop/b; Host: x.y.example.", "302 https://x.y.example/x.y?p=b&uri=%2Fshop%2Fb"),
        ],
    );
}

#[test]
fn the_requested_host_is_a_part_of_a_value_in_the_query() {
    check(
        &SITE,
        &[
            ("/login/a; Host: A.b", "302 https://login.example/?from=xa.by&p=a#z"),
            ("/login/?p=1&q; Host: b:80", "302 https://login.example/?from=xb:80y&p=&q#z"),
            ("/login/; Host: [::1]", "302 https://login.example/?from=x%5B::1%5Dy&p=#z"),
        ],
    );
}

#[test]
fn a_rule_needs_a_valid_host_and_port() {
    for host in [
        None,
        Some(""),
        Some(":80"),
        Some("a.example:"),
        Some("a.example:0"),
        Some("a.example:080"),
        Some("a.example:65536"),
        Some("a.example:80@evil.example"),
        Some("evil.example/a.example"),
        Some("evil.example?a.example"),
        Some("evil.example\\a.example"),
        Some("a..example"),
        Some("-a.example"),
        Some("[1]"),
        Some("127.1"),
        Some("0x7f.1:80"),
        Some("[::1"),
        Some("é.example"),
    ] {
        let request = |path: &str| TestRequest {
            method: "GET",
            path: path.into(),
            query: None,
            authority: host.map(Into::into),
            scheme: None,
            headers: Vec::new(),
            peer_addr: None,
        };
        for path in ["/bare", "/login/"] {
            let request = request(path);
            assert!(SITE.find(&request).rule().is_none(), "{host:?}");
            let explanation = SITE.explain(&request);
            let considered = explanation.rules().first().unwrap();
            assert_eq!(considered.mismatch(), Some(&Mismatch::Location), "{host:?}");
        }
    }
}

#[test]
fn responses_with_the_requested_host_are_private() {
    static SITE: Redirects = redirects! {
        "/a" => 301 "https://{request_host}/new",
        "/b" => 302 "/new?host={request_host}",
        "/c" => 302 "/new?host={request_host}" { cache: 1h },
    };
    for (path, expected) in
        [("/a", "private, max-age=3600"), ("/b", "private"), ("/c", "max-age=3600")]
    {
        let request = http::Request::get(path).header("host", "a.example").body(()).unwrap();
        let redirect = SITE.find(&request).redirect().unwrap();
        assert_eq!(redirect.cache_control().unwrap(), expected, "{path}");
    }
}

#[test]
fn chains_are_flattened_if_the_host_stays_the_same() {
    static SITE: Redirects = redirects! {
        default { chain: flatten },
        "/a" => 308 "http://{request_host}/b",
        "/b" => 308 "/c?host={request_host}",
        "/x" if host => 308 "/y",
        "/y" => 308 "https://{request_host}/z",
        "/without-host" => 308 "/y",
        #[allow(chain)]
        "/l" => 308 "https://l.example/m",
        "/m" if host == "l.example" => 308 "https://{request_host}/n",
    };
    check(
        &SITE,
        &[
            ("/a; Host: a.example:1", "308 http://a.example:1/c?host=a.example:1"),
            // The port of a valid host may not be valid, as in `a.example:080`.
            ("/x; Host: a.example:1", "308 /y"),
            ("/without-host; Host: a.example", "308 /y"),
            ("/without-host", "308 /y"),
            ("/a", "-"),
            ("/l", "308 https://l.example/m"),
        ],
    );
}

/// Checks that the path is canonical on the site and that the origin is kept elsewhere.
#[test]
fn the_requested_host_may_be_that_of_canonical_urls() {
    static SITE: Redirects = redirects! {
        canonical 308 { origin: "https://a.example", from: ["b.example"], case: lower },
        "/x/{*p}" if scheme == "http" => 302 "https://{request_host}/y/{p}",
    };
    check(
        &SITE,
        &[
            ("http://a.example/X/P", "302 https://a.example/y/p"),
            ("http://c.example/x/P", "302 https://c.example/y/P"),
        ],
    );
}
