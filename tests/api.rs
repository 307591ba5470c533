//! The public API: tables, lookups, requests and rules.

use std::collections::HashSet;
use std::error::Error;

use bytes::Bytes;
use http::{HeaderMap, Method, Response, Uri};
use proptest::prelude::*;
use redirects::{
    Found, InvalidTable, Methods, PendingResponse, Redirect, RedirectLayer, Redirects, Request,
    RequestHead, ResponseAction, Rule, RuleMatch, Rules, SourceLocation, redirects,
};
use test_support::{check, request, response, response_line};

/// The line before the table.
const LINE: u32 = line!();

static SITE: Redirects = redirects! {
    /// Renamed in 2024.
    ///
    /// Permanently.
    "/old" => 301 "/new",
    PUT | POST "/form/{id}" => 303 "/done?id={id}#top",
    "/health" => pass,
    "/gone" => 410,
    #[allow(duplicate)]
    r"/old" => 301 "/new" {},
};

#[test]
fn rules_display_as_declared() {
    let rules: Vec<_> = SITE.rules().map(|rule| rule.to_string()).collect();
    let declared = [
        r#""/old" => 301 "/new""#,
        r#"PUT | POST "/form/{id}" => 303 "/done?id={id}#top""#,
        r#""/health" => pass"#,
        r#""/gone" => 410"#,
        r#""/old" => 301 "/new""#,
    ];
    assert_eq!(rules, declared);
    assert_eq!(SITE.rules().len(), 5);
}

#[test]
fn accessors_return_the_parts_of_a_rule() {
    let rules: Vec<_> = SITE.rules().collect();
    assert_eq!(rules[0].doc(), Some("Renamed in 2024.\n\nPermanently."));
    assert_eq!(rules[1].doc(), None);
    assert_eq!(rules[1].methods().collect::<Vec<_>>(), ["PUT", "POST"]);
    assert_eq!(rules[0].methods().count(), 0);
    assert_eq!(rules[1].index(), 1);
    assert_eq!(rules[2].status(), None);
    assert_eq!(rules[3].status().unwrap(), 410);
    assert_eq!(rules[3].target(), None);
    let location = rules[1].source_location().unwrap();
    assert!(location.file().unwrap().ends_with("api.rs"), "{location}");
    assert_eq!((location.line(), location.column()), (LINE + 7, 16));
}

#[test]
fn a_redirect_returns_its_rule() {
    let request = request("PUT /form/7");
    let redirect = SITE.find(&request).redirect().unwrap();
    assert_eq!(redirect.rule().unwrap().source(), "/form/{id}");
    assert_eq!(redirect.status(), 303);
    assert_eq!(redirect.location().unwrap(), "/done?id=7#top");
    assert!(format!("{redirect:?}").contains("/done?id=7#top"));
}

#[test]
fn a_table_is_restored_from_its_bytes() {
    let restored = Redirects::from_bytes(SITE.to_bytes()).unwrap();
    assert_eq!(restored.to_bytes(), SITE.to_bytes());
    assert_eq!(response(&restored, "POST /form/7"), "303 /done?id=7#top");
    for bytes in [&b""[..], b"redirect", b"another", &SITE.to_bytes()[..100]] {
        assert!(Redirects::from_bytes(bytes.to_vec()).is_err(), "{bytes:?}");
    }
    let mut newer = SITE.to_bytes().to_vec();
    newer[8] = 99;
    let error = Redirects::from_bytes(newer).unwrap_err();
    assert_eq!(error.to_string(), "a table of another version than 9");
}

/// Checks that a table is invalid if the captures that fill a location could differ from those of
/// the match.
#[test]
fn a_table_whose_captures_cannot_be_read_again_is_invalid() {
    let site = redirects! {
        "/a" if host == "{b}.example.com" && header["c"] == "{c}" && cookie["d"] == "{d}"
            && cookie["e"] == "{e}" && query["f"] == "{f}" => 302 "/{b}/{c}/{d}/{e}/{f}",
    };
    // The encoding of a condition: its subject, negation, field and number, and the length and text
    // of its name.
    let cases = [
        ("negated", &[0, 0, 255, 0, 0, 0][..], 1, 1),
        ("of a scheme", &[0, 0, 255, 0, 0, 0], 0, 1),
        ("a fifth cookie", &[5, 0, 255, 1, 0, 1, b'f'], 0, 4),
    ];
    for (name, condition, at, byte) in cases {
        let mut bytes = site.to_bytes().to_vec();
        let mut places = bytes.windows(condition.len()).enumerate();
        let (start, _) = places.find(|(_, found)| *found == condition).unwrap();
        bytes[start + at] = byte;
        assert!(Redirects::from_bytes(bytes).is_err(), "{name}");
    }
}

