//! Host and scheme from the `X-Forwarded-*` fields of a trusted proxy.

use std::cell::Cell;

use crate::Request;

const HOST: &str = "x-forwarded-host";
const SCHEME: &str = "x-forwarded-proto";

/// A request whose host and scheme are those that the nearest proxy reports, if it reports any.
#[derive(Debug)]
pub(crate) struct Forwarded<'a, R> {
    request: &'a R,
    inspects_host: Cell<bool>,
    inspects_scheme: Cell<bool>,
}

impl<'a, R: Request> Forwarded<'a, R> {
    pub(crate) fn new(request: &'a R) -> Forwarded<'a, R> {
        Forwarded { request, inspects_host: Cell::new(false), inspects_scheme: Cell::new(false) }
    }

    /// Returns the names of the proxy's fields that were read.
    pub(crate) fn inspected(&self) -> impl Iterator<Item = &'static str> {
        [(HOST, &self.inspects_host), (SCHEME, &self.inspects_scheme)]
            .into_iter()
            .filter_map(|(name, is_inspected)| is_inspected.get().then_some(name))
    }

    /// Returns the last value of a field, which the nearest proxy wrote. Earlier values may come
    /// from other proxies or from the client.
    fn last(&self, name: &str) -> Option<&str> {
        let line = std::str::from_utf8(self.request.header(name).last()?).ok()?;
        let value = line.rsplit(',').next()?.trim_matches([' ', '\t']);
        (!value.is_empty()).then_some(value)
    }
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
        self.inspects_host.set(true);
        self.last(HOST).or_else(|| self.request.authority())
    }

    fn scheme(&self) -> Option<&str> {
        self.inspects_scheme.set(true);
        match self.last(SCHEME) {
            // Schemes are case-insensitive (RFC 3986 §3.1).
            Some(scheme) => ["http", "https"].into_iter().find(|s| s.eq_ignore_ascii_case(scheme)),
            None => self.request.scheme(),
        }
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.request.header(name)
    }
}
