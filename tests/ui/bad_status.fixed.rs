use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => pass,
    "/2" => 302 "/new",
    "/3" => 301 "/new",
    "/4" => 307 "/new",
    "/5" => 410,
    "/6" => 410,
    "/7" => 301 "/new",
    "/8" => 301 "/new",
    "/9" => 410,
    "/10" => pass,
    "/12" => permanent "/new",
    "/13" => 410,
    "/14" => 301 "/new",
    "/15" => 301 "/new",
    "/11" => 302 "/new",
    "/16" => 303 "/new",
    "/17" => 303 "/new",
    // The route `/new` of the application also handles `/18`.
    "/19" => pass,
    "/20" => 301 "/new",
    "/21" => 303 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