#[test]
fn the_macro_is_an_expression() {
    const CONSTANT: Redirects = redirects! { "/a" => 301 "/b" };
    let local = redirects! { "/a" => 302 "/b", };
    assert_eq!(response(&CONSTANT, "/a"), "301 /b");
    assert_eq!(response(&local, "/a"), "302 /b");
    assert_eq!(response(&redirects! { "/a" => 303 "/b" }, "/a"), "303 /b");
    assert_eq!(response(&redirects! {}, "/a"), "-");
    assert_eq!(redirects! {}.to_bytes(), Redirects::EMPTY.to_bytes());
}

#[test]
fn the_comma_after_a_brace_is_optional() {
    let site = redirects! {
        "/gone" => 410, "/if" if cookie["a"] => 301 "/new",
        "/a" => 301 "/b" { query: drop }
        "/c" => 301 "/d" { query: keep, }
        GET "/e" => 301 "/f"
    };
    check(&site, &[("/a?x", "301 /b"), ("/c?x", "301 /d?x"), ("/e", "301 /f")]);
}

#[test]
fn another_macro_can_generate_rules() {
    macro_rules! moved {
        ($from:literal, $to:literal, $($more:tt)*) => {
            redirects! { $from => 301 $to, "/mine/{id}" => 301 "/ours/{id}", $($more)* }
        };
    }
    let site = moved!("/a/{name}", "/b/{name}", "/c" => 301 "/d");
    check(&site, &[("/a/x", "301 /b/x"), ("/mine/1", "301 /ours/1"), ("/c", "301 /d")]);
}

#[test]
fn a_table_can_be_shared_between_threads() {
    let site = SITE.clone();
    std::thread::spawn(move || assert_eq!(response(&site, "/gone"), "410")).join().unwrap();
}

#[test]
fn the_request_target_takes_precedence_over_host() {
    let cases = [
        ("/", None, None),
        ("/; Host: a.example:80", Some("a.example:80"), None),
        ("http://b.example/; Host: a.example", Some("b.example"), Some("http")),
        ("/; Host: a.example; Host: b.example", None, None),
        ("/; Host: é", None, None),
    ];
    for (line, authority, scheme) in cases {
        let request = request(line);
        assert_eq!(request.authority(), authority, "{line}");
        assert_eq!(Request::scheme(&request), scheme, "{line}");
        let (parts, ()) = request.into_parts();
        assert_eq!((parts.authority(), Request::scheme(&parts)), (authority, scheme), "{line}");
    }
}

#[test]
fn public_types_are_send_and_sync() {
    fn assert_send_sync_unpin<T: Send + Sync + Unpin>() {}
    assert_send_sync_unpin::<Redirects>();
    assert_send_sync_unpin::<InvalidTable>();
    assert_send_sync_unpin::<Found<'_, '_>>();
    assert_send_sync_unpin::<Redirect<'_, '_>>();
    assert_send_sync_unpin::<Rule<'_>>();
    assert_send_sync_unpin::<Rules<'_>>();
    assert_send_sync_unpin::<Methods<'_>>();
    assert_send_sync_unpin::<SourceLocation<'_>>();
    assert_send_sync_unpin::<RequestHead<'_>>();
    assert_send_sync_unpin::<RedirectLayer>();
    assert_send_sync_unpin::<RuleMatch>();
    assert_send_sync_unpin::<PendingResponse>();
    assert_send_sync_unpin::<ResponseAction>();
}

/// Checks that functions with these lifetimes compile.
#[test]
fn rules_of_a_static_table_outlive_the_request() {
    fn rule(request: &http::Request<()>) -> Option<Rule<'static>> {
        SITE.find(request).redirect()?.rule()
    }
    fn matched(path: &str) -> Option<Rule<'static>> {
        SITE.get(path).rule()
    }
    fn target(path: &str) -> Option<&'static str> {
        matched(path)?.target()
    }
    fn methods(path: &str) -> Option<Methods<'static>> {
        Some(matched(path)?.methods())
    }
    fn location(path: &str) -> Option<SourceLocation<'static>> {
        matched(path)?.source_location()
    }

    let redirected = rule(&request("PUT /form/7")).unwrap();
    assert_eq!(redirected.source(), "/form/{id}");
    assert_eq!(target(&String::from("/old")), Some("/new"));
    assert_eq!(methods(&String::from("/old")).unwrap().count(), 0);
    assert_eq!(location(&String::from("/old")).unwrap().line(), LINE + 6);
}

#[test]
fn a_passing_rule_is_found_without_a_redirect() {
    let found = SITE.get("/health");
    assert_eq!(found.rule().unwrap().source(), "/health");
    assert!(found.redirect().is_none());
    assert!(SITE.get("/other").rule().is_none());
}

