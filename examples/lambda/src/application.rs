//! Redirects in front of a Lambda function, and in place of its 404 responses.

use lambda_http::http::StatusCode;
use lambda_http::{Body, Error, Request, Response};
use redirects::RedirectLayer;
use tower::util::BoxCloneService;
use tower::{ServiceBuilder, ServiceExt};

use crate::site::{ARCHIVE, SITE};

pub type Application = BoxCloneService<Request, Response<Body>, Error>;

pub fn application() -> Application {
    ServiceBuilder::new()
        .layer(RedirectLayer::new(&SITE))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .service_fn(page)
        .boxed_clone()
}

async fn page(request: Request) -> Result<Response<Body>, Error> {
    let is_asked = ["GET", "HEAD"].contains(&request.method().as_str());
    let (status, page) = match request.uri().path() {
        "/new" | "/home" | "/guestbook" | "/shop/mugs" if is_asked => {
            (StatusCode::OK, "the new place\n")
        }
        "/new" | "/home" | "/guestbook" | "/shop/mugs" => (StatusCode::METHOD_NOT_ALLOWED, ""),
        _ => (StatusCode::NOT_FOUND, "nothing here\n"),
    };
    let response = Response::builder().status(status);
    let response = match request.uri().path() {
        "/home" => response.header("vary", "origin"),
        _ => response,
    };
    Ok(response.body(page.into())?)
}
