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

static NGINX: Redirects = redirects! {
    location /old { return 301 /new; }
    rewrite ^/old$ /new permanent;
    "/b" => 301 "/x y",
};

static OBJECT: Redirects = redirects! {
    { source: "/old", destination: "/new", permanent: true },
    "/b" => 301 "/x y",
};

static LINES: Redirects = redirects! {
    /a /new 301
    /b /new 301
    "/c" "/new" 301
    "/d" "/new" 301
    "/e" => 301 "/x y",
};

static SEMICOLONS: Redirects = redirects! {
    if cookie["beta"] { "/a" => 301 "/x y" };
    "/b" 301 "/new";
    "/c" => 301 "/x y"
};

static CALLS_OF_MACROS: Redirects = redirects! {
    shared!();
    shared! {}
    "/a" => 301 concat!("/", "x"),
    "/b" => 301 "/x y",
};

static CONSTANTS: Redirects = redirects! {
    const OLD: &str = "/old";
    OLD => 301 "/new",
    "/b" => 301 "/x y",
};

static UNKNOWN_METHOD: Redirects = redirects! {
    FETCH "/a" => 301 "/x y",
    "/b" => 301 "/x y",
};

static ALTERNATIVE_GROUPS: Redirects = redirects! {
    if cookie["a"] || cookie["b"] {
        "/a" 301 "/new",
    } else {
        "/c" => "/new",
    }
    "/b" => 301 "/x y",
};

static WORDS_AND_SIGNS: Redirects = redirects! {
    "/a" if cookie["a"] and cookie["b"] => 301 "/x y",
    if cookie["a"], cookie["b"] { "/b" => 301 "/x y" }
    "/c" => 301 "/x y" { query = drop },
};

static INCOMPLETE_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" };
static NO_STATUS_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" => };

static WORD_IN_BRACKETS_OF_AN_OPTION: Redirects = redirects! {
    "/a" => 301 "/new" { header[x-a]: "1" },
    "/b" => 301 "/x y",
};

static LIST_OF_WORDS_AS_AN_OPTION: Redirects = redirects! {
    "/a" => 301 "/new" { query: [drop] },
    "/b" => 301 "/x y",
};

static ATTRIBUTE_WITHOUT_A_NAME: Redirects = redirects! {
    #[] "/a" => 301 "/new",
    "/b" => 301 "/x y",
};

fn main() {}
