//! The parts of a request that rules match on.

pub(crate) mod accept_language;
pub mod authority;
pub mod charset;
mod head;
pub(crate) mod list;
pub mod query;
pub mod site_language;
mod url;

use std::marker::PhantomData;
use std::net::IpAddr;

use http::request::Parts;
use http::{HeaderName, Uri};

pub use head::RequestHead;
pub(crate) use url::UrlRequest;

/// A request that rules can match on.
///
/// It is implemented for [`http::Request`], for [`http::request::Parts`], for [`RequestHead`],
/// which borrows a method, a URI and header fields, and for [`http::Uri`], as a GET request without
/// header fields. References and boxes of a request are requests too.
///
/// A server with its own request types implements it in a few lines:
///
/// ```
/// use redirects::{Redirects, Request, redirects};
///
/// struct MyRequest {
///     method: String,
///     /// The request target in origin form: a path and an optional query.
///     target: String,
///     headers: Vec<(String, String)>,
/// }
///
/// impl Request for MyRequest {
///     fn method(&self) -> &str {
///         &self.method
///     }
///     fn path(&self) -> &str {
///         self.target.split_once('?').map_or(&self.target, |(path, _)| path)
///     }
///     fn query(&self) -> Option<&str> {
///         self.target.split_once('?').map(|(_, query)| query)
///     }
///     fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
///         let is_named = move |(other, _): &&(String, String)| other.eq_ignore_ascii_case(name);
///         self.headers.iter().filter(is_named).map(|(_, value)| value.as_bytes())
///     }
/// }
///
/// static SITE: Redirects = redirects! {
///     "/old" if host == "example.com" => 301 "/new",
/// };
///
/// let request = MyRequest {
///     method: "GET".into(),
///     target: "/old?page=2".into(),
///     headers: vec![("Host".into(), "example.com".into())],
/// };
/// assert_eq!(SITE.find(&request).redirect().unwrap().location().unwrap(), "/new?page=2");
/// ```
///
/// The methods without a default are those whose absence would silently disable conditions or drop
/// queries. Later versions may add methods, always with a default.
///
/// The trait is not dyn-compatible: each implementation chooses the iterator type that
/// [`header`](Request::header) returns, so that a lookup does not allocate. A server with several
/// kinds of requests implements the trait for an enum of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request that rules can match on",
    label = "expected a request",
    note = "these are requests: `http::Request<B>`, `http::request::Parts`, `http::Uri`, \
            `redirects::RequestHead`, and references to them",
    note = "to look up a `&str`, call `Redirects::get`; to look up a type of your own, implement \
            `redirects::Request` for it"
)]
pub trait Request {
    /// Returns the method, which is case-sensitive (RFC 9110 §9.1).
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::put("/uploads/7").body(()).unwrap();
    /// assert_eq!(Request::method(&request), "PUT");
    /// ```
    fn method(&self) -> &str;

    /// Returns the path as it was received: percent-encoded and without the query (RFC 3986 §3.3).
    ///
    /// A path that does not start with `/` matches no rule.
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::get("/caf%C3%A9?page=2").body(()).unwrap();
    /// assert_eq!(request.path(), "/caf%C3%A9");
    /// ```
    fn path(&self) -> &str;

    /// Returns the query as it was received, without the `?` (RFC 3986 §3.4).
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::get("/caf%C3%A9?page=2").body(()).unwrap();
    /// assert_eq!(request.query(), Some("page=2"));
    /// ```
    fn query(&self) -> Option<&str>;

    /// Returns the host and the port that the request is for (RFC 9112 §3.2.2, RFC 9113 §8.3.1).
    ///
    /// By default, this is the value of the `Host` field; a request with several `Host` fields has
    /// no authority. Override it if the request target can have an authority, which takes
    /// precedence: in HTTP/2 and HTTP/3, and in HTTP/1.1 requests to a proxy.
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::get("/").header("host", "example.com:8080").body(()).unwrap();
    /// assert_eq!(request.authority(), Some("example.com:8080"));
    /// ```
    fn authority(&self) -> Option<&str> {
        let host = only(self.header("host"))?;
        let is_text = host.iter().all(|&byte| matches!(byte, b'\t' | b' '..=b'~'));
        std::str::from_utf8(host).ok().filter(|_| is_text)
    }

    /// Returns the scheme, if it is known.
    ///
    /// By default, it is not known: HTTP/1 requests to an origin server do not contain it.
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::get("https://example.com/").body(()).unwrap();
    /// assert_eq!(request.scheme(), Some("https"));
    /// ```
    fn scheme(&self) -> Option<&str> {
        None
    }

