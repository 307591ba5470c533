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
    FETCH => 301 "/new",
    paths::OLD if cookie["a"] => 301 "/new",
    OLD { "/a" => 301 "/new" }
    shared!(),
    include!("moves.tsv"),
    GET | "/no-method" => 301 "/new",
    GET("/call") => 301 "/new",
    [GET, HEAD] "/list" => 301 "/new",
    Method::GET "/path-of-method" => 301 "/new",
    "/two-sources", "/as-list" => 301 "/new",
    "/colon": "/new",
    "/pass" => 307 pass,
    "/call-of-function" => Redirect::permanent("/new"),
    "/arrow-before-status" => => 301 "/new",
    "/equals" => 301 "/new" { cache = 1h },
    "/no-braces" => 301 "/new" query: drop,
    "/parentheses" => 301 "/new" (query: drop),
    "/options-after-comma" => 301 "/new", { query: drop },
    "/options-first" => 301 { query: drop } "/new",
    "/options-before-arrow" { query: drop } => 301 "/new",
    if cookie["a"] || cookie["b"] { "/or-group" => 301 "/new" }
    if language == "de" or language == "fr" { "/or-word" => 301 "/new" }
    "/and" if cookie["a"] and cookie["b"] => 301 "/new",
    "/second-if" if cookie["a"] if cookie["b"] => 301 "/new",
    "/comma" if cookie["a"], cookie["b"] => 301 "/new",
    "/not" if not cookie["a"] => 301 "/new",
    "/not-in" if not host in ["a.example", "b.example"] => 301 "/new",
    "/is" if scheme is "http" => 301 "/new",
    "/regex" if host =~ "^shop" => 301 "/new",
    "/host" if host == shop.a.example => 301 "/new",
    "/name" if header("x") => 301 "/new",
    "/field" if header.user-agent == "a" => 301 "/new",
    "/tuple" if host in ("a.example", "b.example") => 301 "/new",
    if cookie["a"] { "/if-else" => 301 "/new" } else { "/else" => 301 "/new" }
    assert!("/pass" => pass),
    assert "/comma" with scheme == "http", cookie["a"] == "b" => pass,
    assert "/and" with scheme == "http" and cookie["a"] == "b" => pass,
    "/attribute-behind" => 301 "/new" #[allow(chain)],
    "/sum" => 301 "/new" + "/x",
    "/call".into() => 301 "/new",
    "/arrow-before-rules" => { "/a" => 301 "/new" }
    "/colon-before-rules": { "/a" => 301 "/new" }
    "/braces" => 301 { "/new" },
    if { "/no-condition" => 301 "/new" }
    "/no-arrow-before-word" permanent "/new",
    "/option-without-value" => 301 "/new" { query, cache: 1h },
    "/arrow-in-options" => 301 "/new" { query => drop },
    "/three-equals" if host === "a.example" => 301 "/new",
    "/address" if host == 10.0.0.1 => 301 "/new",
    "/if-behind-arrow" => if cookie["a"] 301 "/new",
    "/equals-list" if host == ["a.example", "b.example"] => 301 "/new",
    "/or-value" if host == "a.example" || "b.example" => 301 "/new",
    "/one-bar" if host == "a.example" | host == "b.example" => 301 "/new",
    _ "/underscore" => 301 "/new",
    "/the-last" =>
};

// A message lists up to 100 errors of a table.
static SECOND: Redirects = redirects! {
    if host == "a.example" => { "/arrow-after-condition" => 301 "/new" }
    "/not-equals-list" if host != ["a.example"] => 301 "/new",
    "/hyphen-in-option" => 301 "/new" { cache: no-store },
    "/equals-in-option" => 301 "/new" { cache: max-age=60 },
    "/equals-text" => 301 "/new" { cache = "no-cache" },
    "/host-not-in" if host not in ["a.example"] => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
