//! Host, scheme and address from the `X-Forwarded-*` fields of trusted proxies.

use std::cell::OnceCell;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZero;

use http::HeaderValue;

use crate::Request;

const HOST: &str = "x-forwarded-host";
const SCHEME: &str = "x-forwarded-proto";
const ADDRESSES: &str = "x-forwarded-for";

/// The fields of proxies that a layer trusts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct TrustedFields {
    /// Trusts `X-Forwarded-Host` and `X-Forwarded-Proto`.
    pub(crate) origin: bool,
    /// Trusts this many addresses at the end of `X-Forwarded-For`.
    pub(crate) addresses: Option<NonZero<usize>>,
}

/// A request whose scheme is that of the listener, and whose host, scheme and peer are those that
/// proxies report, as far as these are declared or trusted. Each field of a proxy is read once.
#[derive(Debug)]
pub(crate) struct Forwarded<'a, R> {
    request: &'a R,
    /// The declared scheme of the listener.
    listener_scheme: Option<&'a str>,
    trusted: TrustedFields,
    /// The value of `X-Forwarded-Host`, once it was read.
    host: OnceCell<Option<&'a str>>,
    /// The value of `X-Forwarded-Proto`, once it was read.
    scheme: OnceCell<Option<&'a str>>,
}

impl<'a, R: Request> Forwarded<'a, R> {
    pub(crate) fn new(
        request: &'a R,
        listener_scheme: Option<&'a str>,
        trusted: TrustedFields,
    ) -> Forwarded<'a, R> {
        let (host, scheme) = (OnceCell::new(), OnceCell::new());
        Forwarded { request, listener_scheme, trusted, host, scheme }
    }

    /// Returns the names of the proxy's fields that were read.
    pub(crate) fn inspected(&self) -> impl Iterator<Item = &'static str> {
        [(HOST, &self.host), (SCHEME, &self.scheme)]
            .into_iter()
            .filter_map(|(name, value)| value.get().map(|_| name))
    }

    /// Returns the value of `Vary` that names these fields.
    pub(crate) fn vary(&self) -> Option<HeaderValue> {
        let names = match (self.host.get(), self.scheme.get()) {
            (None, None) => return None,
            (Some(_), None) => HOST,
            (None, Some(_)) => SCHEME,
            (Some(_), Some(_)) => "x-forwarded-host, x-forwarded-proto",
        };
        Some(HeaderValue::from_static(names))
    }

    /// Returns the value of `X-Forwarded-Host` if it is trusted.
    fn forwarded_host(&self) -> Option<&'a str> {
        if self.trusted.origin { *self.host.get_or_init(|| last(self.request, HOST)) } else { None }
    }

    /// Returns the value of `X-Forwarded-Proto` if it is trusted.
    fn forwarded_scheme(&self) -> Option<&'a str> {
        if !self.trusted.origin {
            return None;
        }
        *self.scheme.get_or_init(|| last(self.request, SCHEME))
    }
}

/// Returns the last value of a field, which the nearest proxy wrote. Earlier values may come from
/// other proxies or from the client.
fn last<'a>(request: &'a impl Request, name: &str) -> Option<&'a str> {
    let line = std::str::from_utf8(request.header(name).last()?).ok()?;
    let value = line.rsplit(',').next()?.trim_matches([' ', '\t']);
    (!value.is_empty()).then_some(value)
}

impl<R: Request> Request for Forwarded<'_, R> {
    fn method(&self) -> &str {
        self.request.method()
    }

    fn path(&self) -> &str {
        self.request.path()
    }

    fn query(&self) -> Option<&str> {
        self.request.query()
    }

    fn authority(&self) -> Option<&str> {
        self.forwarded_host().or_else(|| self.request.authority())
    }

    fn scheme(&self) -> Option<&str> {
        match self.forwarded_scheme() {
            // Schemes are case-insensitive (RFC 3986 §3.1).
            Some(scheme) => ["http", "https"].into_iter().find(|s| s.eq_ignore_ascii_case(scheme)),
            None => self.listener_scheme.or_else(|| self.request.scheme()),
        }
    }

    fn is_scheme_authoritative(&self) -> bool {
        self.forwarded_scheme().is_some()
            || self.listener_scheme.is_some()
            || self.request.is_scheme_authoritative()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.request.header(name)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        match self.trusted.addresses {
            Some(proxies) => forwarded_address(self.request, proxies),
            None => self.request.peer_addr(),
        }
    }
}

/// Returns the address at a position from the end of `X-Forwarded-For`. All lines form one list
/// (RFC 9110 §5.3), to which each proxy appends the address of its peer, sometimes with a port. The
/// list is read in two passes, because the lines of a request can only be iterated forward.
fn forwarded_address(request: &impl Request, from_end: NonZero<usize>) -> Option<IpAddr> {
    let count = elements(request).count();
    let element = elements(request).nth(count.checked_sub(from_end.get())?)?;
    let text = std::str::from_utf8(element).ok()?;
    text.parse().or_else(|_| text.parse().map(|address: SocketAddr| address.ip())).ok()
}

/// Returns the elements of `X-Forwarded-For`, without empty ones (RFC 9110 §5.6.1.2).
fn elements(request: &impl Request) -> impl Iterator<Item = &[u8]> {
    let lines = request.header(ADDRESSES).flat_map(|line| line.split(|&byte| byte == b','));
    lines.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty())
}
