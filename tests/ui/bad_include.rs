use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    include "rules/missing.tsv",
    include "rules/moves.txt",
    include "rules/moves.tsv" as csw,
    include "rules/moves.tsv" as netlifi,
    include "rules/latin.tsv" as tsv,
    include "rules/_redirects",
    "/old" {
        include "rules/moves.tsv" { status: 200 },
    }
    #[allow(unsupported)] include "rules/moves.tsv" as tsv { origin: "https://example.com" },
    include "rules/rewrites" as netlify,
    #[allow(unsupported)] include "rules/rewrites" as netlify,
    include "rules.rs",
    include concat!(env!("OUT_DIR"), "/moves.tsv"),
    include concat!("rules/", "moves.tsv"),
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
