//! A hoop (middleware) for [`salvo`](https://docs.rs/salvo/1) 1.
//!
//! ```
//! # use salvo_core as salvo;
//! use redirects::{RedirectLayer, Redirects, redirects};
//! use salvo::{Router, Service, handler};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! #[handler]
//! async fn new() -> &'static str {
//!     "the new page"
//! }
//!
//! let router = Router::with_path("new").get(new);
//! let service = Service::new(router).hoop(RedirectLayer::new(&SITE));
//! ```
//!
//! Add the hoop to the `Service`, because a hoop on a `Router` does not see requests that match no
//! route. Salvo adds its own error page to 410 and 451 responses.

use std::net::IpAddr;
use std::ops::ControlFlow;

use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG, EXPIRES,
    HeaderName, LAST_MODIFIED, VARY,
};
use salvo_core::conn::SocketAddr;
use salvo_core::http::ResBody;
use salvo_core::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

use crate::{RedirectLayer, RequestHead, ResponseAction};

/// The header fields that describe the content of a response.
const CONTENT_FIELDS: [HeaderName; 8] = [
    CACHE_CONTROL,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    ETAG,
    EXPIRES,
    LAST_MODIFIED,
];

#[async_trait]
impl Handler for RedirectLayer {
    async fn handle(
        &self,
        request: &mut Request,
        depot: &mut Depot,
        response: &mut Response,
        ctrl: &mut FlowCtrl,
    ) {
        let head = RequestHead::new(request.method(), request.uri(), request.headers())
            .with_peer_addr(peer_addr(request));
        let pending = match self.on_request(&head) {
            ControlFlow::Break(redirect) => {
                replace(response, redirect);
                ctrl.skip_rest();
                return;
            }
            ControlFlow::Continue(pending) => pending,
        };
        if let Some(rule) = pending.pass_rule() {
            request.extensions_mut().insert(rule.clone());
        }
        ctrl.call_next(request, depot, response).await;
        // If no route matched, Salvo has already set the status to 404.
        match pending.on_response(response.status_code.unwrap_or(StatusCode::OK)) {
            ResponseAction::Keep => {}
            ResponseAction::AddVary(fields) => {
                response.headers_mut().append(VARY, fields);
            }
            ResponseAction::Replace(redirect) => replace(response, redirect),
        }
    }
}

/// Returns the address of the connection.
fn peer_addr(request: &Request) -> Option<IpAddr> {
    match request.remote_addr() {
        SocketAddr::IPv4(address) => Some((*address.ip()).into()),
        SocketAddr::IPv6(address) => Some((*address.ip()).into()),
        _ => None,
    }
}

/// Replaces a response with the redirect, and keeps the fields that other hoops added.
fn replace(response: &mut Response, redirect: http::Response<()>) {
    let (parts, ()) = redirect.into_parts();
    response.status_code = Some(parts.status);
    response.extensions.extend(parts.extensions);
    response.replace_body(ResBody::None);
    for name in CONTENT_FIELDS {
        response.headers_mut().remove(name);
    }
    for (name, value) in &parts.headers {
        response.headers_mut().append(name, value.clone());
    }
}
