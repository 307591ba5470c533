//! Host, scheme and address from the `X-Forwarded-*` fields of trusted proxies.

use std::cell::{Cell, OnceCell};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZero;

use http::{HeaderName, HeaderValue};

use crate::Request;

const HOST: &str = "x-forwarded-host";
const SCHEME: &str = "x-forwarded-proto";
const ADDRESSES: &str = "x-forwarded-for";

/// The fields with the host and the scheme, which are read together.
static ORIGIN: [HeaderName; 2] = [HeaderName::from_static(HOST), HeaderName::from_static(SCHEME)];

/// The values of `Vary` for these fields, which are validated at compile time.
static VARY_HOST: HeaderValue = HeaderValue::from_static(HOST);
static VARY_SCHEME: HeaderValue = HeaderValue::from_static(SCHEME);
static VARY_ORIGIN: HeaderValue = HeaderValue::from_static("x-forwarded-host, x-forwarded-proto");

/// The fields of proxies that a layer trusts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct TrustedFields {
    /// Trusts `X-Forwarded-Host` and `X-Forwarded-Proto`.
    pub(crate) origin: bool,
    /// Trusts this many addresses at the end of `X-Forwarded-For`.
    pub(crate) addresses: Option<NonZero<usize>>,
}

/// A request whose scheme is that of the listener, and whose host, scheme and peer are those that
/// proxies report, as far as these are declared or trusted. The fields of a proxy are read once.
#[derive(Debug)]
pub(crate) struct Forwarded<'a, R> {
    request: &'a R,
    /// The declared scheme of the listener.
    listener_scheme: Option<&'a str>,
    trusted: TrustedFields,
    /// The values of `X-Forwarded-Host` and `X-Forwarded-Proto`, once one of them was used.
    origin: OnceCell<[Option<&'a str>; 2]>,
    uses_host: Cell<bool>,
    uses_scheme: Cell<bool>,
}

impl<'a, R: Request> Forwarded<'a, R> {
    pub(crate) fn new(
        request: &'a R,
        listener_scheme: Option<&'a str>,
        trusted: TrustedFields,
    ) -> Forwarded<'a, R> {
        let origin = OnceCell::new();
        let (uses_host, uses_scheme) = (Cell::new(false), Cell::new(false));
        Forwarded { request, listener_scheme, trusted, origin, uses_host, uses_scheme }
    }

    /// Returns the names of the proxy's fields that were used.
    pub(crate) fn inspected(&self) -> impl Iterator<Item = &'static str> {
        [(HOST, &self.uses_host), (SCHEME, &self.uses_scheme)]
            .into_iter()
            .filter_map(|(name, is_used)| is_used.get().then_some(name))
    }

    /// Returns the value of `Vary` that names these fields.
    pub(crate) fn vary(&self) -> Option<HeaderValue> {
        match (self.uses_host.get(), self.uses_scheme.get()) {
            (false, false) => None,
            (true, false) => Some(VARY_HOST.clone()),
            (false, true) => Some(VARY_SCHEME.clone()),
            (true, true) => Some(VARY_ORIGIN.clone()),
        }
    }

    /// Returns the value of `X-Forwarded-Host` if it is trusted.
    fn forwarded_host(&self) -> Option<&'a str> {
        self.trusted.origin.then_some(())?;
        self.uses_host.set(true);
        self.origin()[0]
    }

    /// Returns the value of `X-Forwarded-Proto` if it is trusted.
    fn forwarded_scheme(&self) -> Option<&'a str> {
        self.trusted.origin.then_some(())?;
        self.uses_scheme.set(true);
        self.origin()[1]
    }

    fn origin(&self) -> [Option<&'a str>; 2] {
        *self.origin.get_or_init(|| self.request.last_values(&ORIGIN).map(last_element))
    }
}

/// Returns the last element of a line, which the nearest proxy wrote. Earlier elements may come
/// from other proxies or from the client.
fn last_element(line: Option<&[u8]>) -> Option<&str> {
    let line = std::str::from_utf8(line?).ok()?;
    let start = line.rfind(',').map_or(0, |comma| comma + 1);
    let value = line.get(start..)?.trim_matches([' ', '\t']);
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

    fn last_values<const N: usize>(&self, names: &[HeaderName; N]) -> [Option<&[u8]>; N] {
        self.request.last_values(names)
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
    parse_address(std::str::from_utf8(element).ok()?)
}

/// Parses an address, perhaps with a port. An IPv6 address with a port is in brackets, and may be
/// without one (RFC 7239 §6).
fn parse_address(text: &str) -> Option<IpAddr> {
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    let address = text.parse().ok();
    let address = address.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()));
    address.or_else(|| Some(in_brackets()?.into()))
}

/// Returns the elements of `X-Forwarded-For`, without empty ones (RFC 9110 §5.6.1.2).
fn elements(request: &impl Request) -> impl Iterator<Item = &[u8]> {
    let lines = request.header(ADDRESSES).flat_map(|line| line.split(|&byte| byte == b','));
    lines.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty())
}
