use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    include "rules/fixed/missing.tsv",
    "/5" { include "rules/fixed/moves.txt" as tsv, }
    "/6" { include "rules/fixed/moves.tsv" as tsv, }
    "/7" { include "rules/fixed/_redirects" as netlify, }
    "/8" { include "rules/fixed/latin.tsv" as tsv, }
    include "rules/fixed/_redirects",
    "/old" {
        include "rules/fixed/moves.tsv" { status: 301 },
    }
    default { origin: "https://example.com" }, "/13" { include "rules/fixed/moves.tsv" as tsv, }




    "/16" { include "rules/fixed/moves.tsv" as tsv, }
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
