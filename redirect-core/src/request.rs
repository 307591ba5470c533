//! What is looked at in a request.

pub(crate) mod accept_language;
pub mod authority;
pub mod charset;
pub mod query;

use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, Method, Uri};

/// A request, as far as rules look at it.
///
/// It is implemented for [`http::Request`], [`http::request::Parts`], for the method, the URI and the
/// fields of one, `(&Method, &Uri, &HeaderMap)`, and, as a GET without fields, for [`http::Uri`]. A
/// framework with types of its own implements it in a few lines:
///
/// ```
/// use redirects::{Redirects, Request};
///
/// struct Mine {
///     path: String,
///     headers: Vec<(String, String)>,
/// }
///
/// impl Request for Mine {
///     fn method(&self) -> &str {
///         "GET"
///     }
///     fn path(&self) -> &str {
///         &self.path
///     }
///     fn query(&self) -> Option<&str> {
///         None
///     }
///     fn authority(&self) -> Option<&str> {
///         None
///     }
///     fn scheme(&self) -> Option<&str> {
///         None
///     }
///     fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
///         let same = move |(n, _): &&(String, String)| n.eq_ignore_ascii_case(name);
///         self.headers.iter().filter(same).map(|(_, value)| value.as_bytes())
///     }
/// }
///
/// let request = Mine { path: "/old".into(), headers: vec![] };
/// assert!(Redirects::EMPTY.find(&request).redirect().is_none());
/// ```
pub trait Request {
    /// The method, in its own case (RFC 9110 §9).
    fn method(&self) -> &str;

    /// The path as it was received, without the query, percent-encoding and all (RFC 3986 §3.3).
    fn path(&self) -> &str;

    /// The query as it was received, without its `?` (RFC 3986 §3.4).
    fn query(&self) -> Option<&str>;

    /// Host and port: of the request target where it has them, else of the one `Host` field
    /// (RFC 9112 §3.2.2). Several fields are none.
    fn authority(&self) -> Option<&str>;

    /// The scheme, where it is known. HTTP/1 does not tell it.
    fn scheme(&self) -> Option<&str>;

    /// The value of every line of a field, in order; `name` is in lower case (RFC 9110 §5.2).
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]>;
}

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
        authority(self.uri(), self.headers())
    }

    fn scheme(&self) -> Option<&str> {
        self.uri().scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        header(self.headers(), name)
    }
}

/// A GET of that URI without fields: enough for a test of a table.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// let site = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
/// let uri = http::Uri::from_static("/blog/hello");
/// let redirect = site.find(&uri).redirect().unwrap();
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
        authority(&self.uri, &self.headers)
    }

    fn scheme(&self) -> Option<&str> {
        self.uri.scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        header(&self.headers, name)
    }
}

/// What a framework lends of a request that it keeps in a type of its own.
///
/// ```
/// use http::{HeaderMap, Method, Uri};
/// use redirects::redirects;
///
/// let site = redirects! { PUT "/uploads/{id}" => 303 "/uploads/{id}/receipt" };
/// let (uri, headers) = (Uri::from_static("/uploads/7"), HeaderMap::new());
/// assert!(site.find(&(&Method::PUT, &uri, &headers)).redirect().is_some());
/// assert!(site.find(&(&Method::GET, &uri, &headers)).redirect().is_none());
/// ```
impl Request for (&Method, &Uri, &HeaderMap) {
    fn method(&self) -> &str {
        self.0.as_str()
    }

    fn path(&self) -> &str {
        self.1.path()
    }

    fn query(&self) -> Option<&str> {
        self.1.query()
    }

    fn authority(&self) -> Option<&str> {
        authority(self.1, self.2)
    }

    fn scheme(&self) -> Option<&str> {
        self.1.scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        header(self.2, name)
    }
}

fn authority<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    if let Some(authority) = uri.authority() {
        return Some(authority.as_str());
    }
    let mut lines = headers.get_all(HOST).iter();
    match (lines.next(), lines.next()) {
        (Some(only), None) => only.to_str().ok(),
        _ => None,
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().map(http::HeaderValue::as_bytes)
}

/// Whether a request is one that is never answered: a CORS preflight, whose redirection browsers
/// refuse, a CONNECT, or one without a path, as `OPTIONS *` is.
#[inline]
pub(crate) fn is_left_alone(request: &impl Request) -> bool {
    match request.method() {
        "CONNECT" => true,
        "OPTIONS" => !request.path().starts_with('/') || is_preflight(request),
        _ => !request.path().starts_with('/'),
    }
}

/// A preflight names the origin and the method that is asked for (Fetch, CORS-preflight fetch).
fn is_preflight(request: &impl Request) -> bool {
    let has = |name| request.header(name).next().is_some();
    has("origin") && has("access-control-request-method")
}
