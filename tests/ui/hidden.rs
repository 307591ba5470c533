use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    include "rules/hidden.tsv",
    "/d" => 301 "new\u{2066}",
    "/e\u{7}" => 301 "/new",
    "/f" if language == "\u{202E}de" => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
