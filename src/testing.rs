//! Tests of an application behind a table: sample requests to every rule, and the targets on the
//! application's own site.
//!
//! The compiler knows the rules of a table, but not the routes of the application. With this
//! module, a test sends a request to each target and reports those that the application does not
//! have. It needs the feature `parse`, which only the tests need:
//!
//! ```sh
//! cargo add --dev redirects --features parse
//! ```
//!
//! The [cookbook](crate::docs::cookbook#testing-that-every-target-is-a-route) has the test for axum
//! and for actix-web.

use std::fmt;
use std::net::IpAddr;

use http::header::{ACCEPT_LANGUAGE, COOKIE, HOST};
use http::{HeaderName, HeaderValue, StatusCode, Uri};
use redirect_core::{Redirects, Request, Rule};

use redirect_compiler::Sample as Found;

/// A request that the compiler creates.
///
/// ```
/// use redirects::testing::samples;
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     POST "/orders/{id:[0-9]+}" if host == "example.com" => 308 "/v2/orders/{id}",
/// };
///
/// let samples = samples(&SITE);
/// let request = samples[0].request().unwrap();
/// assert_eq!(request.to_string(), "POST /orders/0, host: example.com");
/// assert_eq!(SITE.find(request).rule(), Some(samples[0].rule()));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SampleRequest(redirect_compiler::SampleRequest);

impl SampleRequest {
    /// Returns the request as an HTTP message, or `None` if it cannot be one, because it has a
    /// scheme but no host. The address of the client is not part of the message.
    ///
    /// ```
    /// use redirects::testing::samples;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" if cookie["beta"] => 307 "/new" };
    ///
    /// let samples = samples(&SITE);
    /// let message = samples[0].request().unwrap().to_http().unwrap();
    /// assert_eq!(message.uri(), "/old");
    /// assert!(message.headers().contains_key("cookie"));
    /// ```
    pub fn to_http(&self) -> Option<http::Request<()>> {
        self.0.to_message()
    }
}

impl Request for SampleRequest {
    fn method(&self) -> &str {
        self.0.method()
    }

    fn path(&self) -> &str {
        self.0.path()
    }

    fn query(&self) -> Option<&str> {
        self.0.query()
    }

    fn authority(&self) -> Option<&str> {
        self.0.authority()
    }

    fn scheme(&self) -> Option<&str> {
        self.0.scheme()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.header(name)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.0.peer_addr()
    }
}

/// Formats the method, the URL and the fields: `POST /old?a=1, host: example.com`.
impl fmt::Display for SampleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A rule, with a request that it is the first to match. Created by [`samples`].
///
/// ```
/// use redirects::testing::samples;
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/blog/{slug:[a-z]+}" => 308 "/articles/{slug}" };
///
/// let samples = samples(&SITE);
/// assert_eq!(samples[0].request().unwrap().to_string(), "GET /blog/x");
/// assert_eq!(samples[0].location().unwrap(), "/articles/x");
/// ```
#[derive(Clone, Debug)]
pub struct Sample<'t> {
    table: &'t Redirects,
    rule: Rule<'t>,
    request: Option<SampleRequest>,
    is_unreachable: bool,
}

impl<'t> Sample<'t> {
    /// Returns the rule.
    ///
    /// ```
    /// use redirects::testing::samples;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 308 "/new" };
    ///
    /// assert_eq!(samples(&SITE)[0].rule().source(), "/old");
    /// ```
    pub fn rule(&self) -> Rule<'t> {
        self.rule
    }

    /// Returns a request that the rule is the first to match. Returns `None` if the rule is
    /// [unreachable](Sample::is_unreachable), or if the search exceeded its budget.
    ///
    /// ```
    /// use redirects::testing::samples;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/a/b" => pass, "/a/{x:[a-z]}" => 410 };
    ///
    /// for sample in samples(&SITE) {
    ///     assert_eq!(SITE.find(sample.request().unwrap()).rule(), Some(sample.rule()));
    /// }
    /// ```
    pub fn request(&self) -> Option<&SampleRequest> {
        self.request.as_ref()
    }

    /// Returns whether no request reaches the rule. This is proved.
    ///
    /// ```
    /// use redirects::testing::samples;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/a/{x}" => 410,
    ///     #[allow(unreachable)]
    ///     "/a/b" => 308 "/c",
    /// };
    ///
    /// assert!(samples(&SITE)[1].is_unreachable());
    /// ```
    pub fn is_unreachable(&self) -> bool {
        self.is_unreachable
    }

    /// Returns the location to which the rule redirects the request. Returns `None` if there is no
    /// request, or if the response has no `Location`.
    ///
    /// ```
    /// use redirects::testing::samples;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/{*rest}" => 308 "https://example.com/{rest}" };
    ///
    /// assert_eq!(samples(&SITE)[0].location().unwrap(), "https://example.com/x");
    /// ```
    pub fn location(&self) -> Option<HeaderValue> {
        self.table.find(self.request()?).redirect()?.location()
    }
}

