//! Requests as the compiler's messages show them.

use test_support::TestRequest;

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];

/// Parses a request from a message: `POST https://a.example/a?q=1, cookie: c=a`, or
/// `POST /a?q=1, host: a.example`.
pub(crate) fn parse(shown: &str) -> Option<TestRequest> {
    let (line, cookie) =
        shown.split_once(", cookie: ").map_or((shown, None), |(line, c)| (line, Some(c)));
    let (line, host) =
        line.split_once(", host: ").map_or((line, None), |(line, host)| (line, Some(host)));
    let (line, has_scheme) =
        line.split_once(", scheme: https").map_or((line, false), |(line, _)| (line, true));
    let (method, target) = line.split_once(' ')?;
    let method = METHODS.into_iter().find(|known| *known == method)?;
    let url = target.strip_prefix("https://");
    let (authority, target) = match url {
        Some(rest) => rest.split_at(rest.find('/')?),
        None => (host.unwrap_or_default(), target),
    };
    let (path, query) = target.split_once('?').map_or((target, None), |(p, q)| (p, Some(q)));
    Some(TestRequest {
        method,
        path: path.into(),
        query: query.map(Into::into),
        authority: (!authority.is_empty()).then(|| authority.into()),
        scheme: (has_scheme || url.is_some()).then_some("https"),
        headers: cookie.map(|cookie| ("cookie", cookie.into())).into_iter().collect(),
    })
}
