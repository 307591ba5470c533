use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    // Twelve rules, ten faults, ten errors.
    "old" => 301 "/new",
    "/2" => 304 "/new",
    "/3" => "/new",
    "/4" => 301 "new",
    "/blog/{slug}" => 308 "/articles/{slg}",
    PUT "/6" => 302 "/new",
    "/7" => 301 "/new" { query: maybe },
    "/8/{to}" => 302 "https://{to}/",
    "/9" => 301 "/a",
    "/9" => 301 "/a",
    #[allow(duplicate)] "/11" => 301 "/new",
    "/12" => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