/// Returns a sample for each rule of a table, in order. Captures have values that their regular
/// expressions and the conditions accept.
///
/// ```
/// use redirects::testing::samples;
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/{year:[0-9]{4}}/{slug}" if year != "2024" => 308 "/articles/{slug}",
///     "/news/{*page}" if language == "de" => 307 "/de/news/{page}",
/// };
///
/// for sample in samples(&SITE) {
///     println!("{}: {} to {:?}", sample.rule(), sample.request().unwrap(), sample.location());
/// }
/// ```
pub fn samples(table: &Redirects) -> Vec<Sample<'_>> {
    let found = redirect_compiler::samples(table);
    let mut samples = Vec::with_capacity(found.len());
    for (rule, found) in table.rules().zip(found) {
        let is_unreachable = found == Found::Unreachable;
        let request = match found {
            Found::Request(request) => Some(SampleRequest(request)),
            Found::Unreachable | Found::Undecided => None,
        };
        samples.push(Sample { table, rule, request, is_unreachable });
    }
    samples
}

/// The target of a rule on the application's own site, with a request to it. Created by
/// [`site_targets`].
///
/// ```
/// use http::StatusCode;
/// use redirects::testing::site_targets;
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/blog/{slug}" => 308 "/articles/{slug}" };
///
/// let targets = site_targets(&SITE, &[]);
/// assert_eq!(targets[0].request().uri(), "/articles/x");
/// assert!(targets[0].check(StatusCode::OK).is_ok());
/// assert!(targets[0].check(StatusCode::NOT_FOUND).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct SiteTarget<'t> {
    rule: Rule<'t>,
    request: http::Request<()>,
}

impl<'t> SiteTarget<'t> {
    /// Returns the rule that redirects to the target.
    ///
    /// ```
    /// use redirects::testing::site_targets;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 308 "/new" };
    ///
    /// assert_eq!(site_targets(&SITE, &[])[0].rule().source(), "/old");
    /// ```
    pub fn rule(&self) -> Rule<'t> {
        self.rule
    }

    /// Returns the request that a client sends after the redirect.
    ///
    /// ```
    /// use redirects::testing::site_targets;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     PUT "/old" => 308 "/new",
    ///     PUT "/form" => 303 "/done",
    /// };
    ///
    /// let targets = site_targets(&SITE, &[]);
    /// assert_eq!(targets[0].request().method(), "PUT");
    /// assert_eq!(targets[1].request().method(), "GET");
    /// ```
    pub fn request(&self) -> &http::Request<()> {
        &self.request
    }

    /// Checks the status of the application's response to the request: a number, or the
    /// `StatusCode` of any version of `http`.
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::testing::site_targets;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 308 "/new" };
    ///
    /// let target = &site_targets(&SITE, &[])[0];
    /// let broken = target.check(StatusCode::FOUND).unwrap_err();
    /// let text = r#""/old" => 308 "/new" leads to GET /new, which responds with 302"#;
    /// assert_eq!(broken.to_string(), text);
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the target does not exist (404 or 410), does not support the method
    /// (405), or redirects again.
    pub fn check(&self, status: impl Into<u16>) -> Result<(), BrokenTarget<'t>> {
        match status.into() {
            status @ (300..=303 | 305..=399 | 404 | 405 | 410) => {
                let request = format!("{} {}", self.request.method(), self.request.uri());
                Err(BrokenTarget { rule: self.rule, request, status })
            }
            _ => Ok(()),
        }
    }
}

/// A target that does not exist, does not support the method, or redirects again.
///
/// Formatting it with `Display` prints the rule, the request and the status. [`SiteTarget::check`]
/// has an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokenTarget<'t> {
    rule: Rule<'t>,
    /// The method and the URI of the request.
    request: String,
    status: u16,
}

impl<'t> BrokenTarget<'t> {
    /// Returns the rule that redirects to the target.
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::testing::site_targets;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 308 "/new" };
    ///
    /// let broken = site_targets(&SITE, &[])[0].check(StatusCode::NOT_FOUND).unwrap_err();
    /// assert_eq!(broken.rule().source(), "/old");
    /// ```
    pub fn rule(&self) -> Rule<'t> {
        self.rule
    }

    /// Returns the status of the application's response.
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::testing::site_targets;
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 308 "/new" };
    ///
    /// let broken = site_targets(&SITE, &[])[0].check(StatusCode::NOT_FOUND).unwrap_err();
    /// assert_eq!(broken.status(), 404);
    /// ```
    pub fn status(&self) -> u16 {
        self.status
    }
}

