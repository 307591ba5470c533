use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    "/blog/{slug}" => 301 "/articles/{slug}",
    PUT | POST "/form" => 303 "/done",





    "/if" if host == "a.example" && cookie["b"] => 301 "/new",
    "/if" if host == "b.example" && cookie["b"] => 301 "/new",


    "/shop" { "/cart" => 301 "/new", "/" => 301 "/new" }


    if host == "a.example" { "/10" => 301 "/new" }

    "/11/{x:[0-9]+}" => 301 "/new",

    "/12" => 301 "/new" { slash: either },

    "/13" => 301 "/new" { case: ignore },

    "/CASE" => 301 "/new" { case: ignore },

    #[allow(duplicate)] "/shop" { "/cart" => 301 "/new" }
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
