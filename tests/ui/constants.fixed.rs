use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    let a = "/a";
    let b = "/b";
    let c = "value";
    let d = env!("CARGO_PKG_NAME");
    let e = env!("CARGO_PKG_NAME");
    let f = "/f";
    let name = "/g";
    let h = "/h";
    let I = "/i";
    let j = "/j";
    let k = "/k";
    // The prefix of the old site.
    let l = "/l"; let m = "/m";

    "/1" => 301 "{a}{b}/{c}{d}{e}{I}{j}{l}",
    "/2" => 301 "/2/a",
    "/6" => 301 "{f}{name}{h}{k}",
    "/5" => 301 "{m}",
    "/3" => 301 "/3/a",
    "/4" => 301 "/4/a",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