    /// Returns whether the [scheme](Request::scheme) is known to be the one that the client uses.
    ///
    /// By default, it is not: over HTTP/2 behind a proxy, the scheme of the request target is
    /// often `http`, whatever the client uses. A table with
    /// [`canonical`](../redirects/macro.redirects.html#canonical-urls) redirects to the scheme of
    /// its origin only if this is true. [`RedirectLayer::scheme`] declares it.
    ///
    /// [`RedirectLayer::scheme`]: ../redirects/struct.RedirectLayer.html#method.scheme
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::get("https://example.com/").body(()).unwrap();
    /// assert!(!request.is_scheme_authoritative());
    /// ```
    fn is_scheme_authoritative(&self) -> bool {
        false
    }

    /// Returns the values of all lines of a field, in the order received (RFC 9110 §5.2).
    ///
    /// `name` is in lowercase; field names are compared without regard to case.
    ///
    /// ```
    /// use redirects::Request;
    ///
    /// let request = http::Request::get("/").header("Accept-Language", "fr").body(()).unwrap();
    /// assert!(request.header("accept-language").eq([b"fr"]));
    /// ```
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]>;

    /// Returns the value of the last line of each field. Requests in the types of `http` are
    /// searched once for all names.
    #[doc(hidden)]
    fn last_values<const N: usize>(&self, names: &[HeaderName; N]) -> [Option<&[u8]>; N] {
        names.each_ref().map(|name| self.header(name.as_str()).last())
    }

    /// Returns the IP address of the peer: the client, or the proxy that forwards its requests.
    ///
    /// By default, it is not known, because it is not part of a request. An adapter takes it from
    /// the connection. Rules compare it with the condition `ip`.
    ///
    /// ```
    /// use std::net::IpAddr;
    ///
    /// use http::{HeaderMap, Method, Uri};
    /// use redirects::{Request, RequestHead};
    ///
    /// let (uri, headers) = (Uri::from_static("/"), HeaderMap::new());
    /// let head = RequestHead::new(&Method::GET, &uri, &headers);
    /// assert_eq!(head.peer_addr(), None);
    ///
    /// let address = IpAddr::from([192, 0, 2, 1]);
    /// assert_eq!(head.with_peer_addr(address).peer_addr(), Some(address));
    /// ```
    fn peer_addr(&self) -> Option<IpAddr> {
        None
    }
}

/// Implements `Request` for pointers to a request.
macro_rules! delegate {
    ($($pointer:ty),*) => {$(
        impl<R: Request> Request for $pointer {
            fn method(&self) -> &str {
                R::method(self)
            }

            fn path(&self) -> &str {
                R::path(self)
            }

            fn query(&self) -> Option<&str> {
                R::query(self)
            }

            fn authority(&self) -> Option<&str> {
                R::authority(self)
            }

            fn scheme(&self) -> Option<&str> {
                R::scheme(self)
            }

            fn is_scheme_authoritative(&self) -> bool {
                R::is_scheme_authoritative(self)
            }

            fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
                R::header(self, name)
            }

            fn last_values<const N: usize>(&self, names: &[HeaderName; N]) -> [Option<&[u8]>; N] {
                R::last_values(self, names)
            }

            fn peer_addr(&self) -> Option<IpAddr> {
                R::peer_addr(self)
            }
        }
    )*};
}

delegate!(&R, &mut R, Box<R>);

impl<B> Request for http::Request<B> {
    fn method(&self) -> &str {
        self.method().as_str()
    }

    fn path(&self) -> &str {
        self.uri().path()
    }

    fn query(&self) -> Option<&str> {
        self.uri().query()
    }

    fn authority(&self) -> Option<&str> {
        head::authority(self.uri(), self.headers())
    }

    fn scheme(&self) -> Option<&str> {
        self.uri().scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        head::values(self.headers(), name)
    }

    fn last_values<const N: usize>(&self, names: &[HeaderName; N]) -> [Option<&[u8]>; N] {
        head::last_values(self.headers(), names)
    }
}

impl Request for Parts {
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
        head::authority(&self.uri, &self.headers)
    }

    fn scheme(&self) -> Option<&str> {
        self.uri.scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        head::values(&self.headers, name)
    }

    fn last_values<const N: usize>(&self, names: &[HeaderName; N]) -> [Option<&[u8]>; N] {
        head::last_values(&self.headers, names)
    }
}

/// A GET request for the URI, without header fields.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
///
/// let uri = http::Uri::from_static("/blog/hello");
/// let redirect = SITE.find(&uri).redirect().unwrap();
/// assert_eq!(redirect.location().unwrap(), "/articles/hello");
/// ```
impl Request for Uri {
    fn method(&self) -> &'static str {
        "GET"
    }

    fn path(&self) -> &str {
        self.path()
    }

    fn query(&self) -> Option<&str> {
        self.query()
    }

    fn authority(&self) -> Option<&str> {
        self.authority().map(http::uri::Authority::as_str)
    }

    fn scheme(&self) -> Option<&str> {
        self.scheme_str()
    }

    fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
        std::iter::empty()
    }
}

