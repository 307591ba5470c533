//! The middleware of [`poem`](https://docs.rs/poem/3) 3.
//!
//! ```
//! use poem::{EndpointExt, Route, get, handler};
//! use redirects::{RedirectLayer, Redirects, redirects};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! #[handler]
//! fn new() -> &'static str {
//!     "the new place"
//! }
//!
//! let app = Route::new().at("/new", get(new)).with(RedirectLayer::new(&SITE));
//! ```
//!
//! Add it last, around the outermost `Route`: `nest` strips its prefix from the path.

use std::ops::ControlFlow;

use http::StatusCode;
use http::header::VARY;
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};

use crate::{RedirectLayer, ResponseAction};

impl<E: Endpoint> Middleware<E> for RedirectLayer {
    type Output = RedirectEndpoint<E>;

    fn transform(&self, inner: E) -> RedirectEndpoint<E> {
        RedirectEndpoint { inner, layer: self.clone() }
    }
}

/// What [`RedirectLayer`] makes of an endpoint.
#[derive(Debug)]
pub struct RedirectEndpoint<E> {
    inner: E,
    layer: RedirectLayer,
}

impl<E: Endpoint> Endpoint for RedirectEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let asked = (request.method(), request.uri(), request.headers());
        let afterwards = match self.layer.ask(&asked) {
            ControlFlow::Break(redirect) => return Ok(response(redirect)),
            ControlFlow::Continue(afterwards) => afterwards,
        };
        let answer = self.inner.call(request).await.map(IntoResponse::into_response);
        // What no route answers is an error, and no response yet.
        let status = answer.as_ref().map_or_else(poem::Error::status, Response::status);
        match afterwards.amend(status == StatusCode::NOT_FOUND) {
            ResponseAction::Replace(redirect) => Ok(response(redirect)),
            ResponseAction::Vary(fields) => {
                let mut response = answer.unwrap_or_else(poem::Error::into_response);
                response.headers_mut().append(VARY, fields);
                Ok(response)
            }
            ResponseAction::None => answer,
        }
    }
}

fn response(redirect: http::Response<()>) -> Response {
    let (parts, ()) = redirect.into_parts();
    let mut response = Response::from(parts.status);
    *response.headers_mut() = parts.headers;
    response
}
