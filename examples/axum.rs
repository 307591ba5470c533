//! A small shop, moved to a new site: `cargo run --example axum`, then try the lines it prints.
//!
//! An address may be given: `cargo run --example axum -- 127.0.0.1:8080`.

use std::error::Error;
use std::future::IntoFuture;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post, put};
use redirects::tower::RedirectLayer;
use redirects::{Redirects, redirects};
use tokio::net::TcpListener;

static SHOP: Redirects = redirects! {
    // Pages that were renamed.
    "/about-us.html"             => 301 "/about",
    "/kontakt"                   => 301 "/contact#form",
    "/café"                      => permanent "/coffee",
    "/agb"                       => 308 "/terms?lang=de",

    // Whole parts that moved, with what stands behind them.
    "/blog/{slug}"               => 308 "/articles/{slug}",
    "/blog/{year}/{slug}.php"    => 308 "/articles/{slug}?from={year}",
    "/manual/{*page}.html"       => 308 "/handbook/{page}",
    "/docs/{*page}"              => 307 "https://docs.example.com/{page}",
    "/products/{sku}-{name}"     => 301 "/p/{sku}",
    "/by/{author}"               => 302 "https://{author}.example.com/",

    // Who asks decides.
    "/"  if language == "fr"     => 307 "/fr/",
    "/home" if cookie["beta"]    => temporary "/beta",
    "/index.php" if query["p"] == "{id}" => 301 "/posts/{id}",
    "/{*path}" if host == "{shop}.old.example.com" => 308 "https://{shop}.new.example.com/{path}",

    // After a form: the answer is a page that confirms, to be had with a GET.
    POST "/orders"               => 303 "/orders/thanks",
    PUT | POST "/uploads/{id}"   => 303 "/uploads/{id}/receipt",

    // The checkout is elsewhere for a while, and POST stays POST.
    "/checkout"                  => temporary "https://pay.example.com/checkout",
    "/sale"                      => 302 "/summer",
    "/search"                    => 308 "/find?in=shop",
    "/campaign"                  => 307 "/summer" { query: drop },

    // What is gone, and what is nobody else's business.
    /// Taken down at the publisher's request, 2024-03-01.
    "/press/scan.pdf"            => 451,
    "/api/v2/health"             => pass,
    "/api/v1/{*rest}"            => 410,
    #[allow(method_change)]
    POST "/newsletter"           => 302 "/newsletter/done",
    "/api/v2/{*rest}"            => 308 "https://api.example.com/{rest}",
};

fn shop() -> Router {
    Router::new()
        .route("/", get(|| async { "The shop\n" }))
        .route("/about", get(|| async { "About us\n" }))
        .route(
            "/articles/{slug}",
            get(|Path(slug): Path<String>| async move { format!("{slug}\n") }),
        )
        .route("/orders/thanks", get(|| async { "Thank you for your order\n" }))
        .route("/checkout", post(|| async { "never reached\n" }))
        .route("/uploads/{id}/receipt", get(|Path(id): Path<u32>| async move { format!("{id}\n") }))
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
    println!("The shop is open at http://{address}, with {} rules. Try:", SHOP.rules().len());
    println!("  curl -i 'http://{address}/blog/hello?page=2'");
    println!("  curl -i -X PUT http://{address}/uploads/7");
    println!("  curl -iL -d item=1 http://{address}/orders");
    println!("Ctrl-C closes it.");
}
