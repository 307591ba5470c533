use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/blog/{slug}" => 308 "/articles/{slug}",
    "/blog/rss" => 301 "/feed",
    "/blog/{slug}/" => 301 "/articles/{slug}",
    "/blog/{name:[a-z]+}" => 301 "/names/{name}",

    // By several together.
    "/a/{x}" => 301 "/1",
    "/a/{x}/{*y}" => 301 "/2",
    "/a/" => 301 "/3",
    "/a/{*z}" => 301 "/4", // is reached, by `/a/x//y`
    "/b/{*z}" => 301 "/5",
    "/c/{x:a|b}" => 301 "/6",
    "/c/{y:[ab]}" => 301 "/7",
    "/d/a" => 301 "/8",
    "/d/b" => 301 "/9",
    "/d/{x:[ab]}" => 301 "/10",

    // By methods and conditions.
    GET "/e" => 303 "/11",
    POST "/e" => 303 "/12",
    HEAD "/e" => 303 "/13",
    "/e" => 303 "/14",
    "/f" if host == "a.example" => 301 "/15",
    "/f" if host != "a.example" => 301 "/16",
    "/f" => 301 "/17",
    "/g/{x}" if x == "a" => 301 "/18",
    "/g/a" => 301 "/19",
    "/g/b" => 301 "/20",
    if host == "{shop}.example.com" {
        "/{*path}" => 308 "https://{shop}.example.org/{path}",
        "/h" => 301 "/21",
    }
    "/h" if host == "www.example.com" => 301 "/22",
    "/h" if cookie["a"] => 301 "/23",
    "/h" if cookie["a"] == "b" && language == "de" => 301 "/24",

    // By other forms.
    "/i" => 301 "/25" { slash: either },
    "/i/" => 301 "/26",
    "/J/{x}" => 301 "/27" { case: ignore },
    "/j/K" => 301 "/28",
    "/l/{*x}" => 301 "/29" { slash: either },
    "/l" => 301 "/30",
    #[allow(unreachable)] "/blog/atom" => 301 "/feed",
    "/m/{*a}" => 301 "/31",
    "/m/{b}/z" => 301 "/32",
    "/m/{b}.html" => 301 "/33",
    "/n/{*rest}" => 301 "/34",
    "/n/{x}" => 301 "/35",
    "/o/{a:[a-z]+}-{b:[a-z]+}" => 410,
    "/o/abc-{b:[a-z]+}" => 301 "/36/{b}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
