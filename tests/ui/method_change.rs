use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    POST "/1" => 301 "/new",
    PUT | GET | DELETE "/2" => 302 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
