use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    include "rules/fixed/hidden.tsv",
    "/d" => 301 "/new\u{2066}",
    "/e%07" => 301 "/new",
    "/f" if language == "de" => 301 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