impl fmt::Display for BrokenTarget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BrokenTarget { rule, request, status } = self;
        write!(f, "{rule} leads to {request}, which responds with {status}")
    }
}

impl std::error::Error for BrokenTarget<'_> {}

/// Returns the targets on the application's own site: paths, and URLs on one of `hosts`. A host has
/// a port if the URL has one.
///
/// A rule without a sample request has no target. Of the fields of the sample request, only
/// `Cookie` and `Accept-Language` are in the request to the target, because clients repeat these.
///
/// ```
/// use redirects::testing::site_targets;
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/a" => 308 "/b",
///     "/c" => 308 "https://example.com/d?e=f#g",
///     "/h" => 308 "https://elsewhere.example/",
/// };
///
/// let targets = site_targets(&SITE, &["example.com"]);
/// let urls: Vec<_> = targets.iter().map(|target| target.request().uri().to_string()).collect();
/// assert_eq!(urls, ["/b", "/d?e=f"]);
/// ```
pub fn site_targets<'t>(table: &'t Redirects, hosts: &[&str]) -> Vec<SiteTarget<'t>> {
    let samples = samples(table);
    samples.iter().filter_map(|sample| site_target(sample, hosts)).collect()
}

/// Returns the target of a sample if it is on the site.
fn site_target<'t>(sample: &Sample<'t>, hosts: &[&str]) -> Option<SiteTarget<'t>> {
    let (from, status) = (sample.request()?, sample.rule().status()?);
    let location = sample.location()?;
    let location: Uri = location.to_str().ok()?.split('#').next()?.parse().ok()?;
    let is_on_site =
        |authority: &str| hosts.iter().any(|host| host.eq_ignore_ascii_case(authority));
    let host = match location.authority() {
        Some(authority) => {
            is_on_site(authority.as_str()).then_some(())?;
            Some(authority.as_str())
        }
        None => from.authority().or(hosts.first().copied()),
    };
    let is_get = match status {
        StatusCode::SEE_OTHER => from.method() != "HEAD",
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => from.method() == "POST",
        _ => false,
    };
    let path = location.path_and_query().map_or("/", |path| path.as_str());
    let mut request =
        http::Request::builder().method(if is_get { "GET" } else { from.method() }).uri(path);
    if let Some(host) = host {
        request = request.header(HOST, host);
    }
    for name in [COOKIE, ACCEPT_LANGUAGE] {
        request = with_lines(request, &name, from);
    }
    Some(SiteTarget { rule: sample.rule(), request: request.body(()).ok()? })
}

/// Adds the lines of a field in a sample request.
fn with_lines(
    mut request: http::request::Builder,
    name: &HeaderName,
    from: &SampleRequest,
) -> http::request::Builder {
    for line in from.header(name.as_str()) {
        request = request.header(name, line);
    }
    request
}

/// Sends a request to each of the [`site_targets`] of a table, and returns those that do not exist,
/// do not support the method, or redirect again.
///
/// `service` is the whole application, such as an axum `Router` with the layer. `B` is the type of
/// the bodies of its requests, which are empty.
///
/// ```
/// use axum::Router;
/// use axum::body::Body;
/// use axum::routing::get;
/// use redirects::testing::broken_targets;
/// use redirects::{RedirectLayer, Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     "/blog/{slug}" => 308 "/articles/{slug}",
///     "/imprint" => 308 "/legal",
/// };
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let app = Router::new()
///     .route("/articles/{slug}", get(async || "An article"))
///     .layer(RedirectLayer::new(&SITE));
/// let broken = broken_targets::<Body, _, _>(&SITE, &["example.com"], app).await.unwrap();
/// assert_eq!(broken[0].rule().source(), "/imprint");
/// assert_eq!(broken.len(), 1);
/// # });
/// ```
///
/// # Errors
///
/// Returns the first error of the service.
#[cfg(feature = "tower")]
pub async fn broken_targets<'t, B, S, R>(
    table: &'t Redirects,
    hosts: &[&str],
    mut service: S,
) -> Result<Vec<BrokenTarget<'t>>, S::Error>
where
    B: Default,
    S: tower_service::Service<http::Request<B>, Response = http::Response<R>>,
{
    let mut broken = Vec::new();
    for target in site_targets(table, hosts) {
        std::future::poll_fn(|cx| service.poll_ready(cx)).await?;
        let request = target.request().clone().map(|()| B::default());
        let response = service.call(request).await?;
        broken.extend(target.check(response.status()).err());
    }
    Ok(broken)
}
