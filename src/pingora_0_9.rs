//! The filters of [`pingora`](https://docs.rs/pingora-proxy/0.9) 0.9.
//!
//! Call them from `ProxyHttp::request_filter` and `response_filter`. They depend only on Pingora's
//! small crates `pingora-http` and `pingora-error`:
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
//! The second filter is for `Vary` and for
//! [`only_on_not_found`](RedirectLayer::only_on_not_found). A filter sees only the head of a
//! response: if it replaces a 404 by a redirect, the content of the 404 response is still sent.
//! Browsers do not show it.

use std::ops::ControlFlow;

use http::header::{CACHE_CONTROL, CONTENT_LENGTH, ETAG, EXPIRES, LAST_MODIFIED, VARY};
use pingora_error::Result;
use pingora_http::{RequestHeader, ResponseHeader};

use crate::{RedirectLayer, ResponseAction};

/// Returns the response to a request that the table redirects, which has no body. `None` if the
/// upstream responds.
///
/// # Errors
///
/// Returns an error if Pingora rejects a header field, which no redirect is known to cause.
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

/// Applies the layer's action to the upstream's response to a request.
///
/// # Errors
///
/// Returns an error if Pingora rejects a header field, which no redirect is known to cause.
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

/// Turns the response into the redirect, without the fields that describe its content.
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
