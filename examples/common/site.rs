//! The rules of all examples, and the address to listen on.

use std::net::{Ipv4Addr, SocketAddr};

use redirects::{Redirects, redirects};

/// The table that responds before the application.
pub static SITE: Redirects = redirects! {
    if host == "{shop}.old.example.com" {
        "/{*path}"        => 308 "https://{shop}.example.com/{path}",
    }
    "/old"                => 301 "/new",
    "/café"               => 308 "/coffee",
    "/blog/{slug}"        => 308 "/articles/{slug}",
    "/docs/{*page}"       => 302 "https://docs.example.com/{page}",
    "/checkout"           => 307 "/basket",
    POST "/guestbook"     => 303 "/guestbook/closed",
    "/home" if cookie["beta"] => 307 "/beta",
    "/shop/cups"          => 301 "/shop/mugs",
    "/closed"             => 410,
};

/// The table that replaces the application's 404 responses.
pub static ARCHIVE: Redirects = redirects! {
    "/archive/{*page}" if language == "fr" => 302 "https://archive.example.com/fr/{page}",
    "/archive/{*page}"    => 302 "https://archive.example.com/{page}",
    "/late" if language == "fr" => 302 "https://archive.example.com/late",
    "/shop/{item}"        => 302 "https://archive.example.com/shop/{item}",
    "/new"                => 302 "https://archive.example.com/new",
};

/// Returns the loopback address with the port in the environment variable `PORT`.
pub fn address() -> Result<SocketAddr, String> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".into());
    let port = port.parse().map_err(|_| format!("PORT is `{port}`, which is not a port"))?;
    Ok((Ipv4Addr::LOCALHOST, port).into())
}
