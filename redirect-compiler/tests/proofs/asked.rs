//! A request.

use std::fmt;

use redirect_core::Request;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) scheme: Option<&'static str>,
    pub(crate) cookie: Option<String>,
}

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];

impl Asked {
    /// A request as a message shows it: `POST https://a.example/a?q=1, cookie: c=a`, or
    /// `POST /a?q=1, host: a.example`.
    pub(crate) fn read(shown: &str) -> Option<Asked> {
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
        Some(Asked {
            method,
            path: path.into(),
            query: query.map(Into::into),
            authority: (!authority.is_empty()).then(|| authority.into()),
            scheme: (has_scheme || url.is_some()).then_some("https"),
            cookie: cookie.map(Into::into),
        })
    }
}

impl Request for Asked {
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
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.cookie.as_ref().filter(|_| name == "cookie").map(String::as_bytes).into_iter()
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.scheme.map_or(String::new(), |scheme| format!("{scheme}:"));
        let host =
            self.authority.as_ref().map_or(String::new(), |host| format!("{scheme}//{host}"));
        let query = self.query.as_ref().map_or(String::new(), |query| format!("?{query}"));
        let cookie = self.cookie.as_ref().map_or(String::new(), |line| format!(", cookie: {line}"));
        write!(f, "{} {host}{}{query}{cookie}", self.method, self.path)
    }
}
