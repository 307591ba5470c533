//! A request that the compiler creates, for a proof or for an assertion.

use std::fmt;
use std::net::IpAddr;

use crate::lower::options::Options;
use redirect_core::Request;
use redirect_core::internals::charset::encoded;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::site_language::LanguageList;

/// The parts of a request that rules can match on.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct SampleRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) scheme: Option<String>,
    /// The field lines, each with its name in lower case.
    pub(crate) fields: Vec<(String, Vec<u8>)>,
    pub(crate) peer_addr: Option<IpAddr>,
}

impl Request for SampleRequest {
    fn method(&self) -> &str {
        &self.method
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
        self.scheme.as_deref()
    }

    /// Returns true if the scheme is known: the compiler knows what clients request.
    fn is_scheme_authoritative(&self) -> bool {
        self.scheme.is_some()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let mut lines = Vec::new();
        for (other, line) in &self.fields {
            if other == name {
                lines.push(&line[..]);
            }
        }
        lines.into_iter()
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.peer_addr
    }
}

impl SampleRequest {
    /// Creates a request without a path to the site that `options` describe.
    pub(crate) fn to_site(method: &str, options: &Options) -> SampleRequest {
        let mut request = SampleRequest { method: method.into(), ..SampleRequest::default() };
        if let Some(origin) = &options.origin {
            request.authority = Some(origin.authority.clone());
            request.scheme = Some(origin.scheme.clone());
        }
        request
    }

    /// Returns the request with another path.
    pub(crate) fn with_path(&self, path: String) -> SampleRequest {
        // Without its final slash, the path `/` is empty.
        let path = if path.is_empty() { "/".into() } else { path };
        SampleRequest { path, ..self.clone() }
    }

    /// Sets the value of a condition's subject.
    pub(crate) fn set(&mut self, subject: &Subject<Vec<u8>>, value: &[u8]) {
        let field = |name: &[u8], value: Vec<u8>| (text(name.to_vec()), value);
        match subject {
            Subject::Host => self.authority = Some(text(value.to_vec())),
            Subject::Scheme => self.scheme = Some(text(value.to_vec())),
            Subject::Language => self.fields.push(field(b"accept-language", value.to_vec())),
            Subject::SiteLanguage(list) => {
                if let Some(tag) = LanguageList::new(list).tag_of_code(value) {
                    self.fields.push(field(b"accept-language", tag.to_vec()));
                }
            }
            Subject::Header(name) => self.fields.push(field(name, value.to_vec())),
            Subject::Cookie(name) => {
                self.fields.push(field(b"cookie", [&name[..], b"=", value].concat()));
            }
            Subject::Query(name) => self.add_parameter(name, value),
            // The path determines the value.
            Subject::Capture(_) => {}
            Subject::Ip => self.peer_addr = text(value.to_vec()).parse().ok(),
            Subject::Port => {
                let authority = self.authority.as_deref().unwrap_or_default();
                let host = without_port(authority);
                self.authority = Some(format!("{host}:{}", text(value.to_vec())));
            }
        }
    }

    /// Removes the port of the authority.
    pub(crate) fn remove_port(&mut self) {
        let host = self.authority.take().map(|authority| without_port(&authority).to_owned());
        self.authority = host.filter(|host| !host.is_empty());
    }

    fn add_parameter(&mut self, name: &[u8], value: &[u8]) {
        let encode = |bytes: &[u8]| {
            let mut written = Vec::new();
            for &byte in bytes {
                if byte.is_ascii_alphanumeric() {
                    written.push(byte);
                } else {
                    written.extend_from_slice(&encoded(byte));
                }
            }
            text(written)
        };
        let parameter = format!("{}={}", encode(name), encode(value));
        self.query = Some(match self.query.take() {
            Some(query) => format!("{query}&{parameter}"),
            None => parameter,
        });
    }
}

/// Returns an authority without its port.
pub(crate) fn without_port(authority: &str) -> &str {
    let after_literal = authority.find(']').unwrap_or_default();
    match authority[after_literal..].find(':') {
        Some(colon) => &authority[..after_literal + colon],
        None => authority,
    }
}

/// The components of a path, or of an absolute URL.
pub(crate) struct UrlComponents<'a> {
    /// The scheme and the authority of an absolute URL.
    pub(crate) origin: Option<(&'a str, &'a str)>,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
}

impl<'a> UrlComponents<'a> {
    /// Splits a path with its query, or an absolute URL.
    pub(crate) fn new(text: &'a str) -> UrlComponents<'a> {
        let absolute = text.split_once("://");
        // In `/login?next=https://example.com/`, the URL is a part of the query.
        let (origin, target) = match absolute.filter(|(scheme, _)| !scheme.contains(['/', '?'])) {
            Some((scheme, rest)) => {
                let (authority, target) =
                    rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
                (Some((scheme, authority)), target)
            }
            None => (None, text),
        };
        let (path, query) = target.split_once('?').map_or((target, None), |(p, q)| (p, Some(q)));
        UrlComponents { origin, path, query }
    }
}

/// Returns a path without its mount, or `None` if the path is not under the mount.
pub(crate) fn under_mount<'a>(path: &'a str, mount: &str) -> Option<&'a str> {
    match path.strip_prefix(mount)? {
        "" => Some("/"),
        rest => rest.starts_with('/').then_some(rest),
    }
}

#[expect(clippy::expect_used, reason = "an impossible state")]
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("invariant: hosts, schemes, names and queries are UTF-8")
}

/// Formats the request for messages: `POST https://example.com/old`, followed by its fields.
impl fmt::Display for SampleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.scheme.as_deref();
        // A request without a host may have a port.
        let (host, port) = match self.authority.as_deref() {
            Some(authority) => match authority.strip_prefix(':') {
                Some(port) => (None, Some(port)),
                None => (Some(authority), None),
            },
            None => (None, None),
        };
        let origin = scheme.zip(host).map(|(scheme, host)| format!("{scheme}://{host}"));
        write!(f, "{} {}{}", self.method, origin.as_deref().unwrap_or_default(), self.path)?;
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        if let (None, Some(scheme)) = (&origin, scheme) {
            write!(f, ", scheme: {scheme}")?;
        }
        if let (None, Some(host)) = (&origin, host) {
            write!(f, ", host: {host}")?;
        }
        if let Some(port) = port {
            write!(f, ", port: {port}")?;
        }
        if let Some(address) = self.peer_addr {
            write!(f, ", ip: {address}")?;
        }
        for (name, value) in &self.fields {
            write!(f, ", {name}: {}", String::from_utf8_lossy(value))?;
        }
        Ok(())
    }
}
