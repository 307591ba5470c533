use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    include "rules/unsupported" as netlify,
    #[allow(unsupported)] include "rules/rewrites" as netlify,
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
