use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 200 "/new",
    "/2" => 300 "/new",
    "/3" => 304 "/new",
    "/4" => 305 "/new",
    "/5" => 404 "/new",
    "/6" => 404,
    "/7" => 999999 "/new",
    "/8" => moved "/new",
    "/9" => 410 "/new",
    "/10" => pass "/new",
    "/12" => Permanent "/new",
    "/13" => gone,
    "/14" => 301u16 "/new",
    "/15" => 0301 "/new",
    "/11" => 3xx "/new",
    "/16" => 503 "/new",
    "/17" => 503,
    "/18" => rewrite "/new",
    "/19" => next,
    "/20" => MOVED_PERMANENTLY "/new",
    "/21" => see_other "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
