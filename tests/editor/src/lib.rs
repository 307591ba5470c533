//! A table with every construct that `examples/shop.rs` does not use.

use redirects::{Redirects, redirects};

/// The table.
pub static SITE: Redirects = redirects! {
    let docs = "https://docs.example.com";
    let package = env!("CARGO_PKG_NAME");
    default { languages: ["en", "de"], header["x-table"]: "site" },
    canonical 308 { origin: "https://example.com", from: ["www.example.com"], slashes: merge },
    "/docs/{*page?}" => 302 "{docs}/{page}",
    "/img/{file}" => 307 "https://cdn.example.com/{package}/{file}" {
        header["x-table"]: unset,
        cache: "no-cache",
    },
    include "moves.tsv" as tsv { status: 308 },
    "/account" if !cookie["session"] => 303 "/login?next={request_uri}" { cache: none },
    "/item/{id:[0-9]+}" if scheme == "https" && port != "8443" => 301 "/items/{id}",
    "/admin/{*rest}" if ip in ["192.0.2.0/24", "2001:db8::/32"] => pass,
    "/admin/{*rest}" => 410 { undecided: allow },
    "/a/{x}" if header["accept"] == "text/html" => 302 "/b/{x}" { query: drop, chain: flatten },
};
