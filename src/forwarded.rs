//! A request as a trusted proxy says that it received it.

use std::cell::Cell;

use crate::Request;

const HOST: &str = "x-forwarded-host";
const SCHEME: &str = "x-forwarded-proto";

/// A request whose host and scheme are those that the nearest proxy names, where it names some.
#[derive(Debug)]
pub(crate) struct Forwarded<'a, R> {
    request: &'a R,
    host_is_looked_at: Cell<bool>,
    scheme_is_looked_at: Cell<bool>,
}

impl<'a, R: Request> Forwarded<'a, R> {
    pub(crate) fn new(request: &'a R) -> Forwarded<'a, R> {
        let not_yet = || Cell::new(false);
        Forwarded { request, host_is_looked_at: not_yet(), scheme_is_looked_at: not_yet() }
    }

    /// The fields that were looked at for a host or a scheme.
    pub(crate) fn looked_at(&self) -> impl Iterator<Item = &'static str> {
        [(HOST, &self.host_is_looked_at), (SCHEME, &self.scheme_is_looked_at)]
            .into_iter()
            .filter_map(|(name, is_looked_at)| is_looked_at.get().then_some(name))
    }

    /// The value that the nearest proxy wrote: others before it may have added theirs, and so may
    /// the client.
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
        self.host_is_looked_at.set(true);
        self.last(HOST).or_else(|| self.request.authority())
    }

    fn scheme(&self) -> Option<&str> {
        self.scheme_is_looked_at.set(true);
        match self.last(SCHEME) {
            // Case does not matter in a scheme (RFC 3986 §3.1).
            Some(scheme) => ["http", "https"].into_iter().find(|s| s.eq_ignore_ascii_case(scheme)),
            None => self.request.scheme(),
        }
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.request.header(name)
    }
}
