//! The recipes of the cookbook for whole sites: their tables, and requests over HTTP with the
//! expected responses. Each framework under test serves all of them.

use redirects::{RedirectLayer, Redirects, redirects};

/// A recipe.
pub(crate) struct Recipe {
    /// Returns the layer of its table.
    pub(crate) layer: fn() -> RedirectLayer,
    /// Requests and expected responses, as for `Client::send`.
    pub(crate) cases: &'static [(&'static str, &'static str)],
}

static HTTPS: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", from: ["www.example.com"] }

    "/old" => 301 "/new",
};

static HSTS: Redirects = redirects! {
    let hsts = "max-age=31536000";
    canonical 308 {
        origin: "https://example.com",
        from: ["www.example.com"],
        header["strict-transport-security"]: "{hsts}",
    }
    default { header["strict-transport-security"]: "{hsts}" },

    "/old" => 301 "/new",
};

static WITHOUT_SLASH: Redirects = redirects! {
    canonical 308 {
        origin: "https://example.com",
        slash: strip,
        case: lower,
        slashes: merge,
    }

    "/team" => 301 "/about",
};

static WITH_SLASH: Redirects = redirects! {
    canonical 308 { origin: "https://example.com", slash: add }

    "/team/" => 301 "/about/",
};

static LANGUAGES: Redirects = redirects! {
    default { languages: ["en", "de"] },
    "/" if cookie["language"] == "{chosen:en|de}" => 307 "/{chosen}/",
    "/" if language == "de" => 307 "/de/",
    "/" => 307 "/en/",
    "/{lang?:en|de}/team" => 301 "/{lang}/about",
};

static LOGIN: Redirects = redirects! {
    "/admin/{*p}" if !cookie["session"] => 302 "/login?next={request_uri}",
};

static VERSIONS: Redirects = redirects! {
    let current = "2.4";
    "/docs" {
        r"/{version:1\.[0-9]+}/{*page?}" => 301 "https://archive.example.com/{version}/{page}",
        r"/{version:[0-9]+\.[0-9]+}/{*page?}" => pass,
        "/latest/{*page?}" => 302 "/docs/{current}/{page}",
        "/{*page?}" => 302 "/docs/{current}/{page}",
    }
};

static MAINTENANCE: Redirects = redirects! {
    "/{*path}" if ip in ["192.0.2.0/24", "2001:db8::/32"] => pass,
    "/{*path}" => 303 "https://status.example.org/" { query: drop },
};

/// The recipes.
pub(crate) const RECIPES: [Recipe; 8] = [
    // HTTPS and one host, behind a proxy.
    Recipe {
        layer: || RedirectLayer::new(&HTTPS).trust_forwarded(),
        cases: &[
            (
                "/a?b=c; Host: example.com; X-Forwarded-Proto: http",
                "308 https://example.com/a?b=c; vary: x-forwarded-host, x-forwarded-proto",
            ),
            (
                "POST /a; Host: app; X-Forwarded-Host: www.example.com; \
                 X-Forwarded-Proto: https; Content-Length: 0",
                "308 https://example.com/a",
            ),
            ("/old; Host: www.example.com; X-Forwarded-Proto: http", "301 https://example.com/new"),
            ("/old; Host: example.com; X-Forwarded-Proto: https", "301 /new"),
            ("/a; Host: example.com; X-Forwarded-Proto: https", "200"),
            ("/a; Host: other.example; X-Forwarded-Proto: http", "200"),
        ],
    },
    // HTTPS only, with HSTS.
    Recipe {
        layer: || RedirectLayer::new(&HSTS).trust_forwarded(),
        cases: &[
            (
                "/a; Host: www.example.com; X-Forwarded-Proto: https",
                "308 https://example.com/a; strict-transport-security: max-age=31536000",
            ),
            (
                "/old; Host: example.com; X-Forwarded-Proto: https",
                "301 /new; strict-transport-security: max-age=31536000",
            ),
            (
                "/a; Host: example.com; X-Forwarded-Proto: https",
                "200; strict-transport-security: -",
            ),
        ],
    },
    // Removing the trailing slash.
    Recipe {
        layer: || RedirectLayer::new(&WITHOUT_SLASH),
        cases: &[
            ("/a/b/?page=2; Host: example.com", "308 https://example.com/a/b?page=2"),
            ("/About//Us/; Host: example.com", "308 https://example.com/about/us"),
            ("/Team/; Host: example.com", "301 /about"),
            ("//evil.example/; Host: example.com", "308 https://example.com/evil.example"),
            ("/; Host: example.com", "200"),
            ("/about; Host: example.com", "200"),
            ("/About/; Host: other.example", "200"),
        ],
    },
    // Adding the trailing slash, but not to files.
    Recipe {
        layer: || RedirectLayer::new(&WITH_SLASH),
        cases: &[
            ("/about?a; Host: example.com", "308 https://example.com/about/?a"),
            ("/team; Host: example.com", "301 /about/"),
            ("/img/logo.png; Host: example.com", "200"),
            ("/.well-known/token; Host: example.com", "200"),
            ("/about/; Host: example.com", "200"),
        ],
    },
    // Languages.
    Recipe {
        layer: || RedirectLayer::new(&LANGUAGES),
        cases: &[
            ("/; Accept-Language: nl, de;q=0.8", "307 /de/; vary: cookie, accept-language"),
            ("/?a; Accept-Language: fr", "307 /en/?a"),
            ("/; Accept-Language: en; Cookie: language=de", "307 /de/; vary: cookie"),
            ("/; Cookie: language=fr", "307 /en/"),
            ("/de/team", "301 /de/about; vary: -"),
            ("/team", "301 /about"),
            ("/fr/team", "200"),
        ],
    },
    // Log in and come back.
    Recipe {
        layer: || RedirectLayer::new(&LOGIN),
        cases: &[
            ("/admin/users?page=2", "302 /login?next=%2Fadmin%2Fusers%3Fpage%3D2; vary: cookie"),
            ("/admin/users; Cookie: session=1", "200; vary: cookie"),
            ("/login", "200; vary: -"),
        ],
    },
    // Versioned documentation.
    Recipe {
        layer: || RedirectLayer::new(&VERSIONS),
        cases: &[
            ("/docs/1.9/install", "301 https://archive.example.com/1.9/install"),
            ("/docs/1.9", "301 https://archive.example.com/1.9"),
            ("/docs/2.3/install", "200"),
            ("/docs/latest/install", "302 /docs/2.4/install"),
            ("/docs/latest", "302 /docs/2.4"),
            ("/docs", "302 /docs/2.4"),
        ],
    },
    // Maintenance mode, except for admins.
    Recipe {
        layer: || RedirectLayer::new(&MAINTENANCE).trust_forwarded_for(1),
        cases: &[
            (
                "/shop?item=1; X-Forwarded-For: 192.0.2.7, 198.51.100.1",
                "303 https://status.example.org/; vary: *; cache-control: private, no-store",
            ),
            ("/shop; X-Forwarded-For: 198.51.100.1, 192.0.2.7", "200; vary: *"),
            ("/shop; X-Forwarded-For: 2001:db8::7", "200; vary: *"),
            ("/shop", "303 https://status.example.org/"),
        ],
    },
];
