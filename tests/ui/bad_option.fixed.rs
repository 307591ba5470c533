use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 301 "/new" { query: drop },
    "/2" => 301 "/new",
    "/3" => 301 "/new" { query: drop },
    "/4" => 301 "/new" { query: drop },
    "/5" => 301 "/new" { query: keep },
    "/6" => 410,
    "/8" => 301 "/new" { cache: 1h },
    "/9" => 301 "/new" { cache: 60s },
    "/10" => 301 "/new" { cache: 1h },
    "/11" => pass,
    "/12" => 301 "/new" { cache: none },
    "/7" => pass,
    "/slash" => 301 "/new" { slash: either },
    "/case" => 301 "/new" { case: ignore },
    default { origin: "https://example.com" }, "/origin" => 301 "/new",
    "/status" => 302 "/new",
    "/quotes" => 301 "/new" { query: drop },
    "/list" => 301 "/new" { query: drop },
    "/argument" => 301 "/new" { query: drop },
    default { origin: "https://example.com" },
    default { origin: "https://example.com" },
    default { origin: "https://example.com" },
    default { mount: "/v1" },
    default { mount: "/v1" },
    default { slash: either },
    "/last" => 301 "/new",
    "/ip" if ip == "::1" => 301 "/new",
    "/word" => 301 "/new" { slash: either },
    "/days" => 301 "/new" { cache: 1d },
    "/never" => 301 "/new" { cache: none },
    "/other" => 301 "/new" { case: ignore, query: keep },
    "/name" => 301 "/new" { slash: either },
    "/query" => 301 "/new?q=a",
    "/host" if host == "www.example.com" => 301 "/new",
    "/languages" if language in ["de", "fr"] => 301 "/new",
    "/has" if cookie["session"] => 301 "/new",
    POST "/form" => 303 "/new",
    "/strip" => 301 "/new",
    "/hsts" => 301 "/new" { header["strict-transport-security"]: "max-age=31536000" },
    "/ttl" => 301 "/new" { cache: 1h },
    "/shop" {
        default { case: ignore },
        "/a" => 301 "/new",
    }
    "/files" { include "rules/fixed/moves.tsv" as tsv { slash: either } }

};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
