//! A request for a URL that is given as text.

use std::net::IpAddr;

use http::Uri;

use super::RequestRef;
use crate::request::charset::find_either;

/// A GET request for a URL, without header fields. Its parts borrow from the URL.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct UrlRequest<'r> {
    scheme: Option<&'r str>,
    authority: Option<&'r str>,
    path: &'r str,
    query: Option<&'r str>,
}

impl<'r> UrlRequest<'r> {
    /// Parses a path with an optional query, or an absolute URL; a fragment is dropped.
    ///
    /// [`Uri`] validates the text. It does not hold the parts as well, because it copies the text,
    /// and the parts would borrow from that copy.
    pub(crate) fn parse(url: &'r str) -> Option<UrlRequest<'r>> {
        url.parse::<Uri>().ok()?;
        let url = url.split('#').next().unwrap_or(url);
        let (scheme, authority, path_and_query) = if url.starts_with('/') {
            (None, None, url)
        } else {
            let (scheme, rest) = url.split_once(':')?;
            let rest = rest.strip_prefix("//")?;
            let end = find_either(rest, ['/', '?']).unwrap_or(rest.len());
            (Some(scheme), Some(&rest[..end]), &rest[end..])
        };
        let (path, query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path_and_query, None),
        };
        let path = if path.is_empty() { "/" } else { path };
        Some(UrlRequest { scheme, authority, path, query })
    }
}

impl<'r> RequestRef<'r> for UrlRequest<'r> {
    fn method(self) -> &'r str {
        "GET"
    }

    fn path(self) -> &'r str {
        self.path
    }

    fn query(self) -> Option<&'r str> {
        self.query
    }

    fn authority(self) -> Option<&'r str> {
        self.authority
    }

    fn scheme(self) -> Option<&'r str> {
        self.scheme
    }

    /// Returns true if the URL has a scheme, because the URL alone determines the request.
    fn is_scheme_authoritative(self) -> bool {
        self.scheme.is_some()
    }

    fn header(self, _: &str) -> impl Iterator<Item = &'r [u8]> {
        std::iter::empty()
    }

    fn peer_addr(self) -> Option<IpAddr> {
        None
    }
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::UrlRequest;
    use crate::request::Request;

    #[test]
    fn parts_are_those_of_a_uri() {
        let urls = [
            "/",
            "/a/b",
            "/a?",
            "/a?b=c?d",
            "/a#b",
            "/a?b#c?d",
            "//a/b",
            "/a://b",
            "/%zz",
            "/é",
            "http://a.example",
            "http://a.example?b",
            "http://a.example#b",
            "https://a.example:81/b?c",
            "https://user@a.example/b://c",
            "http://[::1]:80/a",
            "ftp://a.example/b",
        ];
        for url in urls {
            let uri = url.parse::<Uri>();
            let expected = uri.as_ref().ok().map(|uri| UrlRequest {
                scheme: Request::scheme(uri),
                authority: Request::authority(uri),
                path: uri.path(),
                query: uri.query(),
            });
            assert!(expected.is_some(), "{url}");
            assert_eq!(UrlRequest::parse(url), expected, "{url}");
        }
    }

    #[test]
    fn text_that_is_not_a_url_with_a_path_is_rejected() {
        for text in [
            "",
            "*",
            "a",
            "a.example",
            "a.example:80",
            "a/b",
            "?a",
            "#a",
            "/a b",
            "/\n",
            "://",
            "http://",
        ] {
            assert_eq!(UrlRequest::parse(text), None, "{text}");
        }
    }
}
