use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { origin: "https://example.com" },




    "/runs-into-it" => 301 "/a",


    "/y/{q}" => 301 "/x/{q}",

    POST "/again" => 308 "/post",

    "/gamma" if cookie["beta"] => 302 "/beta",



    if host == "b.example" { "/host/{*p}" => 301 "https://a.example/host/{p}" }


    #[allow(loop)] "/mine" => 301 "/mine",
    "/elsewhere" => 301 "https://example.org/elsewhere",
    "/see" => 303 "/see-also",

    "/user/login" => pass,
    "/user/{*p}" if !cookie["session"] => 302 "/user/login?next={request_uri}",
    "/https/{*p}" if scheme == "http" => 308 "https://{request_host}/https/{p}",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
