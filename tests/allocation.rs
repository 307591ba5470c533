//! What is allocated to answer: nothing to look up, nothing for a literal location, and one
//! allocation for one that is filled.

#![allow(clippy::unwrap_used)]

mod support;

use allocation_counter::measure;
use redirects::{Redirects, redirects};
use support::request;

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    "/blog/{slug}" => 308 "/articles/{slug}",
    "/docs/{*page}.html" => 307 "https://docs.example.com/{page}?from=old",
    "/café" => 308 "/kaffee#top",
};

#[test]
fn a_lookup_allocates_nothing() {
    for line in ["/old", "/blog/a|b", "/docs/a/b.html?x=1", "/caf%c3%a9", "/no/such/path", "/%%%"] {
        let asked = request(line);
        let counted = measure(|| {
            std::hint::black_box(SITE.find(&asked).redirect());
        });
        assert_eq!(counted.count_total, 0, "{line}");
    }
}

#[test]
fn a_location_allocates_at_most_once() {
    let cases = [
        ("/old", 0),
        ("/old?", 0),
        ("/caf%c3%a9", 0),
        ("/old?a=1", 1),
        ("/blog/hello", 1),
        ("/docs/a|b/c.html?x=1&from=2", 1),
    ];
    for (line, allocations) in cases {
        let asked = request(line);
        let redirect = SITE.find(&asked).redirect().unwrap();
        let counted = measure(|| {
            std::hint::black_box(redirect.location());
        });
        assert_eq!(counted.count_total, allocations, "{line}");
    }
}

/// A short one is copied, and a longer one is written into its place.
#[test]
fn a_location_of_any_length_is_whole_and_allocates_once() {
    for length in 200..300 {
        let slug = "a".repeat(length);
        let asked = request(&format!("/blog/{slug}"));
        let redirect = SITE.find(&asked).redirect().unwrap();
        let mut location = None;
        let counted = measure(|| location = redirect.location());
        assert_eq!(location.unwrap(), format!("/articles/{slug}"));
        assert_eq!(counted.count_total, 1, "{length}");
    }
}
