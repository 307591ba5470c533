//! The head of a request in the types of `http`.

use std::net::IpAddr;

use http::header::HOST;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

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

    fn last_values<const N: usize>(&self, names: &[HeaderName; N]) -> [Option<&[u8]>; N] {
        last_values(self.headers, names)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.peer_addr
    }
}

/// The number of names up to which a comparison with each of them is faster than a lookup.
/// `HeaderMap` hashes even standard names byte by byte.
const FEW_NAMES: usize = 16;

/// Returns the authority of the request target, or else the value of the only `Host` field
/// (RFC 9112 §3.2.2).
pub(super) fn authority<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    match uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => host(headers)?.to_str().ok(),
    }
}

/// Returns the value of the only `Host` field, which is usually the first of all fields.
fn host(headers: &HeaderMap) -> Option<&HeaderValue> {
    let is_repeated = headers.len() > headers.keys_len();
    if is_repeated || headers.keys_len() > FEW_NAMES {
        return only(headers.get_all(HOST).iter());
    }
    headers.iter().find(|&(name, _)| *name == HOST).map(|(_, value)| value)
}

/// Returns the values of the last line of each field. Few fields are searched once for all names.
pub(super) fn last_values<'a, const N: usize>(
    headers: &'a HeaderMap,
    names: &[HeaderName; N],
) -> [Option<&'a [u8]>; N] {
    if headers.keys_len() > FEW_NAMES {
        let last = |name: &HeaderName| headers.get_all(name).iter().next_back();
        return names.each_ref().map(|name| last(name).map(HeaderValue::as_bytes));
    }
    let mut values = [None; N];
    for (name, value) in headers {
        for (wanted, last) in names.iter().zip(&mut values) {
            if name == wanted {
                *last = Some(value.as_bytes());
            }
        }
    }
    values
}

/// Returns the values of all lines of a field.
pub(super) fn values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes)
}

#[cfg(test)]
mod tests {
    use http::header::HOST;
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{FEW_NAMES, host, last_values};

    /// Calls a function with fields of few and of many names, the lines of which alternate.
    fn for_each_map(hosts: &[&'static str], check: impl Fn(&HeaderMap)) {
        for others in [0, 1, FEW_NAMES - 1, FEW_NAMES, 40] {
            let mut headers = HeaderMap::new();
            let other = |at: usize| HeaderName::try_from(format!("x-{at}")).unwrap();
            headers.extend((0..others).map(|at| (other(at), HeaderValue::from_static("a"))));
            for host in hosts {
                headers.append(HOST, HeaderValue::from_static(host));
                headers.append("x-0", HeaderValue::from_static("b"));
            }
            check(&headers);
        }
    }

    #[test]
    fn host_is_the_only_value() {
        for (hosts, expected) in [(&[][..], None), (&["a"], Some("a")), (&["a", "a"], None)] {
            for_each_map(hosts, |headers| {
                assert_eq!(host(headers).map(|host| host.to_str().unwrap()), expected);
            });
        }
    }

    #[test]
    fn last_values_are_those_of_the_last_lines() {
        let names = [HOST, HeaderName::from_static("x-0"), HeaderName::from_static("x-y")];
        for_each_map(&["a", "c"], |headers| {
            let expected: [Option<&[u8]>; 3] = [Some(b"c"), Some(b"b"), None];
            assert_eq!(last_values(headers, &names), expected);
        });
    }
}