/// A cheap copy of a request whose parts live for `'r`, as lookup passes it around.
///
/// A reference to a [`Request`] is one. So is [`UrlRequest`], whose parts borrow from the text it
/// was parsed from and outlive the value itself, which `Request` cannot express.
pub trait RequestRef<'r>: Copy {
    /// Returns the [method](Request::method).
    fn method(self) -> &'r str;

    /// Returns the [path](Request::path).
    fn path(self) -> &'r str;

    /// Returns the [query](Request::query).
    fn query(self) -> Option<&'r str>;

    /// Returns the [authority](Request::authority).
    fn authority(self) -> Option<&'r str>;

    /// Returns the [scheme](Request::scheme).
    fn scheme(self) -> Option<&'r str>;

    /// Returns whether the scheme is [authoritative](Request::is_scheme_authoritative).
    fn is_scheme_authoritative(self) -> bool;

    /// Returns the [values of a header field](Request::header).
    fn header(self, name: &str) -> impl Iterator<Item = &'r [u8]>;

    /// Returns the [address of the peer](Request::peer_addr).
    fn peer_addr(self) -> Option<IpAddr>;
}

impl<'r, R: Request> RequestRef<'r> for &'r R {
    #[inline]
    fn method(self) -> &'r str {
        R::method(self)
    }

    #[inline]
    fn path(self) -> &'r str {
        R::path(self)
    }

    #[inline]
    fn query(self) -> Option<&'r str> {
        R::query(self)
    }

    #[inline]
    fn authority(self) -> Option<&'r str> {
        R::authority(self)
    }

    #[inline]
    fn scheme(self) -> Option<&'r str> {
        R::scheme(self)
    }

    #[inline]
    fn is_scheme_authoritative(self) -> bool {
        R::is_scheme_authoritative(self)
    }

    #[inline]
    fn header(self, name: &str) -> impl Iterator<Item = &'r [u8]> {
        R::header(self, name)
    }

    #[inline]
    fn peer_addr(self) -> Option<IpAddr> {
        R::peer_addr(self)
    }
}

/// A request with another path, whose parts live for `'s`, which is shorter than `'r`.
#[derive(Clone, Copy)]
pub(crate) struct WithPath<'r, 's, R> {
    request: R,
    path: &'s str,
    lifetime: PhantomData<&'r ()>,
}

impl<'r, 's, R: RequestRef<'r>> WithPath<'r, 's, R> {
    pub(crate) fn new(request: R, path: &'s str) -> WithPath<'r, 's, R> {
        WithPath { request, path, lifetime: PhantomData }
    }
}

impl<'r: 's, 's, R: RequestRef<'r>> RequestRef<'s> for WithPath<'r, 's, R> {
    fn method(self) -> &'s str {
        self.request.method()
    }

    fn path(self) -> &'s str {
        self.path
    }

    fn query(self) -> Option<&'s str> {
        self.request.query()
    }

    fn authority(self) -> Option<&'s str> {
        self.request.authority()
    }

    fn scheme(self) -> Option<&'s str> {
        self.request.scheme()
    }

    fn is_scheme_authoritative(self) -> bool {
        self.request.is_scheme_authoritative()
    }

    fn header(self, name: &str) -> impl Iterator<Item = &'s [u8]> {
        self.request.header(name).map(|value| -> &'s [u8] { value })
    }

    fn peer_addr(self) -> Option<IpAddr> {
        self.request.peer_addr()
    }
}

/// Returns the item of an iterator that has exactly one.
pub(crate) fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let item = items.next()?;
    items.next().is_none().then_some(item)
}

/// Returns whether no rule may match a request, because it is a CORS preflight (browsers reject
/// redirected preflights), a CONNECT request, or one without a path, such as `OPTIONS *`.
#[inline]
pub(crate) fn is_never_matched<'r>(request: impl RequestRef<'r>) -> bool {
    match request.method() {
        "CONNECT" => true,
        "OPTIONS" => !request.path().starts_with('/') || is_preflight(request),
        _ => !request.path().starts_with('/'),
    }
}

/// Returns whether an OPTIONS request is a CORS preflight: it has the fields `Origin` and
/// `Access-Control-Request-Method` (Fetch Standard, "CORS-preflight fetch").
pub(crate) fn is_preflight<'r>(request: impl RequestRef<'r>) -> bool {
    let has = |name| request.header(name).next().is_some();
    has("origin") && has("access-control-request-method")
}
