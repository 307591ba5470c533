//! Allocation counts: none for lookups and static locations, one for a location with captures.

#![allow(clippy::unwrap_used)]

use allocation_counter::measure;
use redirects::{Redirects, redirects};
use test_support::request;

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    "/blog/{slug}" => 308 "/articles/{slug}",
    "/docs/{*page}.html" => 307 "https://docs.example.com/{page}?from=old",
    "/café" => 308 "/kaffee#top",
};

#[test]
fn lookup_does_not_allocate() {
    for line in ["/old", "/blog/a|b", "/docs/a/b.html?x=1", "/caf%c3%a9", "/no/such/path", "/%%%"] {
        let request = request(line);
        let counted = measure(|| {
            std::hint::black_box(SITE.find(&request).redirect());
        });
        assert_eq!(counted.count_total, 0, "{line}");
    }
}

#[test]
fn location_allocates_at_most_once() {
    let cases = [
        ("/old", 0),
        ("/old?", 0),
        ("/caf%c3%a9", 0),
        ("/old?a=1", 1),
        ("/blog/hello", 1),
        ("/docs/a|b/c.html?x=1&from=2", 1),
    ];
    for (line, allocations) in cases {
        let request = request(line);
        let redirect = SITE.find(&request).redirect().unwrap();
        let counted = measure(|| {
            std::hint::black_box(redirect.location());
        });
        assert_eq!(counted.count_total, allocations, "{line}");
    }
}

#[test]
fn fields_do_not_allocate() {
    static SITE: Redirects = redirects! {
        "/old" => 301 "/new" {
            header["strict-transport-security"]: "max-age=31536000",
            header["x-custom"]: "a value that is longer than the value of most fields are",
            cache: "public, max-age=60",
        },
    };
    let request = request("/old");
    let redirect = SITE.find(&request).redirect().unwrap();
    let counted = measure(|| {
        std::hint::black_box(redirect.cache_control());
        assert_eq!(redirect.fields().map(std::hint::black_box).count(), 2);
    });
    assert_eq!(counted.count_total, 0);
}

/// Covers short locations, which are copied, and longer ones, which are written in place.
#[test]
fn location_of_any_length_is_complete_and_allocates_once() {
    for length in 200..300 {
        let slug = "a".repeat(length);
        let request = request(&format!("/blog/{slug}"));
        let redirect = SITE.find(&request).redirect().unwrap();
        let mut location = None;
        let counted = measure(|| location = redirect.location());
        assert_eq!(location.unwrap(), format!("/articles/{slug}"));
        assert_eq!(counted.count_total, 1, "{length}");
    }
}
