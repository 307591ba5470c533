//! Redirects in axum, before all routes and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};
use tokio::net::TcpListener;

fn application() -> Router {
    Router::new()
        .route("/new", get("the new place\n"))
        .route("/home", get(([("vary", "origin")], "home\n")))
        .route("/guestbook", get("the guestbook\n"))
        .nest("/shop", Router::new().route("/mugs", get("mugs\n")))
        .fallback((StatusCode::NOT_FOUND, "nothing here\n"))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .layer(RedirectLayer::new(&SITE))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(site::address()?).await?;
    Ok(axum::serve(listener, application()).await?)
}
