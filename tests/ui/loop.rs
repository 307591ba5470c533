use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { origin: "https://example.com" },
    "/self" => 301 "/self",
    "/a" => 301 "/b?x=1#top",
    "/b" => 302 "https://example.com/c",
    "/c" => 308 "/a" { query: drop },
    "/runs-into-it" => 301 "/a",
    "/grows/{*p}" => 301 "/grows/en/{p}",
    "/x/{p}" => 301 "/y/{p}",
    "/y/{q}" => 301 "/x/{q}",
    POST "/post" => 308 "/again",
    POST "/again" => 308 "/post",
    "/beta" if cookie["beta"] => 302 "/gamma",
    "/gamma" if cookie["beta"] => 302 "/beta",
    "/slash" => 301 "/slash/" { slash: either },
    "/Case" => 301 "/case" { case: ignore },
    if host == "a.example" { "/host/{*p}" => 301 "https://b.example/host/{p}" }
    if host == "b.example" { "/host/{*p}" => 301 "https://a.example/host/{p}" }
    "/here" => 301 "https://a.example/here",
    "/twice/{x}-b" => 301 "/twice/{x}-{x}",
    #[allow(loop)] "/mine" => 301 "/mine",
    "/elsewhere" => 301 "https://example.org/elsewhere",
    "/see" => 303 "/see-also",
    PUT "/see-also" => 303 "/see",
    "/login" => 302 "/login?next={request_uri}",
    "/user/{*p}" if !cookie["session"] => 302 "/user/login?next={request_uri}",
    "/https/{*p}" => 308 "https://{request_host}/https/{p}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
