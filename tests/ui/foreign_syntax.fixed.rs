use redirects::{Redirects, redirects};

const COUNTRY: &str = "de";

static SITE: Redirects = redirects! {
    "/docs/{*rest}" => 301 "/guide/{rest}",
    "/old/{name}" => 301 "/new/{name}",
    "/8/{name:a|b}" => 301 "/new",
    "/4/{*rest}" => 301 "/new/{rest}",
    "/5/{name}/x" => 301 "/new/{name}",
    "/6/{id}" => 301 "/new/{id}",
    "/7" if query["id"] == "{id}" => 301 "/new/{id}",
    "/8" if query["page"] == "2" && query["all"] && host == "a.example" => 301 "/new",
    "/9" if host == "old.example" => 301 "/new",
    "/10" if host == "{shop}.example" && query["id"] == "{id}" => 301 "/{shop}/{id}",
    "/11" => 301 "/new",
    "/12" if host == "old.example" { "/a" => 301 "/new" }
    "/13" => 301 "https://example.com/new",
    "/14" => 301 "https://example.com/new",
    "/15" => 301 "/new",
    "/16" => 301 "/:8080/new",
    "/21/{slug}" if language == "de" && slug == "a" => 301 "/new",
    "/22" if host == "a" => 301 "/new",
    "/23" if host == "example.com" => 301 "/new",
    "/24" if query["id"] == "{id}" => 301 "/new/{id}",
};

static SYNTAX: Redirects = redirects! {
    "/1" if query["id"] => 301 "/new",
    "/2" if header["x-country"] == "de" => 301 "/new",
    "/3" if cookie["a"] => 301 "/new",
    "/4" if header["x-country"] == "de" => 301 "/new",
    "/5" if query["page"] != "2" => 301 "/new",
    "/6" if host == "example" => 301 "/new",
    "/7" if language in ["de"] => 301 "/new",
    "/8" if cookie["a"] in ["value"] => 301 "/new",
};

static FILES: Redirects = redirects! {
    include "rules/fixed/foreign" as netlify,
    "/45" { #[allow(foreign_syntax)] include "rules/fixed/foreign.tsv", "/gone" => 410, }
    "/46" { include "rules/fixed/moves.csv" as tsv, "/gone2" => 451, }
};

static ELSEWHERE: Redirects = redirects! {
    "/f1/{*path}" => 301 "/new/{path}",
    "/f2/{id:[0-9]+}" => 301 "/new/{id}",
    "/f3/x-{id}.html" => 301 "/new/{id}",
    "/f4/{id?}" => 301 "/new",
    "/f5/{slug}" => 301 "/new/{slug}",
    "/f6/{*slug}" => 301 "/new/{slug}",
    "/f7/{lang?}/x" => 301 "/new",
    "/f8/{id:[0-9]+}/" => 301 "/new/{id}",
    "/f9/{*p}" => 301 "/new/{p}",
    "/f10/{*rest}" => 301 "/new/{rest}",
    "/f11/{name:atom|feed|rss}.xml" => 301 "/new/{name}",
    "/f12/{name:[0-9]+}" => 301 "/new/{name}",
    "/f13/word-{rest}" => 301 "/new",
    "/f14/{*rest}" => 301 "/new/{rest}",
    "/f15/{slug}" => 301 "/new/{slug}",
    "/f16/{id}" => 301 "/new/{id}",
    "/f17/{slug}" => 301 "/new/{slug}",
    "/f18/{slug}" => 301 "/new/{slug}",
    "/f19/{slug}" => 301 "/new/{slug}",
    "/f20/{id:[0-9]+}" => 301 "/new/{id}",
    "/f21/{*rest}" => 301 "/new/{rest}",
    "/f22" => 301 "/new/%3Asplat",
    "/f23/{a}/{b}" => 301 "/new/{a}",
    "/f24/%28%28%3F!x%29.%2A%29" => 301 "/new",
    "/f25/{slug}" => 301 "/new",
    "/f26/{*slug}" => 301 "/new/{slug}",
    "/f27" { "/x" => 301 "/new" }
    "/f28" { "/x" => 301 "/new" }
    "/f29" if query["id"] == "{id:[0-9]+}" => 301 "/new/{id}",
    "/f30/{a}-{b}" if host == "{sub}.old.example" => 301 "/new",
    "/f31" => 301 "/new",
    "/f32/{*p}" => 301 "/{p}",
    "/f33" => 301 "/new",
    "/f34/{*p}" if scheme == "http" => 301 "https://{request_host}/f34/{p}",
    "/f35/{*p}" => 302 "/login?next={request_uri}",
    "/f36" => 302 "/login?site={request_host}&next=https://{request_host}{request_uri}",
    "/f37/{*p}" if host == "example.com" => 301 "https://www.example.com/f37/{p}",
    "/f38/{lang?:en|fr}/about" => 301 "/new/{lang}",
    "/f39/{lang?:en|fr}/about" => 301 "/new/{lang}",
    "/f40/{lang?}/about" => 301 "/new/{lang}",
    "/f41/{*path}" => 301 "/new/{path}",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
    assert!(SYNTAX.find(&request).redirect().is_none());
    assert!(ELSEWHERE.find(&request).redirect().is_none());
    assert!(FILES.find(&request).redirect().is_none());
}
