use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    CONNECT "/1" => 308 "/new",
    PUT | POST | PUT "/2" => 308 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
