use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/no-status" => "/new",
    "/no-arrow" 301 "/new",
    "/no-answer",
    "/ends-early" =>,
    "/no-quotes" => 301 new,
    301 "/no-source",
    "/concat" => 301 concat!("/a", "/b"),
    "/bytes" => 301 b"/new",
    "/suffix" => 301 "/new"x,
    "/no-comma" => 301 "/new"
    "/next" => 301 "/new",
    "/two-targets" => 301 "/new" "/newer",
    #[cfg(test)] "/cfg" => 301 "/new",
    "/option" => 301 "/new" { query },
    "/options" => 301 "/new" { query: drop; },
    put "/lower-case" => 308 "/new",
    PUTT "/misspelt" => 308 "/new",
    "/the-last" =>
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
