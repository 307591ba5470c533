//! Redirects in front of a Cloudflare Worker, and in place of its 404 responses.

#[path = "../../common/site.rs"]
pub mod site;

use std::convert::Infallible;

use http::{Method, Request, Response, StatusCode};
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};
use tower::{ServiceBuilder, ServiceExt};
use worker::{Context, Env, HttpRequest, event};

#[event(fetch)]
async fn fetch(request: HttpRequest, _: Env, _: Context) -> worker::Result<Response<String>> {
    Ok(respond(request).await?)
}

/// Returns the response to a request with any body.
pub async fn respond<B>(request: Request<B>) -> Result<Response<String>, Infallible> {
    ServiceBuilder::new()
        .layer(RedirectLayer::new(&SITE))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .service_fn(async |request| Ok(page(&request)))
        .oneshot(request)
        .await
}

fn page<B>(request: &Request<B>) -> Response<String> {
    let is_asked = [Method::GET, Method::HEAD].contains(request.method());
    let (status, page) = match request.uri().path() {
        "/new" | "/home" | "/guestbook" | "/shop/mugs" if is_asked => {
            (StatusCode::OK, "the new place\n")
        }
        "/new" | "/home" | "/guestbook" | "/shop/mugs" => (StatusCode::METHOD_NOT_ALLOWED, ""),
        _ => (StatusCode::NOT_FOUND, "nothing here\n"),
    };
    let mut response = Response::new(page.to_owned());
    *response.status_mut() = status;
    if request.uri().path() == "/home" {
        response.headers_mut().insert("vary", http::HeaderValue::from_static("origin"));
    }
    response
}
