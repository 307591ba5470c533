//! Requests whose targets need not be valid URIs.

use std::fmt;
use std::net::IpAddr;

use redirect_core::{Redirects, Request};

/// A GET request for a path.
#[derive(Clone, Copy, Debug)]
pub struct Get<'a> {
    /// The value of `Host`.
    pub host: Option<&'a str>,
    /// The path.
    pub path: &'a str,
}

impl Request for Get<'_> {
    #[inline]
    fn method(&self) -> &'static str {
        "GET"
    }
    #[inline]
    fn path(&self) -> &str {
        self.path
    }
    #[inline]
    fn query(&self) -> Option<&str> {
        None
    }
    #[inline]
    fn authority(&self) -> Option<&str> {
        self.host
    }
    #[inline]
    fn scheme(&self) -> Option<&str> {
        None
    }
    #[inline]
    fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
        std::iter::empty()
    }
}

/// Returns the location of the redirect for a GET request to `path`.
pub fn location(table: &Redirects, path: &str) -> Option<String> {
    let location = table.find(&Get { host: None, path }).redirect()?.location()?;
    location.to_str().ok().map(Into::into)
}

/// A request of any method, with header fields.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TestRequest {
    /// The method.
    pub method: &'static str,
    /// The path.
    pub path: String,
    /// The query string, without its question mark.
    pub query: Option<String>,
    /// The host, with a port if there is one.
    pub authority: Option<String>,
    /// The scheme, if it is known.
    pub scheme: Option<&'static str>,
    /// The header fields, with names in lowercase.
    pub headers: Vec<(&'static str, String)>,
    /// The address of the peer, if it is known.
    pub peer_addr: Option<IpAddr>,
}

impl TestRequest {
    /// Returns the values of all field lines with this name.
    pub fn header_values(&self, name: &str) -> Vec<&str> {
        let is_named = |(other, _): &&(&str, String)| *other == name;
        self.headers.iter().filter(is_named).map(|(_, value)| &value[..]).collect()
    }
}

impl Request for TestRequest {
    fn method(&self) -> &str {
        self.method
    }
    fn path(&self) -> &str {
        &self.path
    }
    fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }
    fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }
    fn scheme(&self) -> Option<&str> {
        self.scheme
    }
    fn is_scheme_authoritative(&self) -> bool {
        self.scheme.is_some()
    }
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.header_values(name).into_iter().map(str::as_bytes)
    }
    fn peer_addr(&self) -> Option<IpAddr> {
        self.peer_addr
    }
}

impl fmt::Display for TestRequest {
    /// Formats the request as `METHOD scheme://host/path?query, name: value`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.method)?;
        if let Some(scheme) = self.scheme {
            write!(f, "{scheme}:")?;
        }
        if let Some(authority) = &self.authority {
            write!(f, "//{authority}")?;
        }
        f.write_str(&self.path)?;
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        self.headers.iter().try_for_each(|(name, value)| write!(f, ", {name}: {value}"))?;
        self.peer_addr.map_or(Ok(()), |address| write!(f, ", ip: {address}"))
    }
}
