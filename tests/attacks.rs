//! Attempted open redirects. A browser that follows a `Location` must stay on the hosts of the
//! rules.

#![allow(clippy::unwrap_used)]

use http::{HeaderValue, Request, Uri};
use redirects::{Redirects, redirects};
use test_support::{data_file, response};
use url::Url;

static SITE: Redirects = redirects! {
    "/rest/{*r}" => 302 "/{r}",
    "/one/{x}" => 302 "/{x}",
    "/two/{x}/{*r}" => 302 "/{x}/{r}",
    "/text/{x}" => 302 "/.{x}",
    "/query/{*r}" => 302 "/go?to={r}",
    "/fragment/{*r}" => 302 "/go#{r}",
    #[allow(chain)]
    "/deep/{*r}" => 302 "/a/b/{r}",
    "/port/{*r}" => 302 "http://site.test:8080/{r}",
    "/label/{x}" => 302 "http://{x}.site.test/",
    "/by/query" if query["to"] == "{q}" => 302 "/{q}",
    "/by/rest" if query["to"] == "{*q}" => 302 "/{q}",
    "/by/both" if query["to"] == "{*q}" => 302 "/a/{q}/b?c={q}#{q}",
    "/by/header" if header["x-to"] == "{h}" => 302 "/{h}",
    "/by/lines" if header["x-to"] == "{*h}" => 302 "/{h}",
    "/by/cookie" if cookie["to"] == "{*c}" => 302 "/{c}?to={c}",
    "/by/host" if host == "{x}.other.test" => 302 "http://{x}.site.test/",
    "/by/name" if header["x-to"] == "{h}" => 302 "http://{h}.site.test/",
    "/by/label" if query["to"] == "{q}" => 302 "http://{q}.site.test/",
    "/{locale}/{*r}" => 302 "/{r}",
};

const PREFIXES: [&str; 10] =
    ["rest", "one", "two/a", "text", "query", "fragment", "deep", "port", "label", "en"];

const PAYLOADS: [&str; 26] = [
    "/evil.com",
    "//evil.com",
    "\\evil.com",
    "/\\evil.com",
    "%2Fevil.com",
    "%2F%2Fevil.com",
    "%5Cevil.com",
    "%5C%5Cevil.com",
    "%09/evil.com",
    "%0D%0ASet-Cookie:a=b",
    "%0d%0a//evil.com",
    ";@evil.com",
    "@evil.com",
    ".evil.com",
    "https://evil.com",
    "https:evil.com",
    "https:/%5cevil.com",
    "..//evil.com",
    "..%2f%2fevil.com",
    "%2e%2e//evil.com",
    "./%2e/..//evil.com",
    "%E3%80%82evil.com",
    "%00//evil.com",
    "a%ff//evil.com",
    "javascript:alert(1)",
    "x/..//evil.com",
];

/// Checks that a browser that follows the response stays on the site.
fn check_target(target: &str) -> Result<(), String> {
    let Ok(uri) = target.parse::<Uri>() else { return Ok(()) };
    check_request(target, &Request::get(uri).body(()).unwrap())
}

/// Checks a value in the query, a header field, a cookie and the host in the same way.
fn check_value(value: &str) -> Result<(), String> {
    for path in ["query", "rest", "both", "label"] {
        check_target(&format!("/by/{path}?to={value}"))?;
    }
    for (path, name) in
        [("header", "x-to"), ("lines", "x-to"), ("name", "x-to"), ("cookie", "cookie")]
    {
        let text = if name == "cookie" { format!("to={value}") } else { value.to_owned() };
        let Ok(text) = HeaderValue::from_bytes(text.as_bytes()) else { continue };
        let request = Request::get(format!("/by/{path}")).header(name, text).body(()).unwrap();
        check_request(&format!("{path}: {value}"), &request)?;
    }
    let Ok(host) = HeaderValue::from_bytes(format!("{value}.other.test").as_bytes()) else {
        return Ok(());
    };
    check_request(value, &Request::get("/by/host").header("host", host).body(()).unwrap())
}

fn check_request(target: &str, request: &Request<()>) -> Result<(), String> {
    let Some(redirect) = SITE.find(request).redirect() else { return Ok(()) };
    let location = redirect.location().ok_or("no location")?;
    let location = location.to_str().map_err(|error| error.to_string())?;
    let is_clean = location.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let base = Url::parse("http://site.test/some/page").unwrap();
    let resolved = base.join(location).map_err(|error| format!("{location}: {error}"))?;
    let host = resolved.host_str().unwrap_or_default();
    let stays = host == "site.test" || host.ends_with(".site.test");
    (is_clean && stays).then_some(()).ok_or(format!("{target} leads to {location}"))
}

fn check_payloads<'a>(payloads: impl Iterator<Item = &'a str>) {
    let mut wrong = Vec::new();
    for payload in payloads {
        let targets = PREFIXES.iter().map(|prefix| format!("/{prefix}/{payload}"));
        wrong.extend(targets.filter_map(|target| check_target(&target).err()));
        wrong.extend(check_value(payload).err());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn payloads_never_redirect_off_site() {
    check_payloads(PAYLOADS.into_iter());
}

#[test]
fn harmless_values_are_substituted_and_redirected() {
    for (line, expected) in [
        ("/by/query?to=a%20b", "302 /a%20b"),
        ("/by/both?to=x/y", "302 /a/x/y/b?c=x/y#x/y"),
        ("/by/header; X-To: a/b", "302 /a%2Fb"),
        ("/by/cookie; Cookie: to=a/b", "302 /a/b?to=a/b"),
        ("/by/host; Host: cups.other.test", "302 http://cups.site.test/"),
        ("/by/name; X-To: cups", "302 http://cups.site.test/"),
        ("/by/label?to=c%75ps", "302 http://cups.site.test/"),
    ] {
        assert_eq!(response(&SITE, line), expected, "{line}");
    }
}

#[test]
fn known_payloads_never_redirect_off_site() {
    let Some(text) = data_file("REDIRECTS_CASES", "open-redirect-payloads.jsonl") else {
        return;
    };
    let cases = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let payloads: Vec<_> =
        cases.filter_map(|case| case["payload"].as_str().map(ToOwned::to_owned)).collect();
    assert!(payloads.len() > 100, "{}", payloads.len());
    check_payloads(payloads.iter().map(|payload| payload.trim_start_matches('/')));
    check_payloads(payloads.iter().map(String::as_str));
}
