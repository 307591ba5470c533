use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    let a = "/a",
    let b: &str = "/b";
    let c = B;
    let d = env!("CARGO_PKG_NAME", "message");
    let e = env!(CARGO_PKG_NAME);
    let r#f = "/f";
    let = "/g";
    let h = f"/h";
    const I: &str = "/i";
    let j = "/j"
    let mut k = "/k";
    /// The prefix of the old site.
    let l = "/l";

    "/1" => 301 "{a}{b}{c}{d}{e}{I}{j}{l}",
    "/2" => 301 "/2/a";
    let m = "/m";
    "/5" => 301 "{m}",
    "/3" => 301 "/3/a";
    "/4" => 301 "/4/a";
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
