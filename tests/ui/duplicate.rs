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
    "/shop" { "/cart" => 301 "/new", "/" => 301 "/new" }
    "/shop/cart" => 301 "/new",
    "/shop" => 302 "/new",
    if host == "a.example" { "/10" => 301 "/new" }
    "/10" if host == "A.example" => 302 "/new",
    "/11/{x:[0-9]+}" => 301 "/new",
    "/11/{y:[0-9][0-9]*}" => 302 "/new",
    "/12" => 301 "/new" { slash: either },
    "/12/" => 301 "/new" { slash: either },
    "/13" => 301 "/new" { case: ignore },
    "/1%33" => 302 "/new" { case: ignore },
    "/CASE" => 301 "/new" { case: ignore },
    "/case" => 302 "/new" { case: ignore },
    #[allow(duplicate)] "/shop" { "/cart" => 301 "/new" }
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
