use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { chain: flatten },
    if host == "a.example" {
        "/a" => 301 "/b",
        "/b" => 301 "/c",
    }
    "/old/{x}" => 301 "/new/{x}",
    "/new/special" => 301 "/special",
    "/new/{x}" => 301 "/newest/{x}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
