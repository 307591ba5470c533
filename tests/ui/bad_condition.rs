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
    FETCH "/40" => 301 "/new",
    Post "/41" => 308 "/new",
    "/42" if method == "POST" => 308 "/new",
    "/43" if method in ["GET", "POST"] => 308 "/new",
    if method == "PUT" { "/44" => 308 "/new" }
    "/45" if path == "/46" => 308 "/new",
    "/47" if path in ["/48", "/49"] => 308 "/new",
    "/50" if hostname == "a.example" => 308 "/new",
    "/51" if user_agent == "a" => 308 "/new",
    // The word could be a capture of the source, so only the source is reported.
    "/{" if path == "/52" => 308 "/new",
    "/54" if host == "{x:[A-Z]+}.example.com" => 301 "/new/{x}",
    "/60" if host == "*.example.com" => 301 "/new",
    "/61" if host == "*" => 301 "/new",
    "/62" if host != "*.example.com" => 301 "/new",
    "/63" if host == "bücher.example" => 301 "/new",
    "/64" if ip == "10.0.0.1/8" => 301 "/new",
    "/65" if ip in ["2001:db8::1/32", "192.0.2.0/24"] => 301 "/new",
    "/66" if ip == "localhost" => 301 "/new",
    "/67" if ip == "10.0.0.0/33" => 301 "/new",
    "/68" if ip == "{address}" => 301 "/new",
    "/69" if ip in ["10.0.0.0/8"] && ip in ["192.0.2.0/24", "::1"] => 301 "/new",
    "/70" if ip == "10.1.0.0/16" && ip != "10.0.0.0/8" => 301 "/new",
    "/71" if port == "http" => 301 "/new",
    "/72" if port in ["0", "080", "65536"] => 301 "/new",
    "/73" if remote_addr == "::1" => 301 "/new",
    "/74" if ip["x"] => 301 "/new",
    "/80" if c != "www" && host == "{c}.old.example" => 301 "/new/{c}",
    "/81" if host != "{c}.old.example" && c == "www" => 301 "/new",
    "/82" if host == "{sub}.old.example" && sup == "www" => 301 "/new",
    "/83" if query["id"] == "{id}" && id == "1" && id != "1" => 301 "/new",
    "/84" if host == "{c}.old.example" && c == "a b" => 301 "/new",
    "/85" if host == "{c}.old.example" && c in ["a.b", "c.d"] => 301 "/new",
    "/86" if header["x"] == "{x}" && x => 301 "/new",
    "/87" if cookie["a"] == "a-{v}" && v == "{w}" => 301 "/new",
    "/89" if host == "{c}.old.example" && c["a"] == "www" => 301 "/new",
    if host == "{d}.old.example" {
        "/88" if e == "www" && query["e"] == "{e}" => 301 "/new/{e}",
    }
    "/89" if ip in ["10.1.*.*", "192.0.2.*"] => 301 "/new",
    "/90" if path != "/new" => 302 "/new",
    "/91" if language == "{l}" => 302 "/{l}",
    "/92" if host == "www.*" => 301 "/new",
    "/optional" if query["a"] == "{a?}" => 301 "/new",
    "/93" if !https => 301 "https://{request_host}/93",
    "/94" if https == "on" => 301 "/new",
    "/95" if ip == "192.0.2.1:80" => 301 "/new",
    "/96" if ip in ["[::1]", "[::2]:80"] => 301 "/new",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
