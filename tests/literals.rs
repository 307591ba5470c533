//! A target that compiles is read by a browser as it is written: the same host, or the own site.

#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use redirects::{Format, Loader};
use url::Url;

/// What targets are put together of, so that they come near to what deceives.
const TOKENS: [&str; 44] = [
    "http",
    "https",
    "HTTPS",
    ":",
    ":",
    "/",
    "/",
    "//",
    "///",
    "\\",
    "@",
    "example.com",
    "example.com",
    "evil.com",
    ".",
    "..",
    "%2f",
    "%5c",
    "%40",
    "%2E",
    "?",
    "#",
    "[",
    "]",
    "[::1]",
    "::1",
    "1",
    "1.1",
    "0x7f",
    "192.0.2.1",
    "é",
    "bücher.example",
    "\u{1}",
    " ",
    "\u{AD}",
    "ａ",
    "。",
    "x",
    "-",
    ":80",
    ":443",
    "xn--",
    "javascript:",
    "&",
];

/// The host as it is written, in lower case; `None` for a path.
fn written_host(target: &str) -> Option<String> {
    let authority = target.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let port = authority.rfind(':').filter(|&colon| !authority[colon..].contains(']'));
    Some(authority[..port.unwrap_or(authority.len())].to_lowercase())
}

fn in_unicode(host: &str) -> String {
    idna::domain_to_unicode(host).0
}

fn location_of(target: &str) -> Option<String> {
    let site = Loader::new(Format::Tsv).parse(&format!("/source\t{target}\t302")).ok()?;
    let request = http::Request::get("/source").body(()).unwrap();
    let location = site.find(&request).redirect()?.location()?;
    Some(location.to_str().unwrap().to_owned())
}

fn check(target: &str) -> Result<bool, TestCaseError> {
    let Some(location) = location_of(target) else { return Ok(false) };
    let base = Url::parse("https://site.test/a/b").unwrap();
    let read = base.join(&location);
    prop_assert!(read.is_ok(), "{target:?}: {location:?} is no URL to a browser");
    let read = read.unwrap();
    let host = in_unicode(read.host_str().unwrap_or_default());
    let is_path = target.starts_with('/');
    let expected = if is_path { "site.test".into() } else { written_host(target).unwrap() };
    prop_assert_eq!(host, in_unicode(&expected), "{:?} is sent as {:?}", target, location);
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(tokens in vec(select(&TOKENS), 1..7)) {
        check(&tokens.concat())?;
    }

    #[test]
    fn any_authority(tokens in vec(select(&TOKENS), 1..5), end in select(&["", "/", "/x", "?a=1", "#b"])) {
        check(&format!("https://{}{end}", tokens.concat()))?;
    }
}

#[test]
fn some_of_them_compile() {
    for target in [
        "/x",
        "https://example.com",
        "http://192.0.2.1:80/",
        "https://[::1]/",
        "https://bücher.example",
    ] {
        assert!(check(target).unwrap(), "{target}");
    }
}
