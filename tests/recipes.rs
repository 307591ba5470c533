//! The recipes of the cookbook over HTTP, in axum.

#![allow(clippy::unwrap_used)]

#[path = "support/recipes.rs"]
mod recipes;

use recipes::RECIPES;
use redirects::{Redirects, redirects};
use test_support::server::{Client, Server};

/// For a server that knows the scheme.
static DIRECT: Redirects = redirects! {
    "/{*path}" if host == "www.example.com" => 308 "https://example.com/{path}",
    "/{*path}" if scheme == "http"          => 308 "https://example.com/{path}",
};

/// For a server behind a proxy that terminates TLS.
static PROXIED: Redirects = redirects! {
    "/{*path}" if host == "www.example.com"             => 308 "https://example.com/{path}",
    "/{*path}" if header["x-forwarded-proto"] == "http" => 308 "https://example.com/{path}",
};

#[test]
fn recipes_respond_as_the_cookbook_says() {
    for recipe in RECIPES {
        Server::with_layer((recipe.layer)()).check(recipe.cases);
    }
}

#[test]
fn www_redirects_to_the_bare_domain() {
    let cases = [
        ("/; Host: www.example.com", "308 https://example.com/; cache-control: max-age=3600"),
        ("/a?b=c; Host: www.example.com", "308 https://example.com/a?b=c; vary: -"),
        ("/a/; Host: WWW.Example.com:8080", "308 https://example.com/a/"),
        ("/a; Host: www.example.com.", "308 https://example.com/a"),
        ("POST /a; Host: www.example.com; Content-Length: 0", "308 https://example.com/a"),
        ("HEAD /a; Host: www.example.com", "308 https://example.com/a"),
        ("/caf%c3%a9; Host: www.example.com", "308 https://example.com/caf%c3%a9"),
        ("/a; Host: example.com", "200"),
        ("/a; Host: www.example.com.evil.com", "200"),
        ("/a; Host: www.www.example.com", "200"),
        ("//evil.com; Host: www.example.com", "200"),
        ("/../a; Host: www.example.com", "200"),
    ];
    Server::start(&DIRECT).check(&cases);
    Server::start(&PROXIED).check(&cases);
}

/// Checks that the scheme is read from absolute request targets only.
#[test]
fn http_redirects_to_https_where_the_server_knows_the_scheme() {
    Server::start(&DIRECT).check(&[
        ("http://example.com/a?b", "308 https://example.com/a?b; cache-control: max-age=3600"),
        ("http://example.com/a", "308 https://example.com/a; vary: -"),
        ("http://example.com", "308 https://example.com/"),
        ("HTTP://example.com:80/a; Host: x", "308 https://example.com/a"),
        ("POST http://example.com/a; Content-Length: 0", "308 https://example.com/a"),
        ("http://other.example/a", "308 https://example.com/a"),
        ("https://example.com/a", "200; vary: -"),
        ("/a; Host: example.com", "200; vary: -"),
        ("/a; Host: example.com; X-Forwarded-Proto: http", "200; vary: -"),
    ]);
}

#[test]
fn http_redirects_to_https_behind_a_proxy() {
    const VARY: &str = "vary: x-forwarded-proto";
    let to_https =
        format!("308 https://example.com/a; cache-control: private, max-age=3600; {VARY}");
    let application = format!("200; cache-control: -; {VARY}");
    Server::start(&PROXIED).check(&[
        ("/a; Host: example.com; X-Forwarded-Proto: http", &to_https),
        ("POST /a; Host: example.com; X-Forwarded-Proto: http; Content-Length: 0", &to_https),
        ("/a; Host: other.example; X-Forwarded-Proto: http", &to_https),
        ("/a; Host: example.com; X-Forwarded-Proto: https", &application),
        ("/a; Host: example.com; X-Forwarded-Proto: https,http", &application),
        ("/a; Host: example.com; X-Forwarded-Proto: https; X-Forwarded-Proto: http", &application),
        ("/a; Host: example.com", &application),
        // The scheme in the request line of the proxy is ignored.
        ("http://example.com/a; X-Forwarded-Proto: https", &application),
    ]);
}

/// Returns the URLs that a browser visits. `send` returns the location for a scheme, host and path.
fn follow(url: &str, mut send: impl FnMut(&str, &str, &str) -> Option<String>) -> Vec<String> {
    let next = |url: &String| {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        send(scheme, host, path)
    };
    std::iter::successors(Some(url.to_owned()), next).take(20).collect()
}

fn location(client: &mut Client, line: &str) -> Option<String> {
    client.send(line).location().map(str::to_owned)
}

#[test]
fn every_origin_reaches_https_in_one_hop() {
    let (direct, proxied) = (Server::start(&DIRECT), Server::start(&PROXIED));
    let (mut direct, mut proxied) = (direct.connect(), proxied.connect());
    for page in ["", "a?b=c", "a/b/"] {
        let end = format!("https://example.com/{page}");
        for start in ["http://example.com", "http://www.example.com", "https://www.example.com"] {
            let url = format!("{start}/{page}");
            let hops = [url.clone(), end.clone()];
            let visited = follow(&url, |scheme, host, path| {
                location(&mut direct, &format!("GET {scheme}://{host}/{path}"))
            });
            assert_eq!(visited, hops);
            let visited = follow(&url, |scheme, host, path| {
                let line = format!("GET /{path}; Host: {host}; X-Forwarded-Proto: {scheme}");
                location(&mut proxied, &line)
            });
            assert_eq!(visited, hops);
        }
    }
}
