use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 301 "/new" { header["x-robots-tag"]: "noindex" },
    "/2" => 301 "/new" { header["x-y"]: "a" },
    "/3" => 301 "/new",
    "/4" => 301 "/new",
    "/5" => 301 "/new" { cache: "no-cache" },
    "/6" => 410,
    "/7" => 410,
    "/8" => 301 "/new" { header["x-a"]: "a" },
    "/9" => 301 "/new" { header["x-a"]: "a" },
    "/10" => 301 "/new",
    "/11" => 301 "/new" { header["X-A"]: "2" },
    "/12" => 301 "/new" { header["set-cookie"]: "a=b", cache: none },
    "/13" => pass,
    "/14" => 301 "/new",
    "/20" => 301 "/new" { cache: 1h },
    "/21" => 301 "/new" { cache: "public, max-age=60" },
    "/22" => 301 "/new" { cache: "public, max-age=60" },
    "/23" => 301 "/new" { cache: "public" },
    "/24" => 301 "/new" { cache: "no-cache" },
    "/25" => 301 "/new" { cache: "max-age=60" },
    "/26" => 301 "/new" { cache: "private, no-cache=\"set-cookie\"" },
    "/27" => 301 "/new" { cache: "no-store" },
    "/28" => 301 "/new" { cache: "public, max-age=60" },
    "/29" if cookie["a"] => 301 "/new" { cache: "private, max-age=60" },
    "/30" if header["x-a"] => 302 "/new" { cache: "private" },
    default { cache: "public, max-age=60", header["set-cookie"]: "a=b" },
    "/40" if language == "de" => 302 "/new" { header["set-cookie"]: unset, cache: none },
    "/41" => 302 "/new" { cache: none },
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
