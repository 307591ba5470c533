use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    CONNECT "/1" => 308 "/new",
    PUT | POST | PUT "/2" => 308 "/new",
    "/3" if hots == "example.com" => 301 "/new",
    "/4" if header == "de" => 301 "/new",
    "/5" if host["a"] == "de" => 301 "/new",
    "/6" if header["x country"] == "de" => 301 "/new",
    "/7" if host == "https://example.com" => 301 "/new",
    "/8" if host == "example.com:80" => 301 "/new",
    "/9" if host == "shop-{x}.example.com" => 301 "/new",
    "/10" if scheme == "ftp" => 301 "/new",
    "/11" if language == "de_AT" => 301 "/new",
    "/12/{lang}" if lang => 301 "/new",
    "/13" if query["a"] in [] => 301 "/new",
    "/14" if host != "{x}.example.com" => 301 "/new",
    "/15" if scheme == "{x}" => 301 "/new",
    "/16" if cookie["a"] && cookie["a"] => 301 "/new",
    "/17" if host == "a.example" && host == "b.example" => 301 "/new",
    "/18" if cookie["a"] && !cookie["a"] => 301 "/new",
    "/19" if query["a"] == "1" && query["a"] != "1" => 301 "/new",
    "/20" if language == "de" && language in ["fr", "en"] => 301 "/new",
    "/21" if !header["a"] && header["A"] == "b" => 301 "/new",
    "/22/{x}" if query["p"] == "{x}" => 301 "/new/{x}",
    "/23" if query["p"] == "{a}{b}" => 301 "/new/{a}",
    "/24" if query["p"] == "{host}" => 301 "/new",
    "/25" if cookie["a b"] => 301 "/new",
    "/26" if header["a"] == " b" => 301 "/new",
    "/27/{x:[0-9}{2}]+" => 301 "/new",
    "/27/{x:a)(b}" => 301 "/new",
    "/28/{x:[é]}" => 301 "/new",
    r"/29/{x:(?u)\b}" => 301 "/new",
    r"/36/{x:(?u)\w+}" => 301 "/new",
    r"/37/{x:(?u)é\p{L}}" => 301 "/new",
    "/38/{x:(?iu)é}" => 301 "/new",
    // Valid without the Unicode tables.
    r"/39/{x:(?u)é?[à-ÿ]+.(?i-u:\w)[^ß]}" => 301 "/new",
    "/30/{x:(a|b)*a(a|b){20}}" => 301 "/new",
    r"/31/{x:[^\s\S]}" => 301 "/new",
    "/32" if query["p"] == "{id:[0-9]++*}" => 301 "/new/{id}",
    if host == "a.example" && host == "b.example" {
        "/1" => 301 "/new",
        "/2" => 301 "/new",
    }
    if host == "{x}.a.example" {
        "/1" if host == "www.b.example" => 301 "/{x}",
        "/2/{x}" => 301 "/new",
        "/3" if !host => 301 "/new",
        if cookie["a"] == "{x}" {
            "/4" => 301 "/new",
        }
    }
    "/34" if cookies["a"] == "b" => 301 "/new",
    r"/35/{x:\.\.}" => 301 "/new",
    "/33" if host == "-a.example.com" => 301 "/new",
    if hosts == "a.example" {
        "/1" => 301 "/{x}",
    }
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
