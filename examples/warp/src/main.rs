//! Redirects in warp, before all filters and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use warp::{Filter, Rejection, Reply};

fn application() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let get_or_head = || warp::get().or(warp::head()).unify();
    let new = warp::path!("new").and(get_or_head()).map(|| "the new place\n");
    let home = warp::path!("home").and(get_or_head());
    let home = home.map(|| warp::reply::with_header("home\n", "vary", "origin"));
    let guestbook = warp::path!("guestbook").and(get_or_head()).map(|| "the guestbook\n");
    let mugs = warp::path!("shop" / "mugs").and(get_or_head()).map(|| "mugs\n");
    new.or(home).or(guestbook).or(mugs)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(site::address()?).await?;
    let service = ServiceBuilder::new()
        .layer(RedirectLayer::new(&SITE))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .service(warp::service(application()));
    let service = TowerToHyperService::new(service);
    loop {
        let (stream, _) = listener.accept().await?;
        let service = service.clone();
        tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            if let Err(error) = server.serve_connection(TokioIo::new(stream), service).await {
                eprintln!("{error}");
            }
        });
    }
}
