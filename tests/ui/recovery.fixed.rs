// The tables of `recovery.rs` without errors.

use redirects::{Redirects, redirects};

static SEMICOLON: Redirects = redirects! {
    "/a" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static NO_COMMA_BEFORE_A_GROUP: Redirects = redirects! {
    "/a" => 301 "/new",
    if cookie["beta"] {
        "/b" => 301 "/x%20y",
    }
};

static CONDITION_AFTER_THE_TARGET: Redirects = redirects! {
    "/a" => 301 "/new" { query: drop },
    "/b" => 301 "/x%20y",
};

static INVALID_ESCAPE: Redirects = redirects! {
    r"/{id:\d+}" => 301 "/new/{id}",
    "/b" => 301 "/x%20y",
};

static UNKNOWN_PREFIX: Redirects = redirects! {
    "/a" => 301 "/new",
    "/old" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static TARGET_BEFORE_STATUS: Redirects = redirects! {
    "/a" => 301 "/new",
    "/b" => 301 "/x%20y",
};

macro_rules! site {
    ($($own:tt)*) => {
        redirects! { $($own)* "/shared" => 301 "/new", }
    };
}

static NO_COMMA_BEFORE_A_SHARED_RULE: Redirects = site! { "/b" => 301 "/x%20y", };

pub(crate) fn main() {}
