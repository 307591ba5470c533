//! The head of a request in the types of `http`.

use std::net::IpAddr;

use http::header::HOST;
use http::{HeaderMap, HeaderValue, Method, Uri};

use super::{Request, only};

/// A request borrowed as its method, URI and header fields.
///
/// Use it with a framework that keeps these parts in its own request type.
///
/// ```
/// use http::{HeaderMap, Method, Uri};
/// use redirects::{Redirects, RequestHead, redirects};
///
/// static SITE: Redirects = redirects! {
///     PUT "/uploads/{id}" => 308 "/files/{id}",
/// };
///
/// let (uri, headers) = (Uri::from_static("/uploads/7"), HeaderMap::new());
/// let put = RequestHead::new(&Method::PUT, &uri, &headers);
/// assert!(SITE.find(&put).redirect().is_some());
/// let get = RequestHead::new(&Method::GET, &uri, &headers);
/// assert!(SITE.find(&get).redirect().is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RequestHead<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    peer_addr: Option<IpAddr>,
}

impl<'a> RequestHead<'a> {
    /// Creates the head of a request from its parts.
    ///
    /// ```
    /// use redirects::RequestHead;
    ///
    /// let request = http::Request::get("/old").body(()).unwrap();
    /// let head = RequestHead::new(request.method(), request.uri(), request.headers());
    /// ```
    pub fn new(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> RequestHead<'a> {
        RequestHead { method, uri, headers, peer_addr: None }
    }

    /// Adds the IP address of the peer, which rules compare with the condition `ip`.
    ///
    /// ```
    /// use std::net::IpAddr;
    ///
    /// use http::{HeaderMap, Method, Uri};
    /// use redirects::{Redirects, RequestHead, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/{*page}" if ip in ["192.0.2.0/24"] => pass,
    ///     "/{*page}" => 307 "https://status.example.com/",
    /// };
    ///
    /// let (uri, headers) = (Uri::from_static("/a"), HeaderMap::new());
    /// let head = RequestHead::new(&Method::GET, &uri, &headers);
    /// let admin = head.with_peer_addr(IpAddr::from([192, 0, 2, 7]));
    /// assert!(SITE.find(&head).redirect().is_some());
    /// assert!(SITE.find(&admin).redirect().is_none());
    /// ```
    #[must_use]
    pub fn with_peer_addr(self, address: impl Into<Option<IpAddr>>) -> RequestHead<'a> {
        RequestHead { peer_addr: address.into(), ..self }
    }
}

impl Request for RequestHead<'_> {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn path(&self) -> &str {
        self.uri.path()
    }

    fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    fn authority(&self) -> Option<&str> {
        authority(self.uri, self.headers)
    }

    fn scheme(&self) -> Option<&str> {
        self.uri.scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        values(self.headers, name)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.peer_addr
    }
}

/// Returns the authority of the request target, or else the value of the only `Host` field
/// (RFC 9112 §3.2.2).
pub(super) fn authority<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    match uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => only(headers.get_all(HOST).iter())?.to_str().ok(),
    }
}

/// Returns the values of all lines of a field.
pub(super) fn values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes)
}
