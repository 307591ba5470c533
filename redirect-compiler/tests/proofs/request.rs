//! Requests as the compiler's messages show them.

use test_support::TestRequest;

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];

const SCHEMES: [&str; 2] = ["https", "http"];

const FIELDS: [&str; 7] = [
    "cookie",
    "accept-language",
    "x-h",
    "x-forwarded-proto",
    "x-forwarded-ssl",
    "x-forwarded-host",
    "cf-visitor",
];

/// Parses a request from a message: `POST https://a.example/a?q=1, cookie: c=a`, or
/// `POST /a?q=1, host: a.example`.
pub(crate) fn parse(shown: &str) -> Option<TestRequest> {
    let mut parts = shown.split(", ");
    let (method, target) = parts.next()?.split_once(' ')?;
    let method = METHODS.into_iter().find(|known| *known == method)?;
    let (mut scheme, mut authority, target) = match target.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, target) = rest.split_at(rest.find('/')?);
            (Some(known_scheme(scheme)?), Some(authority.to_owned()), target)
        }
        None => (None, None, target),
    };
    let (mut headers, mut peer_addr) = (Vec::new(), None);
    for part in parts {
        match part.split_once(": ")? {
            ("scheme", value) => scheme = Some(known_scheme(value)?),
            ("host", value) => authority = Some(value.to_owned()),
            ("port", value) => authority = Some(format!(":{value}")),
            ("ip", value) => peer_addr = Some(value.parse().ok()?),
            (name, line) => {
                let name = FIELDS.into_iter().find(|known| *known == name)?;
                headers.push((name, line.into()));
            }
        }
    }
    let (path, query) = target.split_once('?').map_or((target, None), |(p, q)| (p, Some(q)));
    Some(TestRequest {
        method,
        path: path.into(),
        query: query.map(Into::into),
        authority,
        scheme,
        headers,
        peer_addr,
    })
}

fn known_scheme(scheme: &str) -> Option<&'static str> {
    SCHEMES.into_iter().find(|known| *known == scheme)
}
