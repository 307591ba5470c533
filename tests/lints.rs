//! The expansion of the macro must not trigger lints or capture names.

#![forbid(unsafe_code, unused)]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::restriction)]
#![allow(clippy::blanket_clippy_restriction_lints, reason = "that is the point")]
#![allow(clippy::tests_outside_test_module, reason = "an integration test")]

use redirects::{Redirects, redirects};

static TABLE: Redirects = redirects! {
    /// A rule of every kind.
    "/old" => 301 "/new",
    PUT | POST "/form/{_id}" => 303 "/done/{_id}",
    "/type/{type}/{unused}" => 308 "/types/{type}",
    "/docs/{*rest}.html" => temporary "https://docs.example.com/{rest}",
    GET "/gone" => 410,
    "/users/{userId}/{ID}/{gen}" => 301 "/user/{userId}/{ID}/{gen}",
    "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}" => 301 "/{a}/{i}",
};

#[test]
fn expansion_triggers_no_lints() {
    assert_eq!(TABLE.rules().len(), 7, "all rules are in the table");
}
