use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { languages: ["en", "fr", "de"] },
    "/before" if language == "de" => 307 "/de/",
    "/1" if language == "en" => 307 "/es/",
    "/2" if language in ["de", "de"] => 307 "/de/",
    "/3" => 301 "/new",
};


static LISTS: Redirects = redirects! {

    default { languages: ["en"] },


    "/1" => 301 "/new",
    "/shop" {
        "/2" => 301 "/new",
    }
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
