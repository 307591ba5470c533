//! Each table has an error of syntax and, in a later rule, another error, which is reported too.

use redirects::{Redirects, redirects};

static SEMICOLON: Redirects = redirects! {
    "/a" => 301 "/new";
    "/b" => 301 "/x y",
};

static NO_COMMA_BEFORE_A_GROUP: Redirects = redirects! {
    "/a" => 301 "/new"
    if cookie["beta"] {
        "/b" => 301 "/x y",
    }
};

static CONDITION_AFTER_THE_TARGET: Redirects = redirects! {
    "/a" => 301 "/new" if cookie["beta"] { query: drop },
    "/b" => 301 "/x y",
};

static INVALID_ESCAPE: Redirects = redirects! {
    "/{id:\d+}" => 301 "/new/{id}",
    "/b" => 301 "/x y",
};

static UNKNOWN_PREFIX: Redirects = redirects! {
    "/a" => 301 f"/new",
    f"/old" => 301 "/new",
    "/b" => 301 "/x y",
};

static TARGET_BEFORE_STATUS: Redirects = redirects! {
    "/a" => "/new" 301,
    "/b" => 301 "/x y",
};

macro_rules! site {
    ($($own:tt)*) => {
        redirects! { $($own)* "/shared" => 301 "/new", }
    };
}

static NO_COMMA_BEFORE_A_SHARED_RULE: Redirects = site! { "/b" => 301 "/x y" };

static INVALID_ESCAPES_IN_BRACKETS: Redirects = redirects! {
    "/a" if header["\d"] => 301 "/new",
    "/a" if host in ["\d"] => 301 "/new",
    "/a" => 301 "/new" { cache: "\d" },
    "/b" => 301 "/x y",
};

static UNKNOWN_PREFIX_OF_A_URL: Redirects = redirects! {
    "/a" => 301 "/new",
    assert f"/a" => 301 "/new",
    "/b" => 301 "/x y",
};

static NO_TARGET_BEFORE_A_GROUP: Redirects = redirects! {
    "/a" => 410
    if cookie["beta"] {
        "/b" => 301 "/x y",
    }
};

static NO_COMMA_BEFORE_A_DOC_COMMENT: Redirects = redirects! {
    "/a" => 301 "/new"
    /// A rule.
    "/b" => 301 "/x y",
};

static NO_COMMA_AFTER_AN_ERROR: Redirects = redirects! {
    "/a" => "/new" 301
    "/b" => 301 "/x y",
};

static CONDITION_AFTER_THE_STATUS: Redirects = redirects! {
    "/a" => 410 if cookie["beta"],
    "/c" => 301 if cookie["beta"] "/new",
    "/b" => 301 "/x y",
};

static GROUP_WITH_AN_ERROR: Redirects = redirects! {
    "/group" if host == example {
        "/a" 301 "/new",
    }
    "/b" => 301 "/x y",
};

static COMMA_IN_A_RULE: Redirects = redirects! {
    "/a", => 301 "/new",
    "/a" => 301 to "/new",
    "/b" => 301 "/x y",
};

static TWO_STRINGS: Redirects = redirects! {
    "/a" "/new" 301,
    "/a" => "/new" permanent,
    "/b" => 301 "/x y",
};

static INCOMPLETE_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" };
static NO_STATUS_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" => };

fn main() {}
