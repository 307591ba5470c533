//! The filters of [`pingora`](https://docs.rs/pingora-proxy/0.9) 0.9.
//!
//! They are for `ProxyHttp::request_filter` and `response_filter`, and need no more of Pingora than its
//! small crate `pingora-http`:
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
//! #     async fn write_response_header(&mut self, header: Box<ResponseHeader>, _: bool) -> Result<()> {
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
//! The second filter is for `Vary` and for [`only_on_not_found`](RedirectLayer::only_on_not_found). A filter
//! sees the head of a response alone: where it makes a 404 a redirection, the page that came with the 404
//! is sent with it, which no browser shows.

use std::ops::ControlFlow;

use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, ETAG, EXPIRES, LAST_MODIFIED, VARY};
use pingora_error::Result;
use pingora_http::{RequestHeader, ResponseHeader};

use crate::{RedirectLayer, ResponseAction};

/// The answer to what the table redirects, which has no body; `None` is for the upstream.
///
/// # Errors
///
/// None that is known: Pingora's own types can fail where a field is changed.
pub fn request_filter(
    layer: &RedirectLayer,
    request: &RequestHeader,
) -> Result<Option<Box<ResponseHeader>>> {
    let ControlFlow::Break(redirect) = layer.ask(request.as_ref()) else {
        return Ok(None);
    };
    let mut header = ResponseHeader::from(redirect.into_parts().0);
    header.insert_header(CONTENT_LENGTH, "0")?;
    Ok(Some(Box::new(header)))
}

/// Amends the answer of the upstream to a request.
///
/// # Errors
///
/// None that is known: Pingora's own types can fail where a field is changed.
pub fn response_filter(
    layer: &RedirectLayer,
    request: &RequestHeader,
    response: &mut ResponseHeader,
) -> Result<()> {
    let ControlFlow::Continue(afterwards) = layer.ask(request.as_ref()) else {
        return Ok(());
    };
    match afterwards.amend(response.status == StatusCode::NOT_FOUND) {
        ResponseAction::Replace(redirect) => replace(response, &redirect),
        ResponseAction::Vary(fields) => response.append_header(VARY, fields).map(|_| ()),
        ResponseAction::None => Ok(()),
    }
}

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
