//! Redirects in front of a hyper service, and in place of its 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};
use tokio::net::TcpListener;
use tower::ServiceBuilder;

async fn application(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, http::Error> {
    let (status, page) = match (request.uri().path(), request.method()) {
        ("/new" | "/home" | "/guestbook" | "/shop/mugs", &Method::GET | &Method::HEAD) => {
            (StatusCode::OK, "the new place\n")
        }
        ("/new" | "/home" | "/guestbook" | "/shop/mugs", _) => (StatusCode::METHOD_NOT_ALLOWED, ""),
        _ => (StatusCode::NOT_FOUND, "nothing here\n"),
    };
    let page = if request.method() == Method::HEAD { "" } else { page };
    let response = Response::builder().status(status);
    let response = match request.uri().path() {
        "/home" => response.header("vary", "origin"),
        _ => response,
    };
    response.body(page.into())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(site::address()?).await?;
    let service = ServiceBuilder::new()
        .layer(RedirectLayer::new(&SITE))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .service_fn(application);
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
