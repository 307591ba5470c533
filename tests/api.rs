//! The table as a program holds it.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, Request, redirects};
use test_support::{check, request, response};

static SITE: Redirects = redirects! {
    /// Renamed in 2024.
    ///
    /// For good.
    "/old" => 301 "/new",
    PUT | POST "/form/{id}" => 303 "/done?id={id}#top",
    "/health" => pass,
    "/gone" => 410,
    #[allow(duplicate)]
    r"/old" => 301 "/new" {},
};

#[test]
fn rules_are_shown_as_declared() {
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
fn a_rule_says_what_it_is() {
    let rules: Vec<_> = SITE.rules().collect();
    assert_eq!(rules[0].doc(), Some("Renamed in 2024.\n\nFor good."));
    assert_eq!(rules[1].doc(), None);
    assert_eq!(rules[1].methods().collect::<Vec<_>>(), ["PUT", "POST"]);
    assert_eq!(rules[0].methods().count(), 0);
    assert_eq!(rules[1].index(), 1);
    assert_eq!(rules[2].status(), None);
    assert_eq!(rules[3].status().unwrap(), 410);
    assert_eq!(rules[3].target(), None);
    let place = rules[1].place();
    assert!(place.file.ends_with("api.rs"), "{place}");
    assert_eq!((place.line, place.column), (13, 16));
}

#[test]
fn an_answer_names_its_rule() {
    let asked = request("PUT /form/7");
    let redirect = SITE.find(&asked).redirect().unwrap();
    assert_eq!(redirect.rule().source(), "/form/{id}");
    assert_eq!(redirect.status(), 303);
    assert_eq!(redirect.location().unwrap(), "/done?id=7#top");
    assert!(format!("{redirect:?}").contains("/done?id=7#top"));
}

#[test]
fn a_table_goes_through_its_bytes() {
    let again = Redirects::from_bytes(SITE.to_bytes()).unwrap();
    assert_eq!(again.to_bytes(), SITE.to_bytes());
    assert_eq!(response(&again, "POST /form/7"), "303 /done?id=7#top");
    for bytes in [&b""[..], b"redirect", b"another", &SITE.to_bytes()[..100]] {
        assert!(Redirects::from_bytes(bytes.to_vec()).is_err(), "{bytes:?}");
    }
    let mut newer = SITE.to_bytes().to_vec();
    newer[8] = 99;
    let error = Redirects::from_bytes(newer).unwrap_err();
    assert_eq!(error.to_string(), "a table of another version than 8");
}

/// Captures are read again where a location is filled: what would then be others is no table.
#[test]
fn a_table_whose_captures_cannot_be_read_again_is_refused() {
    let site = redirects! {
        "/a" if host == "{b}.example.com" && header["c"] == "{c}" && cookie["d"] == "{d}"
            && cookie["e"] == "{e}" && query["f"] == "{f}" => 302 "/{b}/{c}/{d}/{e}/{f}",
    };
    // A subject, whether it is negated, its field, and its name behind a length.
    let cases = [
        ("negated", &[0, 0, 255, 0, 0][..], 1, 1),
        ("of a scheme", &[0, 0, 255, 0, 0], 0, 1),
        ("a fifth cookie", &[5, 0, 255, 0, 1, b'f'], 0, 4),
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
fn a_comma_may_be_left_out_behind_a_brace() {
    let site = redirects! {
        "/gone" => 410, "/if" if cookie["a"] => 301 "/new",
        "/a" => 301 "/b" { query: drop }
        "/c" => 301 "/d" { query: keep, }
        GET "/e" => 301 "/f"
    };
    check(&site, &[("/a?x", "301 /b"), ("/c?x", "301 /d?x"), ("/e", "301 /f")]);
}

#[test]
fn tokens_of_another_macro_are_rules_too() {
    macro_rules! moved {
        ($from:literal, $to:literal, $($more:tt)*) => {
            redirects! { $from => 301 $to, "/mine/{id}" => 301 "/ours/{id}", $($more)* }
        };
    }
    let site = moved!("/a/{name}", "/b/{name}", "/c" => 301 "/d");
    check(&site, &[("/a/x", "301 /b/x"), ("/mine/1", "301 /ours/1"), ("/c", "301 /d")]);
}

#[test]
fn a_table_is_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    is_shared(&SITE);
    let site = SITE.clone();
    std::thread::spawn(move || assert_eq!(response(&site, "/gone"), "410")).join().unwrap();
}

#[test]
fn host_and_scheme_come_from_the_target_first() {
    let cases = [
        ("/", None, None),
        ("/; Host: a.example:80", Some("a.example:80"), None),
        ("http://b.example/; Host: a.example", Some("b.example"), Some("http")),
        ("/; Host: a.example; Host: b.example", None, None),
        ("/; Host: é", None, None),
    ];
    for (line, authority, scheme) in cases {
        let asked = request(line);
        assert_eq!(asked.authority(), authority, "{line}");
        assert_eq!(Request::scheme(&asked), scheme, "{line}");
        let (parts, ()) = asked.into_parts();
        assert_eq!((parts.authority(), Request::scheme(&parts)), (authority, scheme), "{line}");
    }
}
