//! Filters for [`pingora`](https://docs.rs/pingora-proxy/0.9) 0.9.
//!
//! Call these functions from `ProxyHttp::request_filter` and `ProxyHttp::response_filter`. This
//! module depends only on the small crates `pingora-http` and `pingora-error`, not on the proxy.
//!
//! ```
//! use pingora_http::{RequestHeader, ResponseHeader};
//! use redirects::{RedirectLayer, Redirects, pingora_0_9, redirects};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! struct Proxy {
//!     redirects: RedirectLayer,
//! }
//! # struct Session(RequestHeader, Option<ResponseHeader>);
//! # impl Session {
//! #     fn req_header(&self) -> &RequestHeader {
//! #         &self.0
//! #     }
//! #     async fn write_response_header(
//! #         &mut self,
//! #         header: Box<ResponseHeader>,
//! #         _: bool,
//! #     ) -> Result<()> {
//! #         self.1 = Some(*header);
//! #         Ok(())
//! #     }
//! # }
//! # type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
//!
//! // impl ProxyHttp for Proxy
//! # impl Proxy {
//! async fn request_filter(&self, session: &mut Session, _: &mut ()) -> Result<bool> {
//!     match pingora_0_9::request_filter(&self.redirects, session.req_header())? {
//!         Some(header) => session.write_response_header(header, true).await.map(|()| true),
//!         None => Ok(false),
//!     }
//! }
//!
//! async fn response_filter(
//!     &self,
//!     session: &mut Session,
//!     response: &mut ResponseHeader,
//!     _: &mut (),
//! ) -> Result<()> {
//!     Ok(pingora_0_9::response_filter(&self.redirects, session.req_header(), response)?)
//! }
//! # }
//! ```
//!
//! The response filter sets `Vary` and implements
//! [`only_on_not_found`](RedirectLayer::only_on_not_found). It cannot change the
//! response's body: if it replaces a 404 response with a redirect, the body of the 404 response is
//! still sent. Browsers do not show that body.

use std::ops::ControlFlow;

use http::header::{CACHE_CONTROL, CONTENT_LENGTH, ETAG, EXPIRES, LAST_MODIFIED, VARY};
use pingora_error::Result;
use pingora_http::{RequestHeader, ResponseHeader};

use crate::{RedirectLayer, ResponseAction};

/// Returns the header of the redirect for a request, or `None` if the upstream should respond. The
/// redirect has no body.
///
/// # Errors
///
/// Returns an error if Pingora rejects a header field. No redirect is known to cause this.
///
/// ```
/// use pingora_http::RequestHeader;
/// use redirects::{RedirectLayer, Redirects, pingora_0_9, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// let request = RequestHeader::build("GET", b"/old", None)?;
/// let response = pingora_0_9::request_filter(&RedirectLayer::new(&SITE), &request)?;
/// assert_eq!(response.unwrap().headers["location"], "/new");
/// # Ok::<(), Box<pingora_error::Error>>(())
/// ```
pub fn request_filter(
    layer: &RedirectLayer,
    request: &RequestHeader,
) -> Result<Option<Box<ResponseHeader>>> {
    let ControlFlow::Break(redirect) = layer.on_request(request.as_ref()) else {
        return Ok(None);
    };
    let mut header = ResponseHeader::from(redirect.into_parts().0);
    header.insert_header(CONTENT_LENGTH, "0")?;
    Ok(Some(Box::new(header)))
}

/// Applies the layer's action to the upstream's response.
///
/// # Errors
///
/// Returns an error if Pingora rejects a header field. No redirect is known to cause this.
///
/// ```
/// use pingora_http::{RequestHeader, ResponseHeader};
/// use redirects::{RedirectLayer, Redirects, pingora_0_9, redirects};
///
/// static ARCHIVE: Redirects = redirects! {
///     "/{*page}" => 302 "https://archive.example.com/{page}",
/// };
///
/// let layer = RedirectLayer::new(&ARCHIVE).only_on_not_found();
/// let request = RequestHeader::build("GET", b"/a", None)?;
/// let mut response = ResponseHeader::build(404, None)?;
/// pingora_0_9::response_filter(&layer, &request, &mut response)?;
/// assert_eq!(response.status, 302);
/// # Ok::<(), Box<pingora_error::Error>>(())
/// ```
pub fn response_filter(
    layer: &RedirectLayer,
    request: &RequestHeader,
    response: &mut ResponseHeader,
) -> Result<()> {
    let ControlFlow::Continue(pending) = layer.on_request(request.as_ref()) else {
        return Ok(());
    };
    match pending.on_response(response.status) {
        ResponseAction::Keep => Ok(()),
        ResponseAction::AddVary(fields) => response.append_header(VARY, fields).map(|_| ()),
        ResponseAction::Replace(redirect) => replace(response, &redirect),
    }
}

/// Replaces a response with the redirect, and removes the fields that describe the old content.
fn replace(response: &mut ResponseHeader, redirect: &http::Response<()>) -> Result<()> {
    response.set_status(redirect.status())?;
    for name in [CACHE_CONTROL, ETAG, EXPIRES, LAST_MODIFIED] {
        response.remove_header(&name);
    }
    for (name, value) in redirect.headers() {
        response.append_header(name.clone(), value.clone())?;
    }
    Ok(())
}
