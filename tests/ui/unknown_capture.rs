use redirects::{Redirects, redirects};

// A constant of this name is not a capture.
#[allow(non_upper_case_globals, dead_code)]
const shadow: &str = "shadow";

static SITE: Redirects = redirects! {
    "/blog/{slug}" => 308 "/articles/{slg}",
    "/{year}/{slug}" => 308 r"/articles/{year}/{title}",
    "/old/{name}" => 308 "/new/{shadow}",
    "/plain" => 308 "/new/{id}",
    "/kind/{type}" => 308 "/types/{typ}",
    "/host" if host == "{shop}.example.com" => 308 "https://{shp}.example.org/",
    "/ids/{ids}/{min}" => 308 "/new/{id}/{mi}",
    "/host" if header["a"] == "{value}" => 308 "/{valeu}/{other}",
    "/language" if language in ["de", "fr"] => 302 "/{language}/",
    "/in/{path}" if language == "it" => 302 "/{language}/{path}",
    "/uri/{*p}" => 302 "/login?next={request_url}",
    "/self/{name}" => 308 "/new/{self}",
    "/tested" if query["id"] => 308 "/new/{id}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
