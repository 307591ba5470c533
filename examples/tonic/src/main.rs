//! Redirects in tonic, before a gRPC service and web pages, and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};
use tonic::service::Routes;
use tonic::transport::Server;

fn pages() -> Router {
    Router::new()
        .route("/new", get("the new place\n"))
        .route("/home", get(([("vary", "origin")], "home\n")))
        .route("/guestbook", get("the guestbook\n"))
        .nest("/shop", Router::new().route("/mugs", get("mugs\n")))
        .fallback((StatusCode::NOT_FOUND, "nothing here\n"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_, health) = tonic_health::server::health_reporter();
    // The fallback of the pages responds with 404. That of tonic would respond with 200 and a gRPC
    // status, which `only_on_not_found` does not replace.
    let services = Routes::from(pages()).add_service(health);
    Server::builder()
        .accept_http1(true)
        .layer(RedirectLayer::new(&SITE))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .add_routes(services)
        .serve(site::address()?)
        .await?;
    Ok(())
}
