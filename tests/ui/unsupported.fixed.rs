use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {


};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
