use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    let api = "https://api.example.com";


    let main_host = "www.example.com";
    let size = "xl";
    let version = env!("CARGO_PKG_VERSION");

    "/1" => 301 "{api}/items",
    "/2" {

        let inner = "/inner";
        "/a" => 301 "{api}{inner}",
    }
    "/3" => 301 "/inner/a",
    "/4/{*rest}" => 301 "{api}/items/{rest}",
    "/5/{name:[a-z]+}" => 301 "/items/{name}",
    "/6" if header["x-api"] == "{*value}" => 301 "/items",
    "/7" => 301 "/{version}/items/{size}",
    "/{version}" { "/8" => 301 "https://{main_host}/items", }
};

static TEXTS: Redirects = redirects! {

    let script = "/script";
    let package = env!("CARGO_PKG_NAME");
    let version = env!("CARGO_PKG_VERSION_PRE");

    "/a%20b/c" => 301 "/new",
    "/1" => 301 "{script}",
    "/2" => 301 "/{package}",
    "/6" => 301 "/{package}/x",
    "/8" => 301 "/new" { header["x-a"]: "{package}", header["x-c"]: "{{b}} {\"a\":{\"c\":1}}" },
    "/9/{n}" => 301 "/new" { header["x-a"]: "<{{n}}>" },
    "/7" => 301 "https://example.com/{version}",
    "/3" => 301 "https://{package}.example/{version}",
    "/4/{package}" => 301 "/5/{package}",


    assert "/4/faults" => 301 "/5/faults",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
    assert!(TEXTS.find(&request).redirect().is_none());
}
