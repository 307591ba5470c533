//! The framework-independent layer: pure functions of a request and of a response status.

use std::ops::ControlFlow;

use http::header::{HeaderValue, VARY};
use http::{Response, StatusCode};

use crate::forwarded::Forwarded;
use crate::{Redirect, Redirects, Request};

/// A layer that responds to requests that a table redirects, and passes all others to the
/// application.
///
/// The layer implements the middleware trait of each framework whose feature is enabled. (For
/// Pingora, call the filter functions instead.) The framework's module shows how to add the layer.
/// By default, the table responds first; to let the application respond first, call
/// [`only_on_not_found`](RedirectLayer::only_on_not_found).
///
/// If a condition reads a header field and the request is not redirected, the layer adds the
/// field's name to `Vary` in the application's response. Otherwise, a cache could serve that
/// response to clients that should be redirected.
///
/// Put the layer around the outermost router. Nested routers strip their prefix from the path, so
/// a layer inside one would not see the path that the client requested.
///
/// To use the layer with any other server, call [`on_request`](RedirectLayer::on_request) and
/// [`PendingResponse::on_response`].
///
/// ```
/// use redirects::{RedirectLayer, Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// let layer = RedirectLayer::new(&SITE);
/// let request = http::Request::get("/old").body(()).unwrap();
/// let response = layer.on_request(&request).break_value().unwrap();
/// assert_eq!(response.headers()["location"], "/new");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer has no effect until it is added to an application"]
pub struct RedirectLayer {
    redirects: Redirects,
    precedence: Precedence,
    trusts_forwarded: bool,
}

/// The component that responds first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Precedence {
    Redirects,
    Application,
}

impl RedirectLayer {
    /// Creates a layer from a table, or from a reference to one. Tables are cheap to clone.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let layer = RedirectLayer::new(&SITE);
    /// let layer = RedirectLayer::new(redirects! { "/old" => 301 "/new" });
    /// ```
    pub fn new(redirects: impl Into<Redirects>) -> RedirectLayer {
        RedirectLayer {
            redirects: redirects.into(),
            precedence: Precedence::Redirects,
            trusts_forwarded: false,
        }
    }

    /// Lets the application respond first. The layer then replaces only 404 responses
    /// (RFC 9110 §15.5.5) to GET and HEAD requests, regardless of which part of the application
    /// produced them. Rules for other methods never match.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static ARCHIVE: Redirects = redirects! {
    ///     "/{*page}" => 302 "https://archive.example.com/{page}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&ARCHIVE).only_on_not_found();
    /// ```
    pub fn only_on_not_found(self) -> RedirectLayer {
        RedirectLayer { precedence: Precedence::Application, ..self }
    }

    /// Reads the host from `X-Forwarded-Host` and the scheme from `X-Forwarded-Proto`, if they are
    /// present. If a field has several values, the layer uses the last one, which the nearest proxy
    /// wrote. `Forwarded` (RFC 7239) is ignored.
    ///
    /// **Call this only behind a proxy that sets or removes both fields on every request.**
    /// Otherwise, any client can choose the host that rules match on. If a rule captures the host,
    /// the client can also choose the host of redirects that a cache serves to others. Check your
    /// proxy's configuration: by default, many proxies set one field and forward the other.
    ///
    /// `Vary` then also lists `X-Forwarded-Host` if the lookup reads the host, and
    /// `X-Forwarded-Proto` if it reads the scheme.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/{*path}" if scheme == "http" => 308 "https://example.com/{path}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&SITE).trust_forwarded();
    /// let on_request = |scheme| {
    ///     let request = http::Request::get("/a").header("x-forwarded-proto", scheme);
    ///     layer.on_request(&request.body(()).unwrap())
    /// };
    /// assert!(on_request("http").is_break());
    /// assert!(on_request("https").is_continue());
    /// ```
    pub fn trust_forwarded(self) -> RedirectLayer {
        RedirectLayer { trusts_forwarded: true, ..self }
    }

    /// Looks up a request in the table. Returns `Break` with the redirect to send, or `Continue`
    /// if the application should respond.
    ///
    /// An adapter for another server needs only this method and [`PendingResponse::on_response`]:
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use http::{Request, Response};
    /// use redirects::{RedirectLayer, Redirects, ResponseAction, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/home" if cookie["beta"] => 307 "/beta" };
    ///
    /// fn respond(layer: &RedirectLayer, request: &Request<()>) -> Response<()> {
    ///     let pending = match layer.on_request(request) {
    ///         ControlFlow::Break(redirect) => return redirect,
    ///         ControlFlow::Continue(pending) => pending,
    ///     };
    ///     let mut response = Response::new(()); // from the application
    ///     match pending.on_response(response.status()) {
    ///         ResponseAction::Keep => {}
    ///         ResponseAction::AddVary(fields) => {
    ///             response.headers_mut().append("vary", fields);
    ///         }
    ///         ResponseAction::Replace(redirect) => return redirect,
    ///     }
    ///     response
    /// }
    ///
    /// let layer = RedirectLayer::new(&SITE);
    /// let request = Request::get("/home").body(()).unwrap();
    /// assert_eq!(respond(&layer, &request).headers()["vary"], "cookie");
    /// ```
    #[must_use = "a redirect has no effect until it is returned to the client"]
    pub fn on_request(&self, request: &impl Request) -> ControlFlow<Response<()>, PendingResponse> {
        let precedence = self.precedence;
        if precedence == Precedence::Application && !["GET", "HEAD"].contains(&request.method()) {
            return ControlFlow::Continue(PendingResponse {
                redirect: None,
                vary: None,
                precedence,
            });
        }
        let (redirect, vary) = if self.trusts_forwarded {
            self.look_up_forwarded(request)
        } else {
            self.look_up(request)
        };
        match redirect {
            Some(redirect) if precedence == Precedence::Redirects => ControlFlow::Break(redirect),
            redirect => ControlFlow::Continue(PendingResponse { redirect, vary, precedence }),
        }
    }

