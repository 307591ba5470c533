use redirects::{Redirects, redirects};

static TARGETS_AND_SOURCES: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",
        from: ["www.example.com"],
        slash: strip,
        case: lower,
        slashes: merge,
    }
    "/Old" => 301 "/a",
    "/a//b/{*rest}/C" => 301 "/b/{rest}",
    "/{lang}/About" => 301 "/c",
    "/Shop" { "/x" => 301 "/d" }
    "/1" => 301 "/New",
    "/2" => 301 "/new/",
    "/3/{x}" => 301 "/x//{x}/?A=B",
    "/4" => 301 "https://www.example.com/new",
    "/5" => 301 "http://example.com/New#Top",
    "/6" => 301 "https://example.com/A",
    "/7" => 301 "/elsewhere" { slash: exact },
    "/8" => 301 "/elsewhere" { case: ignore },
    default { origin: "https://example.com" },
    default { mount: "/v1", cache: 1h },
    "/9" => 301 "/elsewhere",
    "/.well-known/A//b" => 301 "/.well-known/C",
    "/10" => 301 "https://www.example.com:8080/A//B/",
};

static SLASH: Redirects = redirects! {
    default { slash: either },
    canonical 308 { origin: "https://example.com", slash: add }
    "/1" => 301 "/new",
    "/2" => 301 "/new.html",
    "/3/{x}" => 301 "/new/{x}",
    "/4/{x}" => 301 "/{x}/new?a",
};

static STATUS: Redirects = redirects! {
    canonical 303 { origin: "https://example.com" },
};

static ORIGIN: Redirects = redirects! {
    canonical 308 { case: lower },
};

static ORIGIN_OF_DEFAULT: Redirects = redirects! {
    default { origin: "https://example.org" },
    canonical 308 { slash: strip },
};

static FROM: Redirects = redirects! {
    canonical 308 { origin: "https://example.org:8080", from: ["www.example.org", "Example.ORG"] },
};

static FROM_NOTHING: Redirects = redirects! {
    canonical 308 { origin: "https://example.org", from: [] },
};

static COOKIE: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", header["Set-Cookie"]: "a=b" },
};

static VALUES: Redirects = redirects! {
    canonical 308 {
        origin: "example.com",
        from: ["https://www.example.com"],
        slash: either,
        case: ignore,
        slashes: merged,
        query: drop,
    },
};

static PLACE: Redirects = redirects! {
    "/old" => 301 "/new",
    canonical 308 { origin: "https://example.com" },
};

static SECOND: Redirects = redirects! {
    canonical 308 { origin: "https://example.com" }
    canonical 308 { origin: "https://example.com" }
};

static MISPLACED: Redirects = redirects! {
    default { from: ["www.example.com"] },
    "/old" => 301 "/new" { slashes: merge },
    /// Documented.
    canonical 308,
    canonical { origin: "https://example.com" },
};

static URL: Redirects = redirects! {
    canonical "https://example.com/",
};

static COLON: Redirects = redirects! {
    canonical: 308 { origin: "https://example.com" },
};

static OPTION: Redirects = redirects! {
    default { canonical: "https://example.com" },
    "/old" => 301 "/new",
};

static OTHER_NAMES: Redirects = redirects! {
    canonical 308 {
        host: "example.com",
        https: true,
        www: true,
        trailing_slash: remove,
    },
};

static OTHER_VALUES: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com/",
        from: "www.example.com",
        slash: remove,
        slashes: strip,
    },
};

static STRIPPED: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", slash: strip }
    "/docs/{*page}/" => 301 "/docs/{page}",
};

fn main() {}
