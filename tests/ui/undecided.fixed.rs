use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    default { undecided: deny },
    // `/a/ab` is not redirected to itself, but targets of this form could be.
    "/{x:a|b}/{y:ab|ba}" => 301 "/{x}",
    "/swap/{x:a|b}/{y:ab|ba}" => 301 "/swapped/{x}",
    "/swapped/{x:a|b}/{y:ab|ba}" => 301 "/swap/{x}",
    // More rules than a proof considers match before or after this one.
    "/letters/a" => 301 "/upper/a",
    "/letters/b" => 301 "/upper/b",
    "/letters/c" => 301 "/upper/c",
    "/letters/d" => 301 "/upper/d",
    "/letters/e" => 301 "/upper/e",
    "/letters/f" => 301 "/upper/f",
    "/letters/g" => 301 "/upper/g",
    "/letters/h" => 301 "/upper/h",
    "/letters/i" => 301 "/upper/i",
    "/letters/j" => 301 "/upper/j",
    "/letters/k" => 301 "/upper/k",
    "/letters/l" => 301 "/upper/l",
    "/letters/m" => 301 "/upper/m",
    "/letters/n" => 301 "/upper/n",
    "/letters/o" => 301 "/upper/o",
    "/letters/p" => 301 "/upper/p",
    "/letters/q" => 301 "/upper/q",
    "/old/{x:[a-q]}" => 301 "/upper/{x}",
    "/older/{x:[a-q]}" => 301 "/upper/{x}",
    "/oldest/{x:[a-q]}" => 301 "/letters/{x}" { undecided: allow },
};

pub(crate) fn main() {
    let request = http::Request::get("/").body(()).unwrap();
    assert!(SITE.find(&request).redirect().is_none());
}
