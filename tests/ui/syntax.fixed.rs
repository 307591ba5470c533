use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/no-status" => 301 "/new",
    "/no-arrow" => 301 "/new",
    "/no-answer" => 301 "/new",
    "/ends-early" => 301 "/new",
    "/no-quotes" => 301 "/new",
    "/no-source" => 301 "/new",
    "/concat" => 301 "/a/b",
    "/bytes" => 301 "/new",
    "/suffix" => 301 "/new",
    "/no-comma" => 301 "/new",
    "/next" => 301 "/new",
    "/two-targets" => 301 "/new",
    "/cfg" => 301 "/new",
    "/option" => 301 "/new" { query: drop },
    "/options" => 301 "/new" { query: drop },
    POST | PUT "/comma" => 308 "/new",
    "/thin-arrow" => 301 "/new",
    GET "/quotes" => 301 "/new",
    "/status-in-quotes" => 301 "/new",
    "/brackets" => 301 "/new",
    "/two-arrows" => 301 "/new",
    "/constant" => 302 "/new",
    "/comma-before" => 301 "/new",
    "/guard" => 301 "/new", "/semicolon" => 410,
    "/{*rest}" if cookie["all"] => 410,
    "/29a" => 301 "/new", "/29b" => 301 "/new",
    "/any" => 301 "/new",
    GET "/raw" => 301 "/new",
    "/path" => 301 "/new",
    "/junk" => 301 "/new", "/doc" => 301 "/new",
    /// text
    "/if-behind" if cookie["a"] => 301 "/new",
    "/if" if host == "example.com" => 301 "/new",
    "/if-not" if host != "example.com" => 301 "/new",
    "/if-text" if host == "example.com" => 301 "/new",
    "/if-brackets" if host == "example.com" => 301 "/new",
    "/if-value" if host == "example" => 301 "/new",
    "/if-name" if header["x"] => 301 "/new",
    "/if-name-and-more" if header["x"] => 301 "/new",
    "/if-list-commas" if host in ["a.example", "b.example"] => 301 "/new",
    "/if-list" if host in ["a.example"] => 301 "/new",
    "/no-if" if host == "example.com" => 301 "/new",
    "/group" { GET "/a" => 301 "/new" }
    if cookie["a"] { "/47" => 301 "/new" }
    "/group" { "/a" => 301 "/new", "/b" => 302 "/new", "/c" => 301 "/new" }
    default { slash: either },
    // Not here.
    default { slash: either }
    assert "/any" => 301 "/new",
    include "rules/fixed/moves.tsv",
    "/54" { include "rules/fixed/moves.tsv" as tsv, }
    assert "/any" => 301 "/new",
    assert "/if" with host == "example.com" => 301 "/new",
    assert "/pass" with language == "fr" => pass,
    default { case: ignore },
    assert "/any" => 301 "/new",
    "/from" => 301 "/new",
    "/single-equals" if host == "a.example" => 301 "/new",
    "/or" if host in ["a", "b"] => 301 "/new",
    assert "/and" with host == "a.example" with cookie["a"] == "b" => pass,
    "/64" { include "rules/fixed/_redirects" as netlify, }
    PUT "/lower-case" => 308 "/new",
    PUT "/misspelt" => 308 "/new",
    "/the-last" => 301 "/new"
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
