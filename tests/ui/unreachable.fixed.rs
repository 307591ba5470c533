use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/blog/{slug}" => 308 "/articles/{slug}",

    "/blog/{slug}/" => 301 "/articles/{slug}",


    // By several together.
    "/a/{x}" => 301 "/1",
    "/a/{x}/{*y}" => 301 "/2",
    "/a/" => 301 "/3",
    "/a/{*z}" => 301 "/4", // is reached, by `/a/x//y`
    "/b/{*z}" => 301 "/5",
    "/c/{x:a|b}" => 301 "/6",

    "/d/a" => 301 "/8",
    "/d/b" => 301 "/9",


    // By methods and conditions.
    GET "/e" => 303 "/11",
    POST "/e" => 303 "/12",

    "/e" => 303 "/14",
    "/f" if host == "a.example" => 301 "/15",
    "/f" if host != "a.example" => 301 "/16",

    "/g/{x}" if x == "a" => 301 "/18",

    "/g/b" => 301 "/20",
    if host == "{shop}.example.com" {
        "/{*path}" => 308 "https://{shop}.example.org/{path}",

    }

    "/h" if cookie["a"] => 301 "/23",


    // By other forms.
    "/i" => 301 "/25" { slash: either },

    "/J/{x}" => 301 "/27" { case: ignore },

    "/l/{*x}" => 301 "/29" { slash: either },

    #[allow(unreachable)] "/blog/atom" => 301 "/feed",
    "/m/{*a}" => 301 "/31",


    "/n/{*rest}" => 301 "/34",

    "/o/{a:[a-z]+}-{b:[a-z]+}" => 410,

};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
