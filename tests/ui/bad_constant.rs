use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    let api = "https://api.example.com";
    let api = "https://api.example.net";
    let unused = "/unused";
    let host = "www.example.com";
    let größe = "xl";
    let secret = env!("REDIRECTS_UI_TEST_IS_NOT_SET");

    "/1" => 301 "{api}/items",
    "/2" {
        let api = "https://api.example.org";
        let inner = "/inner";
        "/a" => 301 "{api}{inner}",
    }
    "/3" => 301 "{inner}/a",
    "/4/{*api}" => 301 "{api}/items",
    "/5/{api:[a-z]+}" => 301 "/items/{api}",
    "/6" if header["x-api"] == "{*api}" => 301 "/items",
    "/7" => 301 "{secret}/items/{id}",
    "/{secret}" { "/8" => 301 "/items", }
};

static TEXTS: Redirects = redirects! {
    let space = "/a b";
    let script = "javascript:alert(1)";
    let package = env!("CARGO_PKG_NAME");
    let version = env!("CARGO_PKG_VERSION_PRE");

    "{space}/c" => 301 "/new",
    "/1" => 301 "{script}",
    "/2" => 301 "/ {package}",
    "/6" => 301 "/{pakage}/x",
    "/8" => 301 "/new" { header["x-a"]: "{pakage}", header["x-c"]: "{{b}} {\"a\":{\"c\":1}}" },
    "/9/{n}" => 301 "/new" { header["x-a"]: "<{n}>" },
    "/7" => 301 "https://example.com/{versoin}",
    "/3" => 301 "https://{package}..example/{version}",
    "/4/{package}" => 301 "/5/{package}",
    "/5/{package}" => 301 "/4/{package}",

    assert "/4/x" => 301 "/5",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
    assert!(TEXTS.find(&request).redirect().is_none());
}
