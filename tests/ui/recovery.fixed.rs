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

static INVALID_ESCAPES_IN_BRACKETS: Redirects = redirects! {
    "/a1" if header["d"] => 301 "/new",
    "/a2" if host in ["d.example"] => 301 "/new",
    "/a" => 301 "/new" { cache: 1d },
    "/b" => 301 "/x%20y",
};

static UNKNOWN_PREFIX_OF_A_URL: Redirects = redirects! {
    "/a" => 301 "/new",
    assert "/a" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static NO_TARGET_BEFORE_A_GROUP: Redirects = redirects! {
    "/a" => 410,
    if cookie["beta"] {
        "/b" => 301 "/x%20y",
    }
};

static NO_COMMA_BEFORE_A_DOC_COMMENT: Redirects = redirects! {
    "/a" => 301 "/new",
    /// A rule.
    "/b" => 301 "/x%20y",
};

static NO_COMMA_AFTER_AN_ERROR: Redirects = redirects! {
    "/a" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static CONDITION_AFTER_THE_STATUS: Redirects = redirects! {
    "/a" if cookie["beta"] => 410,
    "/c" if cookie["beta"] => 301 "/new",
    "/b" => 301 "/x%20y",
};

static GROUP_WITH_AN_ERROR: Redirects = redirects! {
    "/group" if host == "example" {
        "/a" => 301 "/new",
    }
    "/b" => 301 "/x%20y",
};

static COMMA_IN_A_RULE: Redirects = redirects! {
    "/a" => 301 "/new",
    "/c" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static TWO_STRINGS: Redirects = redirects! {
    "/a" => 301 "/new",
    "/c" => permanent "/new",
    "/b" => 301 "/x%20y",
};

static INCOMPLETE_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" => 301 "/new", };
static NO_STATUS_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" => 410, };

pub(crate) fn main() {}
