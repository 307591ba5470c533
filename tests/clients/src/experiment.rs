//! The experiments with every client, and their results from the requests that arrive.

use std::fmt;

use http::Method;

use crate::site::Site;

pub(crate) const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

pub(crate) const METHODS: [Method; 6] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The body of a POST, PUT or PATCH.
pub(crate) const BODY: &str = include_str!("../body.txt");

pub(crate) fn has_body(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

/// Describes a request that arrives with its method and body unchanged.
pub(crate) fn sent(method: &Method) -> String {
    if has_body(method) { format!("{method} and body") } else { method.to_string() }
}

/// The `Cache-Control` of a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caching {
    Unset,
    MaxAge,
    NoStore,
}

impl Caching {
    pub(crate) const ALL: [Caching; 3] = [Caching::Unset, Caching::MaxAge, Caching::NoStore];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Caching::Unset => "unset",
            Caching::MaxAge => "max-age",
            Caching::NoStore => "no-store",
        }
    }
}

/// A request that a client sends, following redirects.
pub(crate) struct ClientRequest {
    pub(crate) method: Method,
    pub(crate) url: String,
    /// The number of times that the client sends it, in one session.
    pub(crate) times: usize,
}

pub(crate) enum Experiment {
    /// Observes which method and body arrive at the target.
    Follow(u16, Method),
    /// Observes whether the second of two requests arrives at the server.
    Cache(u16, Caching),
}

impl Experiment {
    pub(crate) fn all() -> impl Iterator<Item = Experiment> {
        let follow = STATUSES
            .into_iter()
            .flat_map(|status| METHODS.map(|method| Experiment::Follow(status, method)));
        let cache = STATUSES
            .into_iter()
            .flat_map(|status| Caching::ALL.map(|caching| Experiment::Cache(status, caching)));
        follow.chain(cache)
    }

    pub(crate) fn method(&self) -> Method {
        match self {
            Experiment::Follow(_, method) => method.clone(),
            Experiment::Cache(..) => Method::GET,
        }
    }

    fn source(&self, case: usize) -> String {
        match self {
            Experiment::Follow(status, _) => format!("/unset/{status}/{case}"),
            Experiment::Cache(status, caching) => format!("/{}/{status}/{case}", caching.as_str()),
        }
    }

    pub(crate) fn request(&self, case: usize, site: &Site) -> ClientRequest {
        let times = if matches!(self, Experiment::Cache(..)) { 2 } else { 1 };
        ClientRequest { method: self.method(), url: site.url(&self.source(case)), times }
    }

    /// Returns the result, from the requests that arrived and the last message of the client.
    pub(crate) fn result(&self, case: usize, message: &str, site: &Site) -> String {
        match self {
            Experiment::Follow(..) => followed(&format!("/target/{case}"), message, site),
            Experiment::Cache(..) => match site.arrivals(&self.source(case)).len() {
                1 => "1 request".into(),
                2 => "2 requests".into(),
                number => format!("{number} requests: {message}"),
            },
        }
    }
}

/// Describes the requests at a target, or the message of a client that did not send any.
fn followed(target: &str, message: &str, site: &Site) -> String {
    let arrivals: Vec<_> = site
        .arrivals(target)
        .into_iter()
        .map(|arrival| match arrival.body {
            body if body.is_empty() => arrival.method.to_string(),
            body if body == BODY.as_bytes() => format!("{} and body", arrival.method),
            body => format!("{} and {} other bytes", arrival.method, body.len()),
        })
        .collect();
    if arrivals.is_empty() { format!("stops: {message}") } else { arrivals.join(", then ") }
}

impl fmt::Display for Experiment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Experiment::Follow(status, method) => write!(f, "{status} {method}"),
            Experiment::Cache(status, caching) => write!(f, "{status} {}", caching.as_str()),
        }
    }
}
