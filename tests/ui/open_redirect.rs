use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1/{to}" => 302 "https://{to}/",
    "/2/{to}" => 302 "https://{to}.com/",
    "/3/{to}" => 302 "https://{to}.github.io/",
    "/4/{to}" => 302 "https://{to}.1.1/",
    "/5/{to}" => 302 "https://www.{to}.example.com/",
    "/6/{to}" => 302 "https://shop-{to}.example.com/",
    "/7/{*to}" => 302 "https://{to}.example.com/",
    "/9" if header["x-to"] == "{to}" => 302 "https://{to}/",
    "/10" if host == "{*sub}.example.com" => 302 "https://{sub}.com/",
    "/8/{to}" => 302 "https://example.{to}/",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
