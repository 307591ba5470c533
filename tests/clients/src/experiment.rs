//! What every client is asked, and how its answer is read from what arrived.

use std::fmt;

use http::Method;

use crate::site::Site;

pub(crate) const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

pub(crate) const METHODS: [Method; 6] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// What is sent with a POST, PUT or PATCH.
pub(crate) const BODY: &str = include_str!("../body.txt");

pub(crate) fn has_body(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

/// What comes to the target where nothing is changed.
pub(crate) fn sent(method: &Method) -> String {
    if has_body(method) { format!("{method} and body") } else { method.to_string() }
}

/// What an answer says of caches.
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

/// A request that a client is to make and follow.
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) url: String,
    /// How often it is made, in one session of the client.
    pub(crate) times: usize,
}

pub(crate) enum Question {
    /// Which method and body come to the target.
    Follow(u16, Method),
    /// Whether the second of two requests comes to the server.
    Cache(u16, Caching),
}

impl Question {
    pub(crate) fn all() -> impl Iterator<Item = Question> {
        let follow = STATUSES
            .into_iter()
            .flat_map(|status| METHODS.map(|method| Question::Follow(status, method)));
        let cache = STATUSES
            .into_iter()
            .flat_map(|status| Caching::ALL.map(|caching| Question::Cache(status, caching)));
        follow.chain(cache)
    }

    pub(crate) fn method(&self) -> Method {
        match self {
            Question::Follow(_, method) => method.clone(),
            Question::Cache(..) => Method::GET,
        }
    }

    fn source(&self, case: usize) -> String {
        match self {
            Question::Follow(status, _) => format!("/unset/{status}/{case}"),
            Question::Cache(status, caching) => format!("/{}/{status}/{case}", caching.as_str()),
        }
    }

    pub(crate) fn ask(&self, case: usize, site: &Site) -> Ask {
        let times = if matches!(self, Question::Cache(..)) { 2 } else { 1 };
        Ask { method: self.method(), url: site.url(&self.source(case)), times }
    }

    /// The answer, from what arrived and from what the client said in the end.
    pub(crate) fn answer(&self, case: usize, said: &str, site: &Site) -> String {
        match self {
            Question::Follow(..) => followed(&format!("/target/{case}"), said, site),
            Question::Cache(..) => match site.arrivals(&self.source(case)).len() {
                1 => "asks once".into(),
                2 => "asks twice".into(),
                number => format!("asks {number} times: {said}"),
            },
        }
    }
}

/// `PUT and body`, `GET`, or what the client says instead.
fn followed(target: &str, said: &str, site: &Site) -> String {
    let arrivals: Vec<_> = site
        .arrivals(target)
        .into_iter()
        .map(|arrival| match arrival.body {
            body if body.is_empty() => arrival.method.to_string(),
            body if body == BODY.as_bytes() => format!("{} and body", arrival.method),
            body => format!("{} and {} other bytes", arrival.method, body.len()),
        })
        .collect();
    if arrivals.is_empty() { format!("stops: {said}") } else { arrivals.join(", then ") }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::Follow(status, method) => write!(f, "{status} {method}"),
            Question::Cache(status, caching) => write!(f, "{status} {}", caching.as_str()),
        }
    }
}
