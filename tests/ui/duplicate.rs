use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    "/blog/{slug}" => 301 "/articles/{slug}",
    PUT | POST "/form" => 303 "/done",
    "/old" => 301 "/new",
    "/old" => 301 "/newer",
    "/%6Fld" => 308 "/new",
    "/blog/{id}" => 301 "/posts/{id}",
    POST | PUT "/form" => 303 "/thanks",
    "/if" if host == "a.example" && cookie["b"] => 301 "/new",
    "/if" if host == "b.example" && cookie["b"] => 301 "/new",
    "/if" if cookie["b"] && host == "a.example" => 301 "/newer",
    #[allow(duplicate)] "/old" => 301 "/other",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
