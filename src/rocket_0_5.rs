//! A fairing for [`rocket`](https://docs.rs/rocket/0.5) 0.5.
//!
//! ```
//! use redirects::{RedirectLayer, Redirects, redirects};
//! use rocket::{get, routes};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! #[get("/new")]
//! fn new() -> &'static str {
//!     "the new page"
//! }
//!
//! let rocket = rocket::build().mount("/", routes![new]).attach(RedirectLayer::new(&SITE));
//! ```
//!
//! A fairing cannot respond to requests, so this one mounts routes that Rocket tries before all
//! others. If you attach several layers, Rocket tries their routes in the order of attachment.
//! Attach a layer with [`only_on_not_found`](RedirectLayer::only_on_not_found) before the others.
//! If it replaces a 404 response, the others can then add `Vary` to the replacement.
//!
//! Responses of Rocket have no extensions. The [`RuleMatch`] of a redirect, or of a `pass` rule, is
//! in the request-local cache: `request.local_cache(|| None::<RuleMatch>)`. The cache keeps the
//! first rule.
//!
//! Rocket responds with 400 to requests with a method that it does not know. The layer does not see
//! these requests.

use std::io::Cursor;
use std::net::IpAddr;
use std::ops::ControlFlow;

use http::StatusCode;
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::{Method, Status};
use rocket::route::{Handler, Outcome, Route};
use rocket::{Build, Data, Rocket, async_trait};

use crate::{RedirectLayer, Request, ResponseAction, RuleMatch};

const NAME: &str = "redirects";

const METHODS: [Method; 9] = [
    Method::Get,
    Method::Put,
    Method::Post,
    Method::Delete,
    Method::Options,
    Method::Head,
    Method::Trace,
    Method::Connect,
    Method::Patch,
];

#[async_trait]
impl Fairing for RedirectLayer {
    fn info(&self) -> Info {
        Info { name: NAME, kind: Kind::Ignite | Kind::Response }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let is_own = |route: &&Route| route.name.as_deref() == Some(NAME);
        let rank = rocket.routes().filter(is_own).map(|route| route.rank + 1).max();
        let route = |method| {
            let rank = rank.unwrap_or(isize::MIN);
            let mut route = Route::ranked(rank, method, "/<_..>", self.clone());
            route.name = Some(NAME.into());
            route
        };
        Ok(rocket.mount("/", METHODS.map(route)))
    }

    async fn on_response<'r>(
        &self,
        request: &'r rocket::Request<'_>,
        response: &mut rocket::Response<'r>,
    ) {
        let ControlFlow::Continue(pending) = self.decide(&RocketRequest(request)) else {
            return; // The route has responded.
        };
        // Rocket allows any number as a status. Numbers that `http` rejects are not 404.
        let status = StatusCode::from_u16(response.status().code).unwrap_or_default();
        match pending.on_response(status) {
            ResponseAction::Keep => {}
            ResponseAction::AddVary(fields) => {
                response.adjoin_raw_header("vary", text(&fields));
            }
            ResponseAction::Replace(redirect) => {
                cache_rule(request, redirect.extensions().get());
                *response = self::response(&redirect);
            }
        }
    }
}

#[async_trait]
impl Handler for RedirectLayer {
    async fn handle<'r>(&self, request: &'r rocket::Request<'_>, data: Data<'r>) -> Outcome<'r> {
        match self.on_request(&RocketRequest(request)) {
            ControlFlow::Break(redirect) => {
                cache_rule(request, redirect.extensions().get());
                Outcome::Success(response(&redirect))
            }
            ControlFlow::Continue(pending) => {
                cache_rule(request, pending.pass_rule());
                Outcome::Forward((data, Status::NotFound))
            }
        }
    }
}

/// Stores the rule that matched in the request-local cache.
fn cache_rule(request: &rocket::Request<'_>, rule: Option<&RuleMatch>) {
    if let Some(rule) = rule {
        request.local_cache(|| Some(rule.clone()));
    }
}

/// An adapter for requests of Rocket.
struct RocketRequest<'a, 'r>(&'a rocket::Request<'r>);

impl Request for RocketRequest<'_, '_> {
    fn method(&self) -> &str {
        self.0.method().as_str()
    }

    fn path(&self) -> &str {
        self.0.uri().path().as_str()
    }

    fn query(&self) -> Option<&str> {
        self.0.uri().query().map(|query| query.as_str())
    }

    /// Returns the authority as Rocket knows it: the `:authority` of HTTP/2, or the `Host` field.
    /// Returns `None` if there are several `Host` fields.
    fn authority(&self) -> Option<&str> {
        let is_one = self.0.headers().get("host").count() < 2;
        self.0.host().filter(|_| is_one).map(|host| host.domain().as_str())
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.headers().get(name).map(str::as_bytes)
    }

    /// Returns the address of the connection. `Request::client_ip` would trust `X-Real-IP`.
    fn peer_addr(&self) -> Option<IpAddr> {
        self.0.remote().map(|address| address.ip())
    }
}

fn response<'r>(redirect: &http::Response<()>) -> rocket::Response<'r> {
    let mut response = rocket::Response::new();
    response.set_status(Status::new(redirect.status().as_u16()));
    for (name, value) in redirect.headers() {
        response.adjoin_raw_header(name.as_str().to_owned(), text(value));
    }
    response.set_sized_body(0, Cursor::new(""));
    response
}

fn text(value: &http::HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}
