use redirects::{Redirects, redirects};

// What cannot be asked or answered has the name that it would have in a rule.
static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    assert "old" => 301 "/new",
    assert "/old#top" => 301 "/new",
    assert "/old page" => 301 "/new",
    assert "ftp://example.com/old" => 301 "/new",
    assert "/old" => 200 "/new",
    assert "/old" => 301,
    assert "/old" => 410 "/new",
    assert "/old" => 301 "new",
    assert "/old" with language != "fr" => 301 "/new",
    assert "/old" with slug == "a" => 301 "/new",
    assert "/old" with cookie == "a" => 301 "/new",
    assert "/old" with host == "a b" => 301 "/new",
    assert "/old" with scheme == "gopher" => 301 "/new",
    assert "/old" with host == "a.example" with host == "b.example" => 301 "/new",
    assert put "/old" => 301 "/new",
    assert FETCH "/old" => pass,
    assert "/old" with ip == "10.0.0.0/8" => 301 "/new",
    assert "/old" with ip == "x" => 301 "/new",
    assert "/old" with port == "x" => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
