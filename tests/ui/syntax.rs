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
    POST, PUT "/comma" => 308 "/new",
    "/thin-arrow" -> 301 "/new",
    "GET" "/quotes" => 301 "/new",
    "/status-in-quotes" => "301" "/new",
    "/brackets" => 301("/new"),
    "/two-arrows" => 301 => "/new",
    "/constant" => StatusCode::FOUND "/new",
    "/comma-before" => 301, "/new",
    "/guard" => 301 "/new"; "/semicolon",
    _ => 301 "/new",
    ["/a", "/b"] => 301 "/new",
    ANY "/any" => 301 "/new",
    r#GET "/raw" => 301 "/new",
    #[allow(clippy::all)] "/path" => 301 "/new",
    #[allow(duplicate) junk] "/junk" => 301 "/new",
    #[doc = include_str!("x")] "/doc" => 301 "/new",
    "/if-behind" => 301 "/new" if cookie["a"],
    "/if" if => 301 "/new",
    "/if-not" if !host == "example.com" => 301 "/new",
    "/if-text" if "example.com" == host => 301 "/new",
    "/if-brackets" if (host == "example.com") => 301 "/new",
    "/if-value" if host == example => 301 "/new",
    "/if-name" if header[x] => 301 "/new",
    "/if-name-and-more" if header["x" junk] => 301 "/new",
    "/if-list-commas" if host in ["a.example" "b.example"] => 301 "/new",
    "/if-list" if host in "a.example" => 301 "/new",
    "/no-if" && host == "example.com" => 301 "/new",
    GET "/group" { "/a" => 301 "/new" }
    if cookie["a"] => 301 "/new",
    "/group" { "/a" => 301, "/b" 302 "/new", "/c" => 301 "/new" }
    default slash: either,
    /// Not here.
    default { slash: either }
    #[allow(chain)] assert "/a" => pass,
    include moves,
    include "moves.tsv" as,
    assert => pass,
    assert "/a" with => pass,
    assert "/a" if language == "fr" => pass,
    defualt { case: ignore },
    asert "/a" => 301 "/new",
    from "/from" => 301 "/new",
    "/single-equals" if host = "a.example" => 301 "/new",
    "/or" if host == "a.example" || host == "b.example" => 301 "/new",
    assert "/and" with host == "a.example" && cookie["a"] == "b" => pass,
    include "moves.tsv" netlify,
    put "/lower-case" => 308 "/new",
    PUTT "/misspelt" => 308 "/new",
    "/the-last" =>
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
