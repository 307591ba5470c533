use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { chain: flatten },
    if host == "a.example" {
        "/a" => 301 "/b",
        "/b" => 301 "/c",
    }
    "/old/special" => 301 "/special", "/old/{x}" => 301 "/newest/{x}",
    "/new/special" => 301 "/special",
    "/new/{x}" => 301 "/newest/{x}",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
