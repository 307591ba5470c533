//! Redirects in poem, before all routes and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use poem::listener::TcpListener;
use poem::{Endpoint, EndpointExt, Route, Server, get, handler};
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};

#[handler]
fn new() -> &'static str {
    "the new place\n"
}

#[handler]
fn home() -> poem::Response {
    poem::Response::builder().header("vary", "origin").body("home\n")
}

#[handler]
fn guestbook() -> &'static str {
    "the guestbook\n"
}

#[handler]
fn mugs() -> &'static str {
    "mugs\n"
}

fn application() -> impl Endpoint {
    Route::new()
        .at("/new", get(new))
        .at("/home", get(home))
        .at("/guestbook", get(guestbook))
        .nest("/shop", Route::new().at("/mugs", get(mugs)))
        .with(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .with(RedirectLayer::new(&SITE))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    Ok(Server::new(TcpListener::bind(site::address()?)).run(application()).await?)
}
