use redirects::{Redirects, redirects};

static TARGETS_AND_SOURCES: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",
        from: ["www.example.com"],
        slash: strip,
        case: lower,
        slashes: merge,
    }
    "/old" => 301 "/a",
    "/a/b/{*rest}/c" => 301 "/b/{rest}",
    "/{lang}/about" => 301 "/c",
    "/shop" { "/x" => 301 "/d" }
    "/1" => 301 "/new",
    "/2" => 301 "/new",
    "/3/{x}" => 301 "/x/{x}?A=B",
    "/4" => 301 "https://example.com/new",
    "/5" => 301 "https://example.com/new#Top",
    "/6" => 301 "https://example.com/a",
    "/7" => 301 "/elsewhere",
    "/8" => 301 "/elsewhere",

    default { cache: 1h },
    "/9" => 301 "/elsewhere",
    "/.well-known/A//b" => 301 "/.well-known/C",
    "/10" => 301 "https://www.example.com:8080/A//B/",
};

static SLASH: Redirects = redirects! {

    canonical 308 { origin: "https://example.com", slash: add }
    "/1" => 301 "/new/",
    "/2" => 301 "/new.html",
    "/3/{x}" => 301 "/new/{x}",
    "/4/{x}" => 301 "/{x}/new/?a",
};

static STATUS: Redirects = redirects! {
    canonical 302 { origin: "https://example.com" },
};

static ORIGIN: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", case: lower },
};

static ORIGIN_OF_DEFAULT: Redirects = redirects! {

    canonical 308 { origin: "https://example.org", slash: strip },
};

static FROM: Redirects = redirects! {
    canonical 308 { origin: "https://example.org:8080", from: ["www.example.org"] },
};

static FROM_NOTHING: Redirects = redirects! {
    canonical 308 { origin: "https://example.org" },
};

static COOKIE: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", header["Set-Cookie"]: "a=b", cache: none },
};

static VALUES: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",
        from: ["www.example.com"],
        slash: strip,
        case: lower,
        slashes: merge,

    },
};

static PLACE: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" },
    "/old" => 301 "/new",
};

static SECOND: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" }

};

static MISPLACED: Redirects = redirects! {




    canonical 308 { origin: "https://example.com", from: ["www.example.com"], slashes: merge },
};

static URL: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" },
};

static COLON: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" },
};

static OPTION: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" },
    "/old" => 301 "/new",
};

static OTHER_NAMES: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",

        from: ["www.example.com"],
        slash: strip,
    },
};

static OTHER_VALUES: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",
        from: ["www.example.com"],
        slash: strip,
        slashes: merge,
    },
};

static STRIPPED: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", slash: strip }

};

pub(crate) fn main() {
    for site in [
        &TARGETS_AND_SOURCES,
        &SLASH,
        &STATUS,
        &ORIGIN,
        &ORIGIN_OF_DEFAULT,
        &FROM,
        &FROM_NOTHING,
        &COOKIE,
        &VALUES,
        &PLACE,
        &SECOND,
        &MISPLACED,
        &URL,
        &COLON,
        &OPTION,
        &OTHER_NAMES,
        &OTHER_VALUES,
        &STRIPPED,
    ] {
        assert!(site.get("/").redirect().is_none());
    }
}
