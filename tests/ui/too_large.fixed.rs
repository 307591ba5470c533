use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}/{j}/{k}/{l}/{m}/{n}/{o}/{*rest}" => 301 "/new",
    "/x/{a}" if host == "{b}.example.com" && header["c"] == "{c}" && header["d"] == "{d}"
        && cookie["e"] == "{e}"

        => 302 "/{a}/{b}/{c}/{d}/{e}/x/{a}",
    "/x/{*rest?}" => 301 "/new",
    "/y/{a}" if host == "{b}.example.com" && header["c"] == "{c}" && header["d"] == "{d}"
        && cookie["e"] == "value"
        => 302 "https://{request_host}/{a}/{b}/{c}/{d}",
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
