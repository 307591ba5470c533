//! The rules of all examples, and where they listen.

use std::net::{Ipv4Addr, SocketAddr};

use redirects::{Redirects, redirects};

/// Asked before the application.
pub static SITE: Redirects = redirects! {
    if host == "{shop}.old.example.com" {
        "/{*path}"        => 308 "https://{shop}.example.com/{path}",
    }
    "/old"                => 301 "/new",
    "/café"               => 308 "/coffee",
    "/blog/{slug}"        => 308 "/articles/{slug}",
    "/docs/{*page}"       => 302 "https://docs.example.com/{page}",
    "/checkout"           => 307 "/basket",
    POST "/orders"        => 303 "/orders/thanks",
    "/home" if cookie["beta"] => 307 "/beta",
    "/shop/cups"          => 301 "/shop/mugs",
    "/closed"             => 410,
};

/// Asked for what the application does not have.
pub static ARCHIVE: Redirects = redirects! {
    "/archive/{*page}" if language == "fr" => 302 "https://archive.example.com/fr/{page}",
    "/archive/{*page}"    => 302 "https://archive.example.com/{page}",
    "/late" if language == "fr" => 302 "https://archive.example.com/late",
    "/shop/{item}"        => 302 "https://archive.example.com/shop/{item}",
    "/new"                => 302 "https://archive.example.com/new",
};

/// The port of the environment, on this machine alone.
pub fn address() -> Result<SocketAddr, String> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".into());
    let port = port.parse().map_err(|_| format!("PORT is `{port}`, and not a port"))?;
    Ok((Ipv4Addr::LOCALHOST, port).into())
}
