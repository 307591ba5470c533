//! A small shop that has moved to a new site.
//!
//! Run `cargo run --example shop`, and try the commands that it prints. An optional argument is the
//! address to listen on: `cargo run --example shop -- 127.0.0.1:8080`.

use std::error::Error;
use std::future::IntoFuture;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post, put};
use redirects::{RedirectLayer, Redirects, redirects};
use tokio::net::TcpListener;

static SHOP: Redirects = redirects! {
    // The origin that the assertions below assume.
    default { origin: "https://shop.example.com" },

    // The shops on other hosts have moved, too.
    if host == "{shop}.old.example.com" {
        "/cart"                  => 307 "https://{shop}.new.example.com/basket",
        "/{*path}"               => 308 "https://{shop}.new.example.com/{path}",
    }

    // Pages that were renamed.
    "/about-us.html"             => 301 "/about",
    "/kontakt"                   => 301 "/contact#form",
    "/café"                      => permanent "/coffee",
    "/agb"                       => 308 "/terms?lang=de",

    // Sections that moved, with the paths below them.
    "/blog/{slug}"               => 308 "/articles/{slug}",
    "/blog/{year}/{slug}.php"    => 308 "/articles/{slug}?from={year}",
    "/{year:[0-9]{4}}/{month:[0-9]{2}}/{slug}" => 308 "/articles/{slug}" { slash: either },
    "/manual/{*page}.html"       => 308 "/handbook/{page}",
    "/docs/{*page}"              => 307 "https://docs.example.com/{page}",
    "/products/{sku}-{name}"     => 301 "/p/{sku}",
    "/by/{author}"               => 302 "https://{author}.example.com/",

    // A section whose pages moved to different places.
    "/help" {
        default { slash: either },
        "/"                      => 301 "/contact",
        "/shipping"              => 301 "/terms#shipping",
        "/{*topic}"              => 302 "/handbook/{topic}",
    }

    // Redirects that depend on the client.
    "/"  if language == "fr"     => 307 "/fr/",
    "/"  if language in ["de", "nl"] => 307 "/de/",
    "/home" if cookie["beta"] && !query["old"] => temporary "/beta",
    "/index.php" if query["p"] == "{id}" => 301 "/posts/{id}",

    // A form that is closed: the client gets a page that says so.
    POST "/guestbook"            => 303 "/guestbook/closed",

    // Uploads have a new URL. With 308, the client repeats the request with its method and content.
    PUT | POST "/uploads/{id}"   => 308 "/files/{id}",

    // The checkout has moved temporarily. With 307, a POST remains a POST.
    "/checkout"                  => temporary "https://pay.example.com/checkout",
    "/sale"                      => 302 "/summer",
    "/search"                    => 308 "/find?in=shop" { cache: 1d },
    "/campaign"                  => 307 "/summer" { query: drop },

    // A path on a poster, which visitors type in any case.
    "/Summer-Sale"               => 302 "/summer" { case: ignore, slash: either, cache: none },

    // Pages that are gone, and exceptions from patterns.
    /// Taken down at the publisher's request, 2024-03-01.
    "/press/scan.pdf"            => 451,
    "/api/v2/health"             => pass,
    "/api/v1/{*rest}"            => 410,
    #[allow(method_change)]
    POST "/newsletter"           => 302 "/newsletter/closed",
    "/api/v2/{*rest}"            => 308 "https://api.example.com/{rest}",

    // Assertions, which the compiler checks.
    assert "/blog/hello?page=2"  => 308 "/articles/hello?page=2",
    assert "/2015/03/my-post/"   => 308 "/articles/my-post",
    assert "/2015/3/my-post"     => pass,
    assert POST "/guestbook"     => 303 "/guestbook/closed",
    assert "/" with language == "fr" => 307 "/fr/",
    assert "/home" with cookie["beta"] == "1" => temporary "/beta",
    assert "https://blue.old.example.com/cups" => 308 "https://blue.new.example.com/cups",
};

fn shop() -> Router {
    Router::new()
        .route("/", get(|| async { "The shop\n" }))
        .route("/about", get(|| async { "About us\n" }))
        .route(
            "/articles/{slug}",
            get(|Path(slug): Path<String>| async move { format!("{slug}\n") }),
        )
        .route("/guestbook/closed", get(|| async { "The guestbook is closed\n" }))
        .route("/checkout", post(|| async { "never reached\n" }))
        .route(
            "/files/{id}",
            put(|Path(id): Path<u32>| async move { format!("saved file {id}\n") }),
        )
        .route("/profile", put(|| async { "saved\n" }))
        .route("/api/v2/health", get(|| async { "ok\n" }))
        .layer(RedirectLayer::new(&SHOP))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".into());
    let listener =
        TcpListener::bind(&address).await.map_err(|error| format!("{address}: {error}"))?;
    greet(listener.local_addr()?);
    tokio::select! {
        served = axum::serve(listener, shop()).into_future() => served?,
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    Ok(())
}

#[allow(clippy::print_stdout)]
fn greet(address: SocketAddr) {
    println!("The shop is running at http://{address}, with {} rules. Try:", SHOP.rules().len());
    println!("  curl -i 'http://{address}/blog/hello?page=2'");
    println!("  curl -iL -T README.md http://{address}/uploads/7");
    println!("  curl -iL -d text=hello http://{address}/guestbook");
    println!("Press Ctrl-C to stop it.");
}
