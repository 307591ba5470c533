use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}/{j}/{k}/{l}/{m}/{n}/{o}/{p}/{q}" => 301 "/{a}",
    "/{a}" if host == "{b}.example.com" && header["c"] == "{c}" && header["d"] == "{d}"
        && cookie["e"] == "{e}"
        && cookie["f"] == "{f}" && header["h"] && header["i"] == "i" && query["g"] == "{g}"
        => 302 "/{a}/{b}/{c}/{d}/{e}/{f}/{g}",
    "/x/{a?}/{b?}/{c?}/{d?}/{e?}" => 301 "/new",
    "/y/{a}" if host == "{b}.example.com" && header["c"] == "{c}" && header["d"] == "{d}"
        && cookie["e"] == "{e}"
        => 302 "https://{request_host}/{a}/{b}/{c}/{d}/{e}",
};

fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
