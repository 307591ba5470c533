use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1/{to}" => 302 "https://example.com/{to}",
    "/2/{to}" => 302 "https://example.com/{to}",
    "/3/{to}" => 302 "https://{to}.example.github.io/",
    "/4/{to}" => 302 "https://example.com/{to}",
    "/5/{to}" => 302 "https://{to}.example.com/",
    "/6/{to}" => 302 "https://{to}.example.com/",
    "/7/{to}" => 302 "https://{to}.example.com/",
    "/9" if header["x-to"] == "{to}" => 302 "https://{to}.example.com/",
    "/10" if host == "{sub}.example.com" => 302 "https://{sub}.example.com/",
    "/8/{to}" => 302 "https://example.com/{to}",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
