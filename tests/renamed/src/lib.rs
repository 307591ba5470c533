//! The macro works under another name of its crate, and when it is re-exported.

#![forbid(unsafe_code)]

/// A crate that passes it on.
pub mod again {
    pub use moved::redirects;
}

/// Made by the macro of the renamed crate.
pub static RENAMED: moved::Redirects = moved::redirects! {
    "/a/{x}" => 301 "/b/{x}",
    PUT "/c" => 308 "/d",
};

/// Made by the macro as it is passed on.
pub static AGAIN: moved::Redirects = again::redirects! {
    GET "/a/{x}" => 302 "/b/{x}",
};

#[test]
fn both_answer() {
    let request = http::Request::get("/a/1").body(()).unwrap();
    for site in [&RENAMED, &AGAIN] {
        assert_eq!(site.find(&request).redirect().unwrap().location().unwrap(), "/b/1");
    }
}
