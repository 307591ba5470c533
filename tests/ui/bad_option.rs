use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 301 "/new" { qery: drop },
    "/2" => 301 "/new" { fragment: drop },
    "/3" => 301 "/new" { query: dorp },
    "/4" => 301 "/new" { query: "drop" },
    "/5" => 301 "/new" { query: drop, query: keep },
    "/6" => 410 { query: drop },
    "/8" => 301 "/new" { cache: 1y },
    "/9" => 301 "/new" { cache: 60 },
    "/10" => 301 "/new" { cache: 9999w },
    "/11" => pass { cache: none },
    "/12" => 301 "/new" { chache: none },
    "/7" => pass { query: keep },
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
