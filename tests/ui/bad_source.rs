use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "old" => 301 "/new",
    "https://example.com/old" => 301 "/new",
    "//old" => 301 "/new",
    "/old?page=2" => 301 "/new",
    "/old#part" => 301 "/new",
    "/my old" => 301 "/new",
    "/tab\told" => 301 "/new",
    "/100%" => 301 "/new",
    "/a/../old" => 301 "/new",
    "/a/%2e/old" => 301 "/new",
    "/{slug" => 301 "/new",
    "/slug}" => 301 "/new",
    "/{}" => 301 "/new",
    "/{a-b}" => 301 "/new",
    "/{host}" => 301 "/new",
    "/{_}" => 301 "/new",
    "/{id}/{id}" => 301 "/new",
    "/{a}{b}" => 301 "/new",
    "/{*a}/x/{*b}" => 301 "/new",
    "/x{*rest}" => 301 "/new",
    "/:slug" => 301 "/new",
    "/*" => 301 "/new",
    "/<id>" => 301 "/new",
    "/{rest*}" => 301 "/new",
    "/{user-id}" => 301 "/new/{user-id}",
    "/x-{id?}" => 301 "/new",
    "/a?x=100%" => 301 "/new",
    "/{None}" => 301 "/new",
    "/{b}/{*rest}?{d}" => 301 "/{b}",
    "shop" { "/1" => 301 "/new", "/2" => 301 "/new" }
    "/shop/" { "/1" => 301 "/new" }
    "/{lang}" { "/1" => 301 "/new/{lang}" }
    "/sh op" { "/1" => 301 "/new" }
    "/shop" { "cart" => 301 "/new" }
    "/shape/{x:[a-z}" => 301 "/new",
    "/shape/{x:a/../b}?c" => 301 "/new",
    "GET /method" => 301 "/new",
    "//www.example.com/host" => 301 "/new",
    "//{*p}" => 301 "/{p}",
    "/default/{a=b}" => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
