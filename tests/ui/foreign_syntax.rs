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

static ELSEWHERE: Redirects = redirects! {
    "/f1/:path*" => 301 "/new/:path*",
    r"/f2/:id(\d+)" => 301 "/new/:id",
    "/f3/x-:id.html" => 301 "/new/:id",
    "/f4/:id?" => 301 "/new",
    "/f5/[slug]" => 301 "/new/[slug]",
    "/f6/[...slug]" => 301 "/new/[...slug]",
    "/f7/[[lang]]/x" => 301 "/new",
    "/f8/<int:id>/" => 301 "/new/<id>",
    "/f9/<path:p>" => 301 "/new/<p>",
    "/f10/(.*)" => 301 "/new/$1",
    "/f11/(atom|feed|rss).xml" => 301 "/new/$1",
    r"/f12/(\d+)" => 301 r"/new/\1",
    "/f13/word-*" => 301 "/new",
    "/f14/**" => 301 "/new/*",
    "/f15/{slug}" => 301 "/new/{{slug}}",
    "/f16/{{id}}" => 301 "/new/{{id}}",
    "/f17/{slug}" => 301 "/new/${slug}",
    "/f18/{slug}" => 301 "/new/%{slug}",
    "/f19/$slug" => 301 "/new/$slug",
    "/f20/{id:u32}" => 301 "/new/{0}",
    "/f21/{rest:path}" => 301 "/new/{1}",
    "/f22" => 301 "/new/:splat",
    "/f23/{a}/{b}" => 301 "/new/:c",
    "/f24/((?!x).*)" => 301 "/new",
    "/f25/{:slug}" => 301 "/new",
    "/f26/(.*)" => 301 "/new/{slug}",
    "/:f27" { "/x" => 301 "/new" }
    "^/f28" { "/x" => 301 "/new" }
    "/f29" if query["id"] == "{id:int}" => 301 "/new/{id}",
    "/f30/:a-:b" if host == "*.old.example" => 301 "/new",
    "/f31" => 301 "https://$host/new",
    "/f32/{*p}" => 301 "https://{host}/{p}",
    "/f33" => 301 "/new?{query}",
    "/f34/{*p}" if scheme == "http" => 301 "https://$host$request_uri",
    "/f35/{*p}" => 302 "/login?next=$request_uri",
    "/f36" => 302 "/login?site={host}&next=https://{host}{uri}",
    "/f37/{*p}" => 301 "https://www.$host/f37/{p}",
    "/f38/{lang:en|fr}?/about" => 301 "/new/{lang}",
    "/f39/{lang:en|fr?}/about" => 301 "/new/{lang}",
    "/f40{/lang}/about" => 301 "/new/{lang}",
    "/f41/{+path}" => 301 "/new/{path}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
    assert!(SYNTAX.find(&request).redirect().is_none());
    assert!(ELSEWHERE.find(&request).redirect().is_none());
    assert!(FILES.find(&request).redirect().is_none());
}
