use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    POST "/1" => 308 "/new",
    PUT | GET | DELETE "/2" => 307 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
