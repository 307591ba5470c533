//! What tests of captures and of keys share: requests that are a path and no more.

use redirect_core::{Redirects, Request};

/// A GET of a path, also of one that is no URI.
struct Get<'a>(&'a str);

impl Request for Get<'_> {
    fn method(&self) -> &'static str {
        "GET"
    }
    fn path(&self) -> &str {
        self.0
    }
    fn query(&self) -> Option<&str> {
        None
    }
    fn authority(&self) -> Option<&str> {
        None
    }
    fn scheme(&self) -> Option<&str> {
        None
    }
    fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
        std::iter::empty()
    }
}

/// Where a table sends a GET of a path.
pub(crate) fn location(table: &Redirects, path: &str) -> Option<String> {
    let location = table.find(&Get(path)).redirect()?.location()?;
    location.to_str().ok().map(Into::into)
}
