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
//! [`only_on_not_found`](RedirectLayer::only_on_not_found). It cannot change the body of the
//! response: if it replaces a 404 response with a redirect, the body of the 404 response is still
//! sent. Browsers do not show that body.

use std::net::IpAddr;
use std::ops::ControlFlow;

use http::header::{CACHE_CONTROL, CONTENT_LENGTH, ETAG, EXPIRES, LAST_MODIFIED, VARY};
use pingora_error::Result;
use pingora_http::{RequestHeader, ResponseHeader};

use crate::{RedirectLayer, Request, ResponseAction};

/// A request to look up: its header, and optionally the address of the peer.
///
/// ```
/// use std::net::IpAddr;
///
/// use pingora_http::RequestHeader;
/// use redirects::pingora_0_9::{PingoraRequest, request_filter};
/// use redirects::{RedirectLayer, Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/{*path}" if ip in ["192.0.2.0/24"] => pass,
///     "/{*path}" => 307 "https://status.example.com/",
/// };
///
/// let header = RequestHeader::build("GET", b"/a", None)?;
/// // In a filter: `session.client_addr().and_then(|addr| addr.as_inet()).map(|addr| addr.ip())`.
/// let peer = Some(IpAddr::from([192, 0, 2, 7]));
/// let request = PingoraRequest::from(&header).with_peer_addr(peer);
/// assert!(request_filter(&RedirectLayer::new(&SITE), request)?.is_none());
/// # Ok::<(), Box<pingora_error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PingoraRequest<'a> {
    header: &'a RequestHeader,
    peer_addr: Option<IpAddr>,
}

impl<'a> PingoraRequest<'a> {
    /// Sets the address of the peer, which rules compare with the condition `ip`.
    ///
    /// ```
    /// use std::net::IpAddr;
    ///
    /// use pingora_http::RequestHeader;
    /// use redirects::pingora_0_9::PingoraRequest;
    ///
    /// let header = RequestHeader::build("GET", b"/a", None)?;
    /// let request = PingoraRequest::from(&header).with_peer_addr(IpAddr::from([192, 0, 2, 7]));
    /// # Ok::<(), Box<pingora_error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_peer_addr(self, address: impl Into<Option<IpAddr>>) -> PingoraRequest<'a> {
        PingoraRequest { peer_addr: address.into(), ..self }
    }
}

impl<'a> From<&'a RequestHeader> for PingoraRequest<'a> {
    fn from(header: &'a RequestHeader) -> PingoraRequest<'a> {
        PingoraRequest { header, peer_addr: None }
    }
}

impl Request for PingoraRequest<'_> {
    fn method(&self) -> &str {
        Request::method(self.header.as_ref())
    }

    fn path(&self) -> &str {
        self.header.as_ref().path()
    }

    fn query(&self) -> Option<&str> {
        self.header.as_ref().query()
    }

    fn authority(&self) -> Option<&str> {
        self.header.as_ref().authority()
    }

    fn scheme(&self) -> Option<&str> {
        self.header.as_ref().scheme()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        Request::header(self.header.as_ref(), name)
    }

    fn last_values<const N: usize>(&self, names: &[http::HeaderName; N]) -> [Option<&[u8]>; N] {
        self.header.as_ref().last_values(names)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.peer_addr
    }
}

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
pub fn request_filter<'a>(
    layer: &RedirectLayer,
    request: impl Into<PingoraRequest<'a>>,
) -> Result<Option<Box<ResponseHeader>>> {
    let ControlFlow::Break(redirect) = layer.on_request(&request.into()) else {
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
pub fn response_filter<'a>(
    layer: &RedirectLayer,
    request: impl Into<PingoraRequest<'a>>,
    response: &mut ResponseHeader,
) -> Result<()> {
    let ControlFlow::Continue(pending) = layer.decide(&request.into()) else {
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
    response.extensions_mut().extend(redirect.extensions().clone());
    Ok(())
}
