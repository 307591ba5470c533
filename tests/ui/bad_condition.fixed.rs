use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {

    PUT | POST "/2" => 308 "/new",
    "/3" if host == "example.com" => 301 "/new",
    "/4" if header["accept-language"] == "de" => 301 "/new",
    "/5" if host == "de" => 301 "/new",
    "/6" if header["x-country"] == "de" => 301 "/new",
    "/7" if host == "example.com" => 301 "/new",
    "/8" if host == "example.com" => 301 "/new",
    "/9" if host == "{x}.example.com" => 301 "/new",
    "/10" if scheme == "http" => 301 "/new",
    "/11" if language == "de-AT" => 301 "/new",
    "/12/{lang}" if lang == "en" => 301 "/new",
    "/13" if query["a"] in ["1"] => 301 "/new",
    "/14" if host == "{x}.example.com" => 301 "/new",
    "/15" if scheme == "https" => 301 "/new",
    "/16" if cookie["a"] => 301 "/new",
    "/17" if host == "a.example" => 301 "/new",
    "/18" if cookie["a"] => 301 "/new",
    "/19" if query["a"] == "1" => 301 "/new",
    "/20" if language == "de" => 301 "/new",
    "/21" if header["A"] == "b" => 301 "/new",
    "/22/{x}" if query["p"] == "{x2}" => 301 "/new/{x}",
    "/23" if query["p"] == "{a}-{b}" => 301 "/new/{a}",
    "/24" if query["p"] == "{host_name}" => 301 "/new",
    "/25" if cookie["a_b"] => 301 "/new",
    "/26" if header["a"] == "b" => 301 "/new",
    "/27/{x:[0-9]{2}}" => 301 "/new",
    "/27/{x:(a)(b)}" => 301 "/new",
    "/28/{x:(?u)[é]}" => 301 "/new",
    r"/29/{x:(?-u:\b)a}" => 301 "/new",
    r"/36/{x:[a-z0-9]+}" => 301 "/new",
    r"/37/{x:(?u)é[à-ÿ]}" => 301 "/new",
    "/38/{x:(?u)[éÉ]}" => 301 "/new",
    // Valid without the Unicode tables.
    r"/39/{x:(?u)é?[à-ÿ]+.(?i-u:\w)[^ß]}" => 301 "/new",
    "/30/{x:[ab]+}" => 301 "/new",
    "/31/{x}" => 301 "/new",
    "/32" if query["p"] == "{id:[0-9]++*}" => 301 "/new/{id}",
    if host == "a.example" {
        "/1/a" => 301 "/new",
        "/2" if cookie["b"] => 301 "/new",
    }
    if host == "{x}.a.example" {
        "/1/x" if cookie["a"] => 301 "/{x}",
        "/2/{x2}" => 301 "/new",
        "/3" => 301 "/new",
        if cookie["a"] == "{x2}" {
            "/4" => 301 "/new",
        }
    }
    "/34" if cookie["a"] == "b" => 301 "/new",
    "/35/{x}" => 301 "/new",
    "/33" if host == "a.example.com" => 301 "/new",
    if host == "x.example" {
        "/1/y" => 301 "/x",
    }
    GET "/40" => 301 "/new",
    POST "/41" => 308 "/new",
    POST "/42" => 308 "/new",
    GET | POST "/43" => 308 "/new",
    PUT "/44" => 308 "/new",
    "/46" => 308 "/new",
    "/48" => 308 "/new", "/49" => 308 "/new",
    "/50" if host == "a.example" => 308 "/new",
    "/51" if header["user-agent"] == "a" => 308 "/new",
    // The word could be a capture of the source, so only the source is reported.
    "/52" => 308 "/new",
    "/54" if host == "{x:[a-z]+}.example.com" => 301 "/new/{x}",
    "/60" if host == "{sub}.example.com" => 301 "/new",
    "/61" if host == "{*site}" => 301 "/new",
    "/62" if host != "www.example.com" => 301 "/new",
    "/63" if host == "xn--bcher-kva.example" => 301 "/new",
    "/64" if ip == "10.0.0.0/8" => 301 "/new",
    "/65" if ip in ["2001:db8::/32", "192.0.2.0/24"] => 301 "/new",
    "/66" if ip == "127.0.0.1" => 301 "/new",
    "/67" if ip == "10.0.0.0/32" => 301 "/new",
    "/68" if ip == "::1" => 301 "/new",
    "/69" if ip in ["10.0.0.0/8"] => 301 "/new",
    "/70" if ip == "10.1.0.0/16" => 301 "/new",
    "/71" if port == "80" => 301 "/new",
    "/72" if port in ["80"] => 301 "/new",
    "/73" if ip == "::1" => 301 "/new",
    "/74" if ip => 301 "/new",
    "/80" if host == "{c}.old.example" && c != "www" => 301 "/new/{c}",
    "/81" if host == "{c}.old.example" && c == "www" => 301 "/new",
    "/82" if host == "{sub}.old.example" && sub == "www" => 301 "/new",
    "/83" if query["id"] == "{id}" && id == "1" => 301 "/new",
    "/84" if host == "{c}.old.example" && c == "a" => 301 "/new",
    "/85" if host == "{*c}.old.example" && c in ["a.b", "c.d"] => 301 "/new",
    "/86" if header["x"] == "{x}" && x == "value" => 301 "/new",
    "/87" if cookie["a"] == "a-{v}" && v == "w" => 301 "/new",
    "/89" if host == "{c}.old.example" && c == "www" => 301 "/new",
    if host == "{d}.old.example" {
        "/88" if query["e"] == "{e}" && e == "www" => 301 "/new/{e}",
    }
    "/89" if ip in ["10.1.0.0/16", "192.0.2.0/24"] => 301 "/new",
    "/new" => pass, "/90" => 302 "/new",
    "/91" if language == "fr" => 302 "/fr",
    "/92" if host == "www.{*domain}" => 301 "/new",
    "/optional" if query["a"] == "{a}" => 301 "/new",
    "/93" if scheme == "http" => 301 "https://{request_host}/93",
    "/94" if scheme == "https" => 301 "/new",
    "/95" if ip == "192.0.2.1" => 301 "/new",
    "/96" if ip in ["::1", "::2"] => 301 "/new",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
