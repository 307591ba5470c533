use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 301 "/new" { header: "noindex" },
    "/2" => 301 "/new" { header["x y"]: "a" },
    "/3" => 301 "/new" { header["Location"]: "/new" },
    "/4" => 301 "/new" { header["vary"]: "cookie" },
    "/5" => 301 "/new" { header["cache-control"]: "no-cache" },
    "/6" => 410 { header["content-type"]: "text/plain" },
    "/7" => 410 { header["connection"]: "close" },
    "/8" => 301 "/new" { header["x-a"]: " a" },
    "/9" => 301 "/new" { header["x-a"]: a },
    "/10" => 301 "/new" { header["x-a"]: unset },
    "/11" => 301 "/new" { header["x-a"]: "1", header["X-A"]: "2" },
    "/12" => 301 "/new" { header["set-cookie"]: "a=b" },
    "/13" => pass { header["x-a"]: "a" },
    "/14" => 301 "/new" { header["refresh"]: "0; url=/other" },
    "/20" => 301 "/new" { cache: "1h" },
    "/21" => 301 "/new" { cache: "" },
    "/22" => 301 "/new" { cache: "public, maxage=60" },
    "/23" => 301 "/new" { cache: "x-a" },
    "/24" => 301 "/new" { cache: "only-if-cached" },
    "/25" => 301 "/new" { cache: "max-age=1h" },
    "/26" => 301 "/new" { cache: "private, no-cache=set-cookie" },
    "/27" => 301 "/new" { cache: "no-store, no-store" },
    "/28" => 301 "/new" { cache: ["public"] },
    "/29" if cookie["a"] => 301 "/new" { cache: "public, max-age=60" },
    "/30" if header["x-a"] => 302 "/new" { cache: "s-maxage=60" },
    default { cache: "public, max-age=60", header["set-cookie"]: "a=b" },
    "/40" if language == "de" => 302 "/new" { header["set-cookie"]: unset },
    "/41" => 302 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
