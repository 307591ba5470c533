//! The macro when its crate is renamed, and when it is re-exported.

#![forbid(unsafe_code)]

/// A substitute for a crate that re-exports the macro.
pub mod reexport {
    pub use moved::redirects;
}

/// A table built by the macro of the renamed crate.
pub static RENAMED: moved::Redirects = moved::redirects! {
    "/a/{x}" => 301 "/b/{x}",
    PUT "/c" => 308 "/d",
};

/// A table built by the re-exported macro.
pub static REEXPORTED: moved::Redirects = reexport::redirects! {
    GET "/a/{x}" => 302 "/b/{x}",
};

#[test]
fn renamed_and_reexported_macros_work() {
    let request = http::Request::get("/a/1").body(()).unwrap();
    for site in [&RENAMED, &REEXPORTED] {
        assert_eq!(site.find(&request).redirect().unwrap().location().unwrap(), "/b/1");
    }
}
