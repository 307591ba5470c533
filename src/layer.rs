//! The layer that all frameworks share: pure functions of a request and of a status.

use std::ops::ControlFlow;

use http::header::{HeaderValue, VARY};
use http::{Response, StatusCode};

use crate::forwarded::Forwarded;
use crate::{Redirect, Redirects, Request};

/// A layer that responds to the requests that a table redirects, and leaves the others to the
/// application.
///
/// It is a layer, a middleware, a hoop or a fairing of each framework whose feature is enabled; the
/// framework's module shows the line that adds it. By default the table responds first; see
/// [`only_on_not_found`](RedirectLayer::only_on_not_found) for the other order.
///
/// If conditions inspected a header field and no rule redirects, the layer adds the field's name to
/// `Vary` of the application's response, so that no cache sends that response to clients that would
/// have been redirected.
///
/// Put the layer around the outermost router. A nested router strips its prefix from the path, so
/// that a layer inside it would not see the path that the client requested.
///
/// A server without its own feature calls [`on_request`](RedirectLayer::on_request) and
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
    /// Creates a layer from a table or a reference to one, which is cheap to clone.
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

    /// Lets the application respond first: the layer replaces only its 404 responses to GET and
    /// HEAD (RFC 9110 §15.5.5), wherever in the application they come from. A rule for another
    /// method never matches.
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
    /// present. Of several values it takes the last, which the nearest proxy wrote.
    ///
    /// **Use it only behind a proxy that sets or removes both fields of every request.** Otherwise
    /// any client chooses the host that rules see and, if a rule captures the host, the host that a
    /// cache keeps for others. Not every proxy does so by default: many set one field and forward
    /// the other. `Forwarded` (RFC 7239) is ignored.
    ///
    /// `Vary` then names the fields that a host or a scheme was read from.
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

    /// Decides on a request: `Break` with the response to send, or `Continue` if the application
    /// responds, with what is to be done about its response.
    ///
    /// With [`PendingResponse::on_response`] it is all that an adapter for another server needs:
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
    ///     let mut response = Response::new(()); // of the application
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

    /// Returns the redirect of a request, and the fields that conditions inspected.
    fn look_up(&self, request: &impl Request) -> (Option<Response<()>>, Option<HeaderValue>) {
        let found = self.redirects.find(request);
        let vary = found.vary();
        (found.redirect().map(Redirect::into_response), vary)
    }

    /// Returns the redirect of a request as a trusted proxy received it, and the fields that
    /// conditions inspected, including those of the proxy.
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

/// Joins a value of `Vary` and further field names; `None` if there are neither.
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

/// A request that the application responds to, and the layer's pending decision about the response.
///
/// [`RedirectLayer::on_request`] returns it.
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
    /// The fields that conditions inspected.
    vary: Option<HeaderValue>,
    precedence: Precedence,
}

impl PendingResponse {
    /// Decides on the application's response by its status: the layer can replace a 404 response
    /// (RFC 9110 §15.5.5).
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
/// [`PendingResponse::on_response`] returns it. An adapter must implement every action, so that a
/// new one would be a breaking change: the enum is exhaustive.
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
#[must_use = "the application's response is to be sent only after the action"]
pub enum ResponseAction {
    /// Sends the response as it is.
    Keep,
    /// Appends these field names to the `Vary` of the response (RFC 9110 §12.5.5): another value
    /// of one of them could have led to another response.
    AddVary(HeaderValue),
    /// Sends this redirect instead of the response.
    Replace(Response<()>),
}
