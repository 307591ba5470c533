use redirects::{Redirects, redirects};

const COUNTRY: &str = "de";

static SITE: Redirects = redirects! {
    "^/docs/(.*)$" => 301 "/guide/$1",
    "^/old/([^/]+)$" => 301 "/new/$1",
    "^/(a|b)$" => 301 "/new",
    "/4/(.*)" => 301 "/new/{rest}",
    "/5/([^/]+)/x" => 301 "/new/{name}",
    "/6/{id}" => 301 "/new/$1",
    "/7?id={id}" => 301 "/new/{id}",
    "/8?page=2&all" if host == "a.example" => 301 "/new",
    "https://old.example/9" => 301 "/new",
    "http://{shop}.example:8080/10?id={id}" => 301 "/{shop}/{id}",
    "https://-a/11" => 301 "/new",
    "https://old.example/12" { "/a" => 301 "/new" }
    "/13" => 301 "https//example.com/new",
    "/14" => 301 "://example.com/new",
    "/15" => 301 "../.././new",
    "/16" => 301 ":8080/new",
    "/17" if host == "{c}.old.example" && c != "www" => 301 "/new/{c}",
    "/18" if header["x"] == "{c}" && c in ["a", "b"] => 301 "/new/{c}",
    "/19" if host == "{a}.{b}.example" && a == "www" => 301 "/new/{b}",
    if host == "{d}.old.example" {
        "/20" if d == "www" => 301 "/new",
    }
    "/21/{slug}" if language == "de" && remote == "a" => 301 "/new",
    "/22" if remote == "a" => 301 "/new",
    "example.com/23" => 301 "/new",
    "24?id={id}" => 301 "/new/{id}",
};

static SYNTAX: Redirects = redirects! {
    "/1" if query[id] => 301 "/new",
    "/2" if header[x-country] == "de" => 301 "/new",
    "/3" if cookie[] => 301 "/new",
    "/4" if header["x-country"] == COUNTRY => 301 "/new",
    "/5" if query["page"] != 2 => 301 "/new",
    "/6" if host == example => 301 "/new",
    "/7" if language in "de" => 301 "/new",
    "/8" if cookie["a"] in LIST => 301 "/new",
};

static FILES: Redirects = redirects! {
    include "rules/foreign" as netlify,
    include "rules/foreign.tsv",
    include "rules/moves.csv" as csv,
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
    assert!(SYNTAX.find(&request).redirect().is_none());
    assert!(FILES.find(&request).redirect().is_none());
}
