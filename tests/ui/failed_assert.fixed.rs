use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { origin: "https://example.com", mount: "/v1" },
    "/old" => 301 "/new",
    "/blog/{slug}" => 308 "/articles/{slug}",
    "/" if language == "fr" => 307 "/fr/",
    "/kept" => pass,
    if host == "old.example.com" {
        "/{*path}" => 308 "https://example.com/{path}",
    }

    assert "/v1/old" => 301 "/new",
    assert "/v1/old" => 301 "/new",
    assert "/v1/old" => 301 "/new",
    assert "/v1/blog/x?a=1" => 308 "/articles/x?a=1",
    assert "/v1" with language == "de" => pass,
    assert "/v1/kept" => pass,
    assert "https://old.example.com/v1/kept/a" => 308 "https://example.com/kept/a",
    assert "/v1/old" => 301 "/new",
    assert "/v1/old" => 301 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
