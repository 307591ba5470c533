use redirects::{Redirects, redirects};

// A constant of that name is no capture.
#[allow(non_upper_case_globals, dead_code)]
const shadow: &str = "shadow";

static SITE: Redirects = redirects! {
    "/blog/{slug}" => 308 "/x/articles/{slug}",
    "/9/{year}/{slug}" => 308 r"/articles/{year}/{slug}",
    "/old/{name}" => 308 "/new/x/{name}",
    "/plain" => 308 "/new",
    "/kind/{type}" => 308 "/types/x/{type}",
    "/host" if host == "{shop}.example.com" => 308 "https://{shop}.example.org/",
    "/ids/{ids}/{min}" => 308 "/new/{ids}/{min}",
    "/host" if header["a"] == "{value}" => 308 "/{value}/{value}",
    "/language" if language == "de" => 302 "/de/",
    "/in/{path}" if language == "it" => 302 "/it/{path}",
    "/uri/{*p}" => 302 "/login?next={request_uri}",
    "/self/{name}" => 308 "/new/{name}",
    "/tested" if query["id"] == "{id}" => 308 "/new/{id}",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
