use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    "/5" if host == "example.com" => 301 "/new",
    "/6" => 301 "/new",
    "/7" if query["page"] == "2" => 301 "/new",
    "/8" => 301 "/new",
    "/my%20old" => 301 "/new",
    "/tab%09old" => 301 "/new",
    "/100%25" => 301 "/new",
    "/12" => 301 "/new",
    "/a/old" => 301 "/new",
    "/14/{slug}" => 301 "/new",
    "/slug" => 301 "/new",
    "/16/{name}" => 301 "/new",
    "/17/{a_b}" => 301 "/new",
    "/18/{host_name}" => 301 "/new",
    "/19/{rest}" => 301 "/new",
    "/20/{id}/{id2}" => 301 "/new",
    "/21/{a}-{b}" => 301 "/new",
    "/22/{*a}/x/{b}" => 301 "/new",
    "/x/{*rest}" => 301 "/new",
    "/24/{slug}" => 301 "/new",
    "/25/{*rest}" => 301 "/new",
    "/26/{id}" => 301 "/new",
    "/27/{*rest}" => 301 "/new",
    "/28/{user_id}" => 301 "/new/{user_id}",
    "/29/{id}" => 301 "/new",
    "/a" => 301 "/new",
    "/31/{none_name}" => 301 "/new",
    "/32/{b}/{*rest}" => 301 "/new/{b}",
    "/shop" { "/1" => 301 "/new", "/2" => 301 "/new" }
    "/shop" { "/34" => 301 "/new" }
    "/35" { "/{lang}/1" => 301 "/new/{lang}" }
    "/sh%20op" { "/1" => 301 "/new" }
    "/shop" { "/cart" => 301 "/new" }
    "/shape/{x:[a-z]}" => 301 "/new",
    "/shape/{x:a/../b}" if query["c"] => 301 "/new",
    GET "/method" => 301 "/new",
    "/host" if host == "www.example.com" => 301 "/new",
    "/default/{a}" => 301 "/new",
    "/default" => 301 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