    /// Returns the redirect for a request, and the header fields that conditions read.
    fn look_up(&self, request: &impl Request) -> (Option<Response<()>>, Option<HeaderValue>) {
        let found = self.redirects.find(request);
        let vary = found.vary();
        (found.redirect().map(Redirect::into_response), vary)
    }

    /// Returns the redirect for a request, with the host and scheme that a trusted proxy reports,
    /// and the header fields that were read, including the proxy's.
    fn look_up_forwarded(
        &self,
        request: &impl Request,
    ) -> (Option<Response<()>>, Option<HeaderValue>) {
        let forwarded = Forwarded::new(request);
        let (mut redirect, vary) = self.look_up(&forwarded);
        let vary = join(vary, forwarded.inspected());
        if let (Some(redirect), Some(fields)) = (&mut redirect, &vary) {
            redirect.headers_mut().insert(VARY, fields.clone());
        }
        (redirect, vary)
    }
}

/// Appends field names to a value of `Vary`. Returns `None` if the result would be empty.
fn join(
    vary: Option<HeaderValue>,
    names: impl Iterator<Item = &'static str>,
) -> Option<HeaderValue> {
    let names = names.map(HeaderValue::from_static);
    let fields: Vec<_> = vary.into_iter().chain(names).collect();
    let fields: Vec<_> = fields.iter().map(HeaderValue::as_bytes).collect();
    let joined = HeaderValue::from_bytes(&fields.join(&b", "[..])).ok();
    joined.filter(|joined| !joined.is_empty())
}

/// The pending decision about the application's response to a request.
///
/// Returned by [`RedirectLayer::on_request`].
///
/// ```
/// use http::StatusCode;
/// use redirects::{PendingResponse, RedirectLayer, Redirects, ResponseAction, redirects};
///
/// static SITE: Redirects = redirects! { "/home" if cookie["beta"] => 307 "/beta" };
///
/// let request = http::Request::get("/home").body(()).unwrap();
/// let pending: PendingResponse =
///     RedirectLayer::new(&SITE).on_request(&request).continue_value().unwrap();
/// let action = pending.on_response(StatusCode::OK);
/// assert!(matches!(action, ResponseAction::AddVary(fields) if fields == "cookie"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "call `on_response` once the application has responded"]
pub struct PendingResponse {
    /// The replacement for a 404 response.
    redirect: Option<Response<()>>,
    /// The header fields that conditions read.
    vary: Option<HeaderValue>,
    precedence: Precedence,
}

impl PendingResponse {
    /// Returns the action to take on the application's response, given its status. Only a 404
    /// response (RFC 9110 §15.5.5) can be replaced.
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::{RedirectLayer, Redirects, ResponseAction, redirects};
    ///
    /// static ARCHIVE: Redirects = redirects! {
    ///     "/{*page}" => 302 "https://archive.example.com/{page}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&ARCHIVE).only_on_not_found();
    /// let request = http::Request::get("/a").body(()).unwrap();
    /// let pending = layer.on_request(&request).continue_value().unwrap();
    ///
    /// let action = pending.clone().on_response(StatusCode::OK);
    /// assert!(matches!(action, ResponseAction::Keep));
    /// let action = pending.on_response(StatusCode::NOT_FOUND);
    /// assert!(matches!(action, ResponseAction::Replace(redirect) if redirect.status() == 302));
    /// ```
    pub fn on_response(self, status: StatusCode) -> ResponseAction {
        let is_not_found = status == StatusCode::NOT_FOUND;
        let depends_on_fields = match self.precedence {
            Precedence::Redirects => true,
            Precedence::Application => is_not_found,
        };
        match (self.redirect, self.vary) {
            (Some(redirect), _) if is_not_found => ResponseAction::Replace(redirect),
            (_, Some(fields)) if depends_on_fields => ResponseAction::AddVary(fields),
            _ => ResponseAction::Keep,
        }
    }
}

/// The action to take on the application's response.
///
/// Returned by [`PendingResponse::on_response`]. This enum is exhaustive because adapters must
/// handle every action.
///
/// ```
/// use http::{Response, StatusCode};
/// use redirects::ResponseAction;
///
/// fn apply(action: ResponseAction, response: &mut Response<String>) {
///     match action {
///         ResponseAction::Keep => {}
///         ResponseAction::AddVary(fields) => {
///             response.headers_mut().append("vary", fields);
///         }
///         ResponseAction::Replace(redirect) => *response = redirect.map(|()| String::new()),
///     }
/// }
///
/// let mut response = Response::new("Hello".to_owned());
/// apply(ResponseAction::AddVary("cookie".parse().unwrap()), &mut response);
/// assert_eq!(response.headers()["vary"], "cookie");
/// ```
#[derive(Clone, Debug)]
#[must_use = "apply this action before you send the application's response"]
pub enum ResponseAction {
    /// Send the response unchanged.
    Keep,
    /// Append these field names to the response's `Vary` header (RFC 9110 §12.5.5), because the
    /// decision not to redirect depended on them.
    AddVary(HeaderValue),
    /// Send this redirect instead of the response.
    Replace(Response<()>),
}