#[test]
fn all_request_types_find_the_same_redirect() {
    fn location_and_status(request: &impl Request) -> (Option<String>, Option<u16>) {
        let response: Option<Response<()>> = SITE.respond(request);
        let found = SITE.find(request).redirect();
        (found.map(|redirect| response_line(&redirect)), response.map(|r| r.status().as_u16()))
    }
    let expected = (Some("303 /done?id=7#top".to_owned()), Some(303));
    let mut request = request("POST /form/7");
    assert_eq!(location_and_status(&request), expected);
    assert_eq!(location_and_status(&&request), expected);
    assert_eq!(location_and_status(&&mut request), expected);
    assert_eq!(location_and_status(&Box::new(request.clone())), expected);
    let head = RequestHead::new(request.method(), request.uri(), request.headers());
    assert_eq!(location_and_status(&head), expected);
    let (parts, ()) = request.into_parts();
    assert_eq!(location_and_status(&parts), expected);
    assert_eq!(
        location_and_status(&Uri::from_static("/gone")),
        (Some("410".to_owned()), Some(410))
    );
}

/// A request that implements only the required methods.
struct Minimal {
    headers: Vec<(&'static str, &'static [u8])>,
}

impl Request for Minimal {
    fn method(&self) -> &'static str {
        "GET"
    }

    fn path(&self) -> &'static str {
        "/"
    }

    fn query(&self) -> Option<&str> {
        None
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers.iter().filter(move |(other, _)| *other == name).map(|(_, value)| *value)
    }
}

#[test]
fn the_default_authority_is_the_only_host_field() {
    let cases: [(&[&'static [u8]], _); 4] = [
        (&[], None),
        (&[b"a.example:80"], Some("a.example:80")),
        (&[b"a.example", b"a.example"], None),
        (&["é".as_bytes()], None),
    ];
    for (hosts, expected) in cases {
        let headers = hosts.iter().map(|host| ("host", *host)).collect();
        let request = Minimal { headers };
        assert_eq!(request.authority(), expected, "{hosts:?}");
        assert_eq!(request.scheme(), None);
    }
}

/// A table whose result depends on every part of a URL.
static URLS: Redirects = redirects! {
    "/{a}/{b}" if host == "{sub}.example" => 302 "https://new.test/two/{a}/{b}/{sub}",
    "/{*path}" if scheme == "https" => 307 "https://new.test/https/{path}",
    "/{*path}" if scheme == "http" => 307 "https://new.test/http/{path}",
    "/{*path}" if query["q"] == "{q}" => 303 "https://new.test/query/{path}?q={q}",
    "/{*path}" => 301 "https://new.test/path/{path}",
};

#[test]
fn get_looks_up_a_path_or_a_url() {
    let cases = [
        ("/a", "301 https://new.test/path/a"),
        ("/a?b#c", "301 https://new.test/path/a?b"),
        ("/caf%C3%A9", "301 https://new.test/path/caf%C3%A9"),
        ("/a?q=1", "303 https://new.test/query/a?q=1"),
        ("http://example.com/a", "307 https://new.test/http/a"),
        ("HTTPS://example.com/a?b", "307 https://new.test/https/a?b"),
        ("http://sub.example:81/a/b?c", "302 https://new.test/two/a/b/sub?c"),
        ("", "-"),
        ("*", "-"),
        ("a", "-"),
        ("sub.example", "-"),
        ("sub.example/a/b", "-"),
        ("/a b", "-"),
        ("http://", "-"),
    ];
    for (url, expected) in cases {
        let redirect = URLS.get(url).redirect();
        let shown = redirect.map_or_else(|| "-".to_owned(), |redirect| response_line(&redirect));
        assert_eq!(shown, expected, "{url}");
    }
}

#[test]
fn the_result_of_get_outlives_a_temporary_request() {
    let found = URLS.get("http://sub.example/a/b");
    let copy = found.clone();
    assert_eq!(found.redirect().unwrap().location().unwrap(), "https://new.test/two/a/b/sub");
    assert_eq!(copy.redirect().unwrap().location().unwrap(), "https://new.test/two/a/b/sub");
}

proptest! {
    /// Checks that `get` accepts the same text as `Uri`, with the same result.
    #[test]
    fn get_finds_what_find_finds_for_the_uri(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "/", "a", "?", "#", ":", "//", "://", "http://", "HTTPS://", "ftp://", "q=1", "&",
                "sub.example", "%2F", "%", "é", " ", "*", "@", "[", "]", "..", "81",
            ]),
            0..8,
        ),
    ) {
        let url = pieces.concat();
        let location = |found: Found<'_, '_>| {
            found.redirect().map(|redirect| response_line(&redirect))
        };
        let expected = url.parse::<Uri>().ok().and_then(|uri| location(URLS.find(&uri)));
        prop_assert_eq!(location(URLS.get(&url)), expected, "{}", url);
    }
}

