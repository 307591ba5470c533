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
    "/or" if host in ["a.example", "b.example"] => 301 "/new",
    assert "/and" with host == "a.example" with cookie["a"] == "b" => pass,
    "/64" { include "rules/fixed/_redirects" as netlify, }
    PUT "/lower-case" => 308 "/new",
    PUT "/misspelt" => 308 "/new",
    "/constant-source" => 301 "/new",
    "/path" if cookie["a"] => 301 "/new",
    "/constant-prefix" { "/a" => 301 "/new" }
    // The rules are in a macro that calls `redirects!`.
    "/71" { include "rules/fixed/moves.tsv", }
    GET "/no-method" => 301 "/new",
    GET "/call" => 301 "/new",
    GET | HEAD "/list" => 301 "/new",
    GET "/path-of-method" => 301 "/new",
    "/two-sources" => 301 "/new", "/as-list" => 301 "/new",
    "/colon" => 301 "/new",
    "/pass" => pass,
    "/call-of-function" => 308 "/new",
    "/arrow-before-status" => 301 "/new",
    "/equals" => 301 "/new" { cache: 1h },
    "/no-braces" => 301 "/new" { query: drop },
    "/parentheses" => 301 "/new" { query: drop },
    "/options-after-comma" => 301 "/new" { query: drop },
    "/options-first" => 301 "/new" { query: drop },
    "/options-before-arrow" => 301 "/new" { query: drop },
    if cookie["a"] { "/or-group" => 301 "/new" } if cookie["b"] { "/or-group" => 301 "/new" }
    if language in ["de", "fr"] { "/or-word" => 301 "/new" }
    "/and" if cookie["a"] && cookie["b"] => 301 "/new",
    "/second-if" if cookie["a"] && cookie["b"] => 301 "/new",
    "/comma" if cookie["a"] && cookie["b"] => 301 "/new",
    "/not" if !cookie["a"] => 301 "/new",
    "/not-in" if !host in ["a.example", "b.example"] => 301 "/new",
    "/is" if scheme == "http" => 301 "/new",
    "/regex" if host == "shop-1.example.com" => 301 "/new",
    "/host" if host == "shop.a.example" => 301 "/new",
    "/name" if header["x"] => 301 "/new",
    "/field" if header["user-agent"] == "a" => 301 "/new",
    "/tuple" if host in ["a.example", "b.example"] => 301 "/new",
    if cookie["a"] { "/if-else" => 301 "/new" } "/else" => 301 "/new",
    assert "/pass" => pass,
    assert "/comma" with scheme == "http" with cookie["a"] == "b" => pass,
    assert "/and" with scheme == "http" with cookie["a"] == "b" => pass,
    "/attribute-behind" => 301 "/new",
    "/sum" => 301 "/new/x",
    "/into" => 301 "/new",
    "/arrow-before-rules" { "/a" => 301 "/new" }
    "/colon-before-rules" { "/a" => 301 "/new" }
    "/braces" => 301 "/new",
    if host == "example.com" { "/no-condition" => 301 "/new" }
    "/no-arrow-before-word" => permanent "/new",
    "/option-without-value" => 301 "/new" { query: drop, cache: 1h },
    "/arrow-in-options" => 301 "/new" { query: drop },
    "/three-equals" if host == "a.example" => 301 "/new",
    "/address" if host == "10.0.0.1" => 301 "/new",
    "/if-behind-arrow" if cookie["a"] => 301 "/new",
    "/equals-list" if host in ["a.example", "b.example"] => 301 "/new",
    "/or-value" if host in ["a.example", "b.example"] => 301 "/new",
    "/one-bar" if host in ["a.example", "b.example"] => 301 "/new",
    "/underscore" => 301 "/new",
    "/the-last" => 301 "/new"
};

// A message lists up to 100 errors of a table.
static SECOND: Redirects = redirects! {
    if host == "a.example" { "/arrow-after-condition" => 301 "/new" }
    "/not-equals-list" if !host in ["a.example"] => 301 "/new",
    "/hyphen-in-option" => 301 "/new" { cache: "no-store" },
    "/equals-in-option" => 301 "/new" { cache: "max-age=60" },
    "/equals-text" => 301 "/new" { cache: "no-cache" },
    "/host-not-in" if !host in ["a.example"] => 301 "/new",
    "/is-missing" if !cookie["a"] => 301 "/new",
    "/is-not-null" if cookie["a"] => 301 "/new",
    "/exists" if cookie["a"] => 301 "/new",
    "/is-not" if query["a"] != "b" => 301 "/new",
    "/has" if cookie["a"] => 301 "/new",
    "/missing" if !cookie["a"] => 301 "/new",
    POST "/form" => 303 "/thanks",
    "/number-in-list" if query["a"] in ["1", "2"] => 301 "/new",
    "/in-without-brackets" if host in ["a.example", "b.example"] => 301 "/new",
    "/status-in-target" => 302 "/new",
    "/not-https" if scheme == "http" => 301 "/new",
    "/contains" if language == "de" => 301 "/new",
    POST "/method" => 303 "/new",
    "/comma-before-rules" if cookie["a"] { "/a" => 301 "/new" }
    "/hour" => 301 "/new" { cache: 1h },
    "/call-in-option" => 301 "/new" { cache: 3600s },
    "/not-in-options" if !ip in ["10.0.0.0/8"] => 301 "/new",
    "/pass" => pass,
    "/gone" => 410,
    "/redirect" => 301 "/new",
    "/status-first" => 410,
    POST "/method-after" => 303 "/new",
    "/" if language == "de" => 302 "/new",


    "/two-commas" => 301 "/new",
};

static THIRD: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" }
    default { case: ignore }
    "/a" => 301 "/new",
    "/3" { include "rules/fixed/moves.txt" as tsv, }
    // Without a build script: include concat!(env!("OUT_DIR"), "/moves.tsv"),
    // Without a build script: include concat!(env!("OUT_DIR"), "/moves.tsv"),
    "/4" { include "rules/fixed/moves.tsv" { status: 302 }, }
    assert "/a" with header["x-a"] == "a" => 301 "/new",
    assert "/a" with ip == "::1" => 301 "/new",
    assert "/b" => pass,

};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
