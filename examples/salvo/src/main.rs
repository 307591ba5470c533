//! Redirects in Salvo, before all routes and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use redirects::RedirectLayer;
use salvo::conn::TcpListener;
use salvo::{Listener, Response, Router, Server, Service, handler};
use site::{ARCHIVE, SITE};

#[handler]
async fn new() -> &'static str {
    "the new place\n"
}

#[handler]
async fn home(response: &mut Response) {
    response.headers_mut().insert("vary", salvo::http::HeaderValue::from_static("origin"));
    response.render("home\n");
}

#[handler]
async fn guestbook() -> &'static str {
    "the guestbook\n"
}

#[handler]
async fn mugs() -> &'static str {
    "mugs\n"
}

fn application() -> Service {
    let router = Router::new()
        .push(Router::with_path("new").get(new))
        .push(Router::with_path("home").get(home))
        .push(Router::with_path("guestbook").get(guestbook))
        .push(Router::with_path("shop").push(Router::with_path("mugs").get(mugs)));
    Service::new(router)
        .hoop(RedirectLayer::new(&SITE))
        .hoop(RedirectLayer::new(&ARCHIVE).only_on_not_found())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let acceptor = TcpListener::new(site::address()?).try_bind().await?;
    Server::new(acceptor).serve(application()).await;
    Ok(())
}
