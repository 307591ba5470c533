use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/1" => 301,
    "/2" => 301 "new",
    "/3" => 301 "www.example.com/new",
    "/4" => 301 "localhost:3000/new",
    "/5" => 301 "//example.com/new",
    "/6" => 301 "https:/example.com",
    "/7" => 301 "https:example.com",
    "/8" => 301 "https:///example.com",
    "/9" => 301 "https://user@example.com/",
    "/10" => 301 "https://example.com:99999/",
    "/11" => 301 "https://example.com:/",
    "/12" => 301 "https://exa mple.com/",
    "/13" => 301 "https://exa%6dple.com/",
    "/14" => 301 "https://example..com/",
    "/15" => 301 "https://1.1/",
    "/16" => 301 "https://0x7f.0.0.1/",
    "/17" => 301 "https://[::1/",
    "/18" => 301 "https://exa\u{AD}mple.com/",
    "/19" => 301 "/\\example.com",
    "/20" => 301 "/my new",
    "/21" => 301 "/new\t",
    "/22" => 301 "/100%",
    "/23" => 301 "/a/../new",
    "/24" => 301 "/new?",
    "/25" => 301 "/new#a#b",
    "/26" => 301 "javascript:alert(1)",
    "/27" => 301 "data:text/html,new",
    "/28" => 301 "mailto:me@example.com",
    "/29/{x}" => 301 "{x}",
    "/30/{x}" => 301 "{x}://example.com/",
    "/31/{x}" => 301 "https://example.com:{x}/",
    "/32/{*x}" => 301 "https://cdn.example.com{x}",
    "/33/{x}" => 301 "https://{x}@example.com/",
    "/34/{x}" => 301 "/new?{x}=1",
    "/35/{*x}" => 301 "/new/{*x}",
    "/36/{x}" => 301 "/new/{}",
    "/37/{x}" => 301 "/new/{0}",
    "/38/{x}" => 301 "/new/{x:?}",
    "/39/{x}" => 301 "/new/{x",
    "/40/{x}" => 301 "/new/x}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
