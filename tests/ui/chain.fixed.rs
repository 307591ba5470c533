use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { origin: "https://example.com" },
    "/a" => 301 "https://example.com/d#part",
    "/b" => 301 "https://example.com/d#part",
    "/c" => 301 "/d#part",
    "/old/{slug}" => 308 "/newest/{slug}",
    "/new/{slug}" => 308 "/newest/{slug}",
    "/docs/{*page}" => 301 "/handbook/{page}",
    "/guide/{*page}.html" => 301 "/handbook/{page}",
    "/for-good" => 301 "/for-now",
    "/for-now" => 302 "/elsewhere",
    "/not-all/{x}" => 301 "/some/{x}",
    "/some/{x:[0-9]+}" => 301 "/numbers/{x}",
    "/both/{x}" => 301 "/methods/{x}",
    GET "/methods/{x}" => 303 "/1/{x}",
    "/tried" if cookie["a"] => 302 "/there", "/tried" => 302 "/not-there",
    "/maybe" if cookie["a"] => 302 "/there",
    "/maybe" if !cookie["a"] => 302 "/not-there",
    "/e" => 302 "https://example.org/f",
    "/f" => 302 "/g",
    "/h" => 301 "/d#part",
    "/team" if host == "old.example" => 301 "https://new.example/about",
    "/team" if host == "new.example" => 301 "/about",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
