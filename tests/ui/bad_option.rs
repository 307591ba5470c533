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
    "/slash" => 301 "/new" { slash: ignore },
    "/case" => 301 "/new" { case: either },
    "/origin" => 301 "/new" { origin: "https://example.com" },
    "/status" => 301 "/new" { status: 302 },
    "/quotes" => 301 "/new" { query: "drop" },
    "/list" => 301 "/new" { query: ["drop"] },
    "/argument" => 301 "/new" { query["q"]: drop },
    default { origin: https },
    default { origin: "example.com" },
    default { origin: "https://example.com/a" },
    default { mount: "/v1/" },
    default { mount: "/{v}" },
    default { status: 301, slash: exact, slash: either },
    "/last" => 301 "/new",
    "/ip" if ip == "::1" => 301 "/new" { cache: 1h },
    "/word" => 301 "/new" { slash: "either" },
    "/days" => 301 "/new" { cache: 1day },
    "/never" => 301 "/new" { cache: false },
    "/other" => 301 "/new" { case: insensitive, query: preserve },
    "/name" => 301 "/new" { trailing_slash: ignore },
    "/query" => 301 "/new" { query["q"]: "a" },
    "/host" => 301 "/new" { host: "www.example.com" },
    "/languages" => 301 "/new" { language: ["de", "fr"] },
    "/has" => 301 "/new" { has: "session" },
    "/form" => 303 "/new" { method: POST },
    "/strip" => 301 "/new" { slash: strip },
    "/hsts" => 301 "/new" { hsts: "max-age=1" },
    "/ttl" => 301 "/new" { ttl: 60 },
    "/shop" {
        "/a" => 301 "/new",
        default { case: ignore },
    }
    "/files" { default { slash: either }, include "rules/fixed/moves.tsv" as tsv }
    default { case: ignore },
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