#[test]
fn a_table_converts_to_and_from_bytes() -> Result<(), Box<dyn Error + Send + Sync>> {
    let bytes: Bytes = SITE.clone().into();
    assert_eq!(bytes, SITE.to_bytes());
    let vec = bytes.to_vec();
    let leaked: &'static [u8] = Box::leak(vec.clone().into_boxed_slice());
    for table in [Redirects::try_from(bytes)?, Redirects::try_from(vec)?, leaked.try_into()?] {
        assert_eq!(response(&table, "/old"), "301 /new");
    }
    assert!(Redirects::try_from(Bytes::new()).is_err());
    assert_eq!(Redirects::default().to_bytes(), Redirects::EMPTY.to_bytes());
    Ok(())
}

#[test]
fn rules_iterate_from_both_ends() {
    let index = |rule: Option<Rule<'_>>| rule.map(|rule| rule.index());
    let mut rules = SITE.rules();
    assert_eq!(rules.len(), 5);
    assert_eq!(index(rules.next()), Some(0));
    assert_eq!(index(rules.next_back()), Some(4));
    assert_eq!(index(rules.nth(1)), Some(2));
    assert_eq!(rules.len(), 1);
    assert_eq!(index(rules.clone().next_back()), Some(3));
    assert_eq!(index(rules.next()), Some(3));
    assert_eq!((index(rules.next()), index(rules.next_back())), (None, None));
    assert!((&SITE).into_iter().rev().map(|rule| rule.index()).eq([4, 3, 2, 1, 0]));
    assert!(SITE.rules().flat_map(|rule| rule.methods().rev()).eq(["POST", "PUT"]));
}

#[test]
fn a_redirect_converts_to_a_response() {
    let redirect = SITE.get("/old").redirect().unwrap();
    let response = Response::<String>::from(redirect.clone());
    let same: Response<String> = redirect.into_response();
    assert_eq!(response.status(), 301);
    assert_eq!(response.headers(), same.headers());
    assert_eq!(response.headers()["location"], "/new");
}

#[test]
fn locations_are_ordered_by_line_and_column() {
    let locations: Vec<_> = SITE.rules().map(|rule| rule.source_location().unwrap()).collect();
    assert!(locations.is_sorted());
    let [first, ..] = &locations[..] else { unreachable!("there are rules") };
    let file = first.file().unwrap();
    assert_eq!(first.to_string(), format!("{file}:{}:{}", first.line(), first.column()));
}

#[test]
fn public_types_have_a_debug_representation() {
    let (uri, headers) = (Uri::from_static("/old"), HeaderMap::new());
    let head = RequestHead::new(&Method::GET, &uri, &headers);
    assert!(format!("{head:?}").contains("/old"));
    assert!(format!("{:?}", SITE.find(&head)).contains("/old"));
    assert!(format!("{:?}", SITE.get("/other")).contains("None"));
    assert!(format!("{:?}", SITE.rules()).contains("/form/{id}"));
    let table = format!("Redirects {{ rules: {}, .. }}", SITE.rules().len());
    assert_eq!(format!("{SITE:?}"), table);
    assert!(format!("{:?}", RedirectLayer::new(&SITE)).contains(&table));
}

#[test]
fn rules_are_equal_at_the_same_position_of_equal_tables() {
    let rule = SITE.get("/old").rule().unwrap();
    let copy = Redirects::from_bytes(SITE.to_bytes().to_vec()).unwrap();
    assert_eq!(SITE.rules().filter(|other| *other == rule).count(), 1);
    assert_eq!(copy.get("/old").rule().unwrap(), rule);
    let twins = redirects! { "/a" => 301 "/c", "/b" => 301 "/c" };
    let others: HashSet<Rule<'_>> = twins.rules().chain(twins.rules()).chain([rule]).collect();
    assert_eq!(others.len(), 3);
}

#[test]
fn redirect_has_the_vary_of_its_lookup() {
    let site = redirects! {
        "/a" if header["x-a"] == "1" && cookie["b"] => 302 "/b",
        "/a" => 302 "/c",
        "/d" => 302 "/e",
    };
    let redirect = site.get("/a").redirect().unwrap();
    assert_eq!(redirect.location().unwrap(), "/c");
    assert_eq!(redirect.vary().unwrap(), "x-a");
    assert_eq!(redirect.vary().as_ref(), redirect.into_response::<()>().headers().get("vary"));
    assert_eq!(site.get("/d").redirect().unwrap().vary(), None);
}
