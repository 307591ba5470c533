//! The framework-independent layer: pure functions of a request and of a response status.

#[cfg(feature = "tower")]
use std::net::IpAddr;
use std::num::NonZero;
use std::ops::ControlFlow;

use http::header::{HeaderValue, VARY};
use http::uri::Scheme;
use http::{Response, StatusCode};

use crate::forwarded::{Forwarded, TrustedFields};
use crate::on_redirect::OnRedirect;
use crate::{Found, LayerTable, Redirect, RedirectedRequest, Redirects, Request, RuleMatch};

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
    table: LayerTable,
    precedence: Precedence,
    scheme: Option<Scheme>,
    trusted: TrustedFields,
    on_redirect: Option<OnRedirect>,
    /// Reads the address of the peer from the extensions of a request, for the tower service.
    #[cfg(feature = "tower")]
    pub(crate) peer_of: Option<PeerOf>,
}

/// A function from the extensions of a request to the address of the peer.
#[cfg(feature = "tower")]
pub(crate) type PeerOf = fn(&http::Extensions) -> Option<IpAddr>;

/// The component that responds first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Precedence {
    Redirects,
    Application,
}

impl RedirectLayer {
    /// Creates a layer from a table, or from a reference to one. Tables are cheap to clone.
    ///
    /// With the feature `swap`, a [`RedirectsHandle`](crate::RedirectsHandle) can take the place of
    /// the table, which can then be replaced while the layer serves requests.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let layer = RedirectLayer::new(&SITE);
    /// let layer = RedirectLayer::new(redirects! { "/old" => 301 "/new" });
    /// ```
    pub fn new(table: impl Into<LayerTable>) -> RedirectLayer {
        RedirectLayer {
            table: table.into(),
            precedence: Precedence::Redirects,
            scheme: None,
            trusted: TrustedFields::default(),
            on_redirect: None,
            #[cfg(feature = "tower")]
            peer_of: None,
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
        RedirectLayer { trusted: TrustedFields { origin: true, ..self.trusted }, ..self }
    }

    /// Reads the client's address, which rules compare with the condition `ip`, from
    /// `X-Forwarded-For`. `proxies` is the number of proxies between the clients and the server:
    /// each appends the address of its peer, so the layer takes the address at this position from
    /// the end of the list, across all lines of the field.
    ///
    /// If there are fewer addresses, or if this one is not valid, the address is unknown. With `0`
    /// proxies, the layer ignores the field, as it does by default.
    ///
    /// **State the exact number of proxies, and let no request bypass them.** Clients can send the
    /// field themselves. With a number that is too large, they can choose their address.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/{*path}" if ip in ["192.0.2.0/24"] => pass,
    ///     "/{*path}" => 307 "https://status.example.com/",
    /// };
    ///
    /// // A CDN, and a load balancer.
    /// let layer = RedirectLayer::new(&SITE).trust_forwarded_for(2);
    /// let on_request = |addresses| {
    ///     let request = http::Request::get("/a").header("x-forwarded-for", addresses);
    ///     layer.on_request(&request.body(()).unwrap())
    /// };
    /// assert!(on_request("192.0.2.7, 203.0.113.1").is_continue());
    /// assert!(on_request("192.0.2.7, 198.51.100.4, 203.0.113.1").is_break());
    /// assert!(on_request("192.0.2.7").is_break());
    /// ```
    pub fn trust_forwarded_for(self, proxies: usize) -> RedirectLayer {
        let addresses = NonZero::new(proxies);
        RedirectLayer { trusted: TrustedFields { addresses, ..self.trusted }, ..self }
    }

    /// Declares the scheme of all requests, whatever their request target says.
    ///
    /// A server usually does not know the scheme that the client uses: HTTP/1 requests do not
    /// contain it, and behind a proxy, HTTP/2 requests often contain another one. A table with
    /// [`canonical`](macro@crate::redirects#canonical-urls) redirects `http` to `https` only if the
    /// scheme is declared or comes from a [trusted proxy](RedirectLayer::trust_forwarded). A server
    /// that listens on two ports declares the scheme of each:
    ///
    /// ```
    /// use http::uri::Scheme;
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     canonical 308 { origin: "https://example.com" },
    /// };
    ///
    /// let request = http::Request::get("/a").header("host", "example.com").body(()).unwrap();
    /// let http = RedirectLayer::new(&SITE).scheme(Scheme::HTTP);
    /// let redirect = http.on_request(&request).break_value().unwrap();
    /// assert_eq!(redirect.headers()["location"], "https://example.com/a");
    ///
    /// let https = RedirectLayer::new(&SITE).scheme(Scheme::HTTPS);
    /// assert!(https.on_request(&request).is_continue());
    /// ```
    ///
    /// Conditions on the scheme use the declared one too. `X-Forwarded-Proto` from a trusted proxy
    /// takes precedence.
    pub fn scheme(self, scheme: Scheme) -> RedirectLayer {
        RedirectLayer { scheme: Some(scheme), ..self }
    }

    /// Calls a function for each redirect that a rule causes, with the rule and the request, for
    /// logs and statistics. With [`only_on_not_found`](RedirectLayer::only_on_not_found), the
    /// function is called after the application has responded with 404.
    ///
    /// A redirect from another form of a URL to its canonical one, without a rule, is not reported.
    ///
    /// The function runs before the response is sent, so it should not block. A second call of this
    /// method replaces the function.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a" => 301 "/b", "/c" => 302 "/d" };
    /// static HITS: [AtomicU64; 2] = [const { AtomicU64::new(0) }; 2];
    ///
    /// let layer = RedirectLayer::new(&SITE).on_redirect(|rule, _| {
    ///     HITS[rule.index()].fetch_add(1, Ordering::Relaxed);
    /// });
    /// let request = http::Request::get("/c").body(()).unwrap();
    /// assert!(layer.on_request(&request).is_break());
    /// assert_eq!(HITS[1].load(Ordering::Relaxed), 1);
    /// ```
    pub fn on_redirect(
        self,
        call: impl Fn(&RuleMatch, &RedirectedRequest<'_>) + Send + Sync + 'static,
    ) -> RedirectLayer {
        RedirectLayer { on_redirect: Some(OnRedirect::new(call)), ..self }
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
        match self.decide(request) {
            ControlFlow::Break(response) => {
                if let (Some(rule), Some(on_redirect)) = (&response.rule, &self.on_redirect) {
                    self.with_request(request, |request| on_redirect.call(rule, &request));
                }
                ControlFlow::Break(response.into_response())
            }
            ControlFlow::Continue(pending) => ControlFlow::Continue(pending),
        }
    }

    /// Looks up a request in the table, without calling the function for redirects.
    pub(crate) fn decide(
        &self,
        request: &impl Request,
    ) -> ControlFlow<RuleResponse, PendingResponse> {
        let precedence = self.precedence;
        if precedence == Precedence::Application && !["GET", "HEAD"].contains(&request.method()) {
            return ControlFlow::Continue(PendingResponse {
                response: None,
                pass_rule: None,
                report: None,
                vary: None,
                precedence,
            });
        }
        let LookedUp { response, pass_rule, vary } = self.look_up(request);
        match response {
            None => {
                let (response, report) = (None, None);
                let pending = PendingResponse { response, pass_rule, report, vary, precedence };
                ControlFlow::Continue(pending)
            }
            Some(response) if precedence == Precedence::Redirects => ControlFlow::Break(response),
            Some(response) => {
                let report = self.on_redirect.as_ref();
                let report = report.map(|on_redirect| self.report(on_redirect, request));
                let response = Some(Box::new(response));
                let pending = PendingResponse { response, pass_rule, report, vary, precedence };
                ControlFlow::Continue(pending)
            }
        }
    }

    /// Copies the parts of a request to report when the application has responded.
    fn report(&self, on_redirect: &OnRedirect, request: &impl Request) -> Box<Report> {
        let into_owned = |request: RedirectedRequest<'_>| request.into_owned();
        let request = self.with_request(request, into_owned);
        Box::new(Report { on_redirect: on_redirect.clone(), request })
    }

    /// Calls a function with a request to report, with the host that trusted proxies report.
    fn with_request<T>(
        &self,
        request: &impl Request,
        call: impl FnOnce(RedirectedRequest<'_>) -> T,
    ) -> T {
        call(RedirectedRequest::new(&self.forwarded(request)))
    }

    /// Returns the request with the declared scheme, and what trusted proxies report.
    fn forwarded<'a, R: Request>(&'a self, request: &'a R) -> Forwarded<'a, R> {
        Forwarded::new(request, self.scheme.as_ref().map(Scheme::as_str), self.trusted)
    }

    /// Looks up a request in the current table.
    fn look_up(&self, request: &impl Request) -> LookedUp {
        self.table.with(|table| {
            if self.scheme.is_none() && self.trusted == TrustedFields::default() {
                let found = table.find(request);
                let vary = found.vary();
                LookedUp::new(found, vary, |redirect, _| redirect.into_response())
            } else {
                self.look_up_forwarded(table, request)
            }
        })
    }

    /// Looks up a request, with the declared scheme, and the host, scheme and address that trusted
    /// proxies report. `Vary` includes the proxy's fields.
    fn look_up_forwarded(&self, table: &Redirects, request: &impl Request) -> LookedUp {
        let forwarded = self.forwarded(request);
        let found = table.find(&forwarded);
        // Most tables inspect no other fields, and then the value needs no allocation.
        let vary = match (found.vary(), forwarded.vary()) {
            (vary, None) | (None, vary) => vary,
            (vary, Some(_)) => join(vary, forwarded.inspected()),
        };
        LookedUp::new(found, vary, |redirect, fields| {
            // Caches that ignore `Vary` must not serve it to clients of another origin.
            let depends_on_origin = self.trusted.origin && redirect.depends_on_origin();
            let redirect = if depends_on_origin { redirect.private() } else { redirect };
            let mut response = redirect.into_response();
            if let Some(fields) = fields {
                response.headers_mut().insert(VARY, fields.clone());
            }
            response
        })
    }
}

/// The result of a lookup, without references to the table.
struct LookedUp {
    response: Option<RuleResponse>,
    /// The rule that leaves the request to the application.
    pass_rule: Option<RuleMatch>,
    /// The header fields that were read.
    vary: Option<HeaderValue>,
}

impl LookedUp {
    /// Combines the result of a lookup with the response to its redirect.
    fn new<'t, 'r>(
        found: Found<'t, 'r>,
        vary: Option<HeaderValue>,
        respond: impl FnOnce(Redirect<'t, 'r>, Option<&HeaderValue>) -> Response<()>,
    ) -> LookedUp {
        let rule = found.rule_match();
        match found.redirect().map(|redirect| respond(redirect, vary.as_ref())) {
            Some(redirect) => {
                let response = Some(RuleResponse { redirect, rule });
                LookedUp { response, pass_rule: None, vary }
            }
            None => LookedUp { response: None, pass_rule: rule, vary },
        }
    }
}

/// A redirect, and the rule that it comes from.
#[derive(Clone, Debug)]
pub(crate) struct RuleResponse {
    redirect: Response<()>,
    rule: Option<RuleMatch>,
}

impl RuleResponse {
    /// Returns the redirect, with the rule in its extensions.
    fn into_response(mut self) -> Response<()> {
        if let Some(rule) = self.rule {
            self.redirect.extensions_mut().insert(rule);
        }
        self.redirect
    }
}

/// A redirect to report if the application responds with 404.
#[derive(Clone, Debug)]
struct Report {
    on_redirect: OnRedirect,
    request: RedirectedRequest<'static>,
}

/// Appends field names to a value of `Vary`, unless it is `*`, which stands for all fields. Returns
/// `None` if the result would be empty.
fn join(
    vary: Option<HeaderValue>,
    names: impl Iterator<Item = &'static str>,
) -> Option<HeaderValue> {
    if vary.as_ref().is_some_and(|vary| vary == "*") {
        return vary;
    }
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
    /// The replacement for a 404 response, in a box because most requests have none.
    response: Option<Box<RuleResponse>>,
    /// The rule that left the request to the application.
    pass_rule: Option<RuleMatch>,
    /// The function to call if the redirect replaces the response.
    report: Option<Box<Report>>,
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
        match (self.response, self.vary) {
            (Some(response), _) if is_not_found => {
                if let (Some(rule), Some(report)) = (&response.rule, &self.report) {
                    report.on_redirect.call(rule, &report.request);
                }
                ResponseAction::Replace(response.into_response())
            }
            (_, Some(fields)) if depends_on_fields => ResponseAction::AddVary(fields),
            _ => ResponseAction::Keep,
        }
    }

    /// Returns the `pass` rule that left the request to the application, if there is one. Adapters
    /// insert it into the extensions of the request.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/docs/api" => pass,
    ///     "/docs/{*page}" => 301 "https://docs.example.com/{page}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&SITE);
    /// let mut request = http::Request::get("/docs/api").body(()).unwrap();
    /// let pending = layer.on_request(&request).continue_value().unwrap();
    /// if let Some(rule) = pending.pass_rule() {
    ///     request.extensions_mut().insert(rule.clone());
    /// }
    /// assert_eq!(pending.pass_rule().unwrap().source(), "/docs/api");
    /// ```
    pub fn pass_rule(&self) -> Option<&RuleMatch> {
        self.pass_rule.as_ref()
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
