use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/before" if language == "de" => 307 "/de/",
    default { languages: ["en", "fr", "de"] },
    "/1" if language == "es" => 307 "/es/",
    "/2" if language in ["de", "de-AT"] => 307 "/de/",
    default { languages: ["en"] },
    "/3" => 301 "/new",
};

static LISTS: Redirects = redirects! {
    default { languages: [] },
    default { languages: "en" },
    default { languages: ["en", "de_AT"] },
    default { languages: ["en", "EN"] },
    "/1" => 301 "/new" { languages: ["en"] },
    "/shop" {
        default { languages: ["en"] },
        "/2" => 301 "/new",
    }
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
