use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 301 "/new",
    #[allow(chain)] "/2" => 301 "/1",
    "/3" => 301 "/new",
    "/4" => 301 "/new",
    #[allow(method_change)] POST "/6" => 302 "/new",
    #[allow(method_change)] POST "/5" => 301 "/new",
    "/shop" { "/cart" => 301 "/new", "/a" => 301 "/new" }
    #[allow(method_change)] if host == "a.example" { POST "/cart" => 301 "/new" }
    "/12" { include "rules/fixed/moves.tsv", }
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
