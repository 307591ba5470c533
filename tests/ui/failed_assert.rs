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

    assert "/v1/old" => 302 "/new",
    assert "/v1/old" => 301 "/newer",
    assert "/v1/old" => pass,
    assert "/v1/blog/x?a=1" => 308 "/articles/x",
    assert "/v1" with language == "de" => 307 "/fr/",
    assert "/v1/kept" => 410,
    assert "https://old.example.com/v1/kept/a" => 308 "https://example.com/kept",
    assert "/old" => 301 "/new",
    assert "/v1/old" => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
