use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    // Twelve rules, ten faults, ten errors.
    "/old" => 301 "/new",
    "/2" => 301 "/new",
    "/3" => 301 "/new",
    "/4" => 301 "/new",
    "/blog/{slug}" => 308 "/articles/{slug}",
    PUT "/6" => 307 "/new",
    "/7" => 301 "/new" { query: drop },
    "/8/{to}" => 302 "https://example.com/{to}",
    "/9" => 301 "/a",

    "/11" => 301 "/new",
    "/12" => 301 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
