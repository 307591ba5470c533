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

static NGINX: Redirects = redirects! {
    "/old" => 301 "/new",
    // The rule above replaces this line too.
    "/b" => 301 "/x%20y",
};

static OBJECT: Redirects = redirects! {
    "/old" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static LINES: Redirects = redirects! {
    "/a" => 301 "/new",
    "/b" => 301 "/new",
    "/c" => 301 "/new",
    "/d" => 301 "/new",
    "/e" => 301 "/x%20y",
};

static SEMICOLONS: Redirects = redirects! {
    if cookie["beta"] { "/a" => 301 "/x%20y" },
    "/b" => 301 "/new",
    "/c" => 301 "/x%20y"
};

static CALLS_OF_MACROS: Redirects = redirects! {
    // The macro `shared` calls `redirects!`.
    "/c" => 410,
    "/a" => 301 "/x",
    "/b" => 301 "/x%20y",
};

static CONSTANTS: Redirects = redirects! {
    // The constant is a literal in the rule.
    "/old" => 301 "/new",
    "/b" => 301 "/x%20y",
};

static UNKNOWN_METHOD: Redirects = redirects! {
    GET "/a" => 301 "/x%20y",
    "/b" => 301 "/x%20y",
};

static ALTERNATIVE_GROUPS: Redirects = redirects! {
    if cookie["a"] {
        "/a" => 301 "/new",
    }
    "/c" => 301 "/new",
    // The same rules for `cookie["b"]`.
    "/b" => 301 "/x%20y",
};

static WORDS_AND_SIGNS: Redirects = redirects! {
    "/a" if cookie["a"] && cookie["b"] => 301 "/x%20y",
    if cookie["a"] && cookie["b"] { "/b" => 301 "/x%20y" }
    "/c" => 301 "/x%20y" { query: drop },
};

static INCOMPLETE_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" => 301 "/new", };
static NO_STATUS_BEFORE_A_SHARED_RULE: Redirects = site! { "/a" => 410, };

static WORD_IN_BRACKETS_OF_AN_OPTION: Redirects = redirects! {
    "/a" => 301 "/new" { header["x-a"]: "1" },
    "/b" => 301 "/x%20y",
};

static LIST_OF_WORDS_AS_AN_OPTION: Redirects = redirects! {
    "/a" => 301 "/new" { query: drop },
    "/b" => 301 "/x%20y",
};

static ATTRIBUTE_WITHOUT_A_NAME: Redirects = redirects! {
    /** A rule. */ "/a" => 301 "/new",
    "/b" => 301 "/x%20y",
};

pub(crate) fn main() {}
