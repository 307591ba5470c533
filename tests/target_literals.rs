//! The `Location` of every target that compiles is a URI reference (RFC 3986, section 4.1), and a
//! browser resolves it to the host in the target's text, or to the same site.

#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use redirects::{Format, Loader};
use test_support::property_config;
use url::Url;

/// The tokens of generated targets, many of which are close to deceptive URLs.
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

/// Returns the host in the text of a target, in lowercase, or `None` for a path.
fn host_in_text(target: &str) -> Option<String> {
    let authority = target.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let port = authority.rfind(':').filter(|&colon| !authority[colon..].contains(']'));
    Some(authority[..port.unwrap_or(authority.len())].to_lowercase())
}

fn to_unicode(host: &str) -> String {
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
    let uri = fluent_uri::UriRef::parse(&location[..]);
    prop_assert!(uri.is_ok(), "{target:?}: {location:?} is not a URI reference of RFC 3986");
    let resolved = base.join(&location);
    prop_assert!(resolved.is_ok(), "{target:?}: {location:?} is not a valid URL");
    let resolved = resolved.unwrap();
    let host = to_unicode(resolved.host_str().unwrap_or_default());
    let is_path = target.starts_with('/');
    let expected = if is_path { "site.test".into() } else { host_in_text(target).unwrap() };
    prop_assert_eq!(host, to_unicode(&expected), "{:?} is sent as {:?}", target, location);
    Ok(true)
}

proptest! {
    #![proptest_config(property_config(4000))]

    #[test]
    fn targets_of_any_tokens_keep_their_host(tokens in vec(select(&TOKENS), 1..7)) {
        check(&tokens.concat())?;
    }

    #[test]
    fn targets_with_any_authority_keep_their_host(
        tokens in vec(select(&TOKENS), 1..5),
        end in select(&["", "/", "/x", "?a=1", "#b"]),
    ) {
        check(&format!("https://{}{end}", tokens.concat()))?;
    }
}

#[test]
fn valid_targets_compile() {
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

#[test]
fn browsers_would_read_some_unicode_hosts_differently() {
    for (host, normalized) in [("exa\u{AD}mple.com", "example.com"), ("ａ.com", "a.com")] {
        let text = format!("/source\thttps://{host}/\t302");
        let diagnostics = Loader::new(Format::Tsv).parse(&text).unwrap_err().to_string();
        let expected = format!("browsers read the host `{host}` as `{normalized}`");
        assert!(diagnostics.contains(&expected), "{diagnostics}");
    }
}
