//! Optional segments of sources.

#![allow(clippy::unwrap_used)]

use redirects::{Redirects, redirects};
use test_support::check;

#[test]
fn a_segment_can_be_missing_with_the_slash_before_it() {
    static SITE: Redirects = redirects! {
        "/{lang?:en|fr}/about" => 301 "/company?lang={lang}",
        "/p/{*rest?}" => 301 "/r/{rest}",
        "/{lang?:en|fr}/jobs" => 301 "/{lang}/careers",
        "/q/{a?}/{b?}" => 301 "/new?a={a}&b={b}",
        "/{name}-x/{tail?}/y" => 301 "/new?name={name}",
    };
    check(
        &SITE,
        &[
            ("/about", "301 /company"),
            ("/en/about", "301 /company?lang=en"),
            ("/de/about", "-"),
            ("//about", "-"),
            ("/about/", "-"),
            ("/p", "301 /r"),
            ("/p/", "301 /r/"),
            ("/p/x/y", "301 /r/x/y"),
            ("/px", "-"),
            ("/jobs", "301 /careers"),
            ("/fr/jobs", "301 /fr/careers"),
            ("/de/jobs", "-"),
            ("/q", "301 /new"),
            ("/q/1", "301 /new?a=1"),
            ("/q/1/2", "301 /new?a=1&b=2"),
            ("/q/", "-"),
            ("/a-x/y", "301 /new?name=a"),
            ("/a-x-x/y", "301 /new?name=a-x"),
            ("/a-x/b/y", "301 /new?name=a"),
        ],
    );
    assert_eq!(SITE.rules().len(), 5);
    assert_eq!(SITE.get("/about").rule().unwrap().source(), "/{lang?:en|fr}/about");
}

#[test]
fn a_source_of_optional_segments_matches_the_root_or_the_prefix() {
    static SITE: Redirects = redirects! {
        "/shop" { "/{item?}" => 302 "/store?item={item}" }
        "/{lang?:en|fr}" => 302 "/home?lang={lang}",
    };
    check(
        &SITE,
        &[
            ("/", "302 /home"),
            ("/en", "302 /home?lang=en"),
            ("/en/", "-"),
            ("/shop", "302 /store"),
            ("/shop/mug", "302 /store?item=mug"),
            ("/shop/", "-"),
        ],
    );
}

#[test]
fn the_final_slash_is_ignored_without_the_last_segment() {
    static SITE: Redirects = redirects! {
        default { slash: either },
        "/p/{*rest?}" if !rest => 302 "/none",
        "/p/{*rest?}" => 302 "/some",
        "/{lang?:en|fr}" => 302 "/home",
    };
    check(
        &SITE,
        &[
            ("/p", "302 /none"),
            ("/p/", "302 /none"),
            ("/p//", "-"),
            ("/p/x/", "302 /some"),
            ("/", "302 /home"),
            ("/en/", "302 /home"),
        ],
    );
}

#[test]
fn conditions_test_and_compare_a_capture_that_can_be_missing() {
    static SITE: Redirects = redirects! {
        "/{lang?}/a" if lang == "en" => 301 "/en",
        "/{lang?}/a" if lang && lang != "fr" => 301 "/other",
        "/{lang?}/a" if !lang => 301 "/none",
        "/{lang?}/b" if lang != "en" => 301 "/not-en",
    };
    check(
        &SITE,
        &[
            ("/en/a", "301 /en"),
            ("/de/a", "301 /other"),
            ("/fr/a", "-"),
            ("/a", "301 /none"),
            ("/b", "301 /not-en"),
            ("/en/b", "-"),
        ],
    );
}
