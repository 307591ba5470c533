use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    #[allow(duplicate)] "/1" => 301 "/new",
    #[allow(chian)] "/2" => 301 "/new",
    #[allow(bad_source)] "/3" => 301 "/new",
    #[allow(bad_target)] "/4" => 301 "javascript:alert(1)",
    #[allow(method_chnage)] POST "/6" => 302 "/new",
    #[allow(method_change, method_change)] POST "/5" => 301 "/new",
    #[allow(duplicate)] "/shop" { "/cart" => 301 "/new", "/a" => 301 "/new" }
    #[allow(duplicate, method_change)] if host == "a.example" { POST "/cart" => 301 "/new" }
    #[allow(unsupported)] include "rules/moves.tsv",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
