//! Middleware for [`poem`](https://docs.rs/poem/3) 3.
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
//!     "the new page"
//! }
//!
//! let app = Route::new().at("/new", get(new)).with(RedirectLayer::new(&SITE));
//! ```
//!
//! Add the middleware last, around the outermost `Route`, because `nest` strips its prefix from the
//! path.

use std::net::SocketAddr;
use std::ops::ControlFlow;

use http::header::VARY;
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};

use crate::{RedirectLayer, RequestHead, ResponseAction};

impl<E: Endpoint> Middleware<E> for RedirectLayer {
    type Output = RedirectEndpoint<E>;

    fn transform(&self, inner: E) -> RedirectEndpoint<E> {
        RedirectEndpoint { inner, layer: self.clone() }
    }
}

/// An endpoint that wraps another endpoint in a [`RedirectLayer`].
///
/// ```
/// use poem::{EndpointExt, Route};
/// use redirects::poem_3::RedirectEndpoint;
/// use redirects::{RedirectLayer, Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// let app: RedirectEndpoint<Route> = Route::new().with(RedirectLayer::new(&SITE));
/// ```
#[derive(Debug)]
pub struct RedirectEndpoint<E> {
    inner: E,
    layer: RedirectLayer,
}

impl<E: Endpoint> Endpoint for RedirectEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let peer = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
        let head = RequestHead::new(request.method(), request.uri(), request.headers())
            .with_peer_addr(peer);
        let pending = match self.layer.on_request(&head) {
            ControlFlow::Break(redirect) => return Ok(response(redirect)),
            ControlFlow::Continue(pending) => pending,
        };
        if let Some(rule) = pending.pass_rule() {
            request.extensions_mut().insert(rule.clone());
        }
        let result = self.inner.call(request).await.map(IntoResponse::into_response);
        // poem later converts errors to responses. A request that matches no route is an error.
        let status = result.as_ref().map_or_else(poem::Error::status, Response::status);
        match pending.on_response(status) {
            ResponseAction::Keep => result,
            ResponseAction::AddVary(fields) => {
                let mut response = result.unwrap_or_else(poem::Error::into_response);
                response.headers_mut().append(VARY, fields);
                Ok(response)
            }
            ResponseAction::Replace(redirect) => Ok(response(redirect)),
        }
    }
}

fn response(redirect: http::Response<()>) -> Response {
    let (parts, ()) = redirect.into_parts();
    let mut response = Response::from(parts.status);
    *response.headers_mut() = parts.headers;
    *response.extensions_mut() = parts.extensions;
    response
}
