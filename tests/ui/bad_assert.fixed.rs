use redirects::{Redirects, redirects};

// What cannot be asked or answered has the name that it would have in a rule.
static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    assert "/old" => 301 "/new",
    assert "/old" => 301 "/new",
    assert "/old%20page" => pass,
    assert "https://example.com/old" => 301 "/new",
    assert "/old" => 301 "/new",
    assert "/old" => 301 "/new",
    assert "/old" => 301 "/new",
    assert "/old" => 301 "/new",
    assert "/old" with language == "fr" => 301 "/new",
    assert "/old" with host == "a.example" => 301 "/new",
    assert "/old" with cookie["a"] == "a" => 301 "/new",
    assert "/old" with host == "a.b" => 301 "/new",
    assert "/old" with scheme == "https" => 301 "/new",
    assert "/old" with host == "a.example" => 301 "/new",
    assert PUT "/old" => 301 "/new",
    assert PATCH "/b" => pass,
    assert "/old" with ip == "10.0.0.0" => 301 "/new",
    assert "/old" with ip == "::1" => 301 "/new",
    assert "/old" with port == "80" => 301 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
