//! The function that a layer calls for each redirect, and the request that it receives.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::{Request, RuleMatch};

type Call = dyn Fn(&RuleMatch, &RedirectedRequest<'_>) + Send + Sync;

/// A function to call for each redirect.
#[derive(Clone)]
pub(crate) struct OnRedirect(Arc<Call>);

impl OnRedirect {
    pub(crate) fn new(
        call: impl Fn(&RuleMatch, &RedirectedRequest<'_>) + Send + Sync + 'static,
    ) -> OnRedirect {
        OnRedirect(Arc::new(call))
    }

    pub(crate) fn call(&self, rule: &RuleMatch, request: &RedirectedRequest<'_>) {
        self.0(rule, request);
    }
}

impl fmt::Debug for OnRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnRedirect")
    }
}

/// A request that was redirected, for logs and statistics.
///
/// [`RedirectLayer::on_redirect`](crate::RedirectLayer::on_redirect) passes it to its function. It
/// is the same type for all frameworks, and it has the parts of a request that are still known when
/// the application has responded.
///
/// ```
/// use redirects::{RedirectLayer, RedirectedRequest, Redirects, RuleMatch, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// fn log(rule: &RuleMatch, request: &RedirectedRequest<'_>) {
///     println!("{} {} matched {rule}", request.method(), request.path());
/// }
///
/// let layer = RedirectLayer::new(&SITE).on_redirect(log);
/// ```
#[derive(Clone, Debug)]
pub struct RedirectedRequest<'a> {
    method: Cow<'a, str>,
    path: Cow<'a, str>,
    query: Option<Cow<'a, str>>,
    authority: Option<Cow<'a, str>>,
    referer: Option<Cow<'a, str>>,
}

impl<'a> RedirectedRequest<'a> {
    pub(crate) fn new(request: &'a impl Request) -> RedirectedRequest<'a> {
        let referer = request.header("referer").next();
        RedirectedRequest {
            method: request.method().into(),
            path: request.path().into(),
            query: request.query().map(Cow::Borrowed),
            authority: request.authority().map(Cow::Borrowed),
            referer: referer.and_then(|line| std::str::from_utf8(line).ok()).map(Cow::Borrowed),
        }
    }

    pub(crate) fn into_owned(self) -> RedirectedRequest<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        RedirectedRequest {
            method: owned(self.method),
            path: owned(self.path),
            query: self.query.map(owned),
            authority: self.authority.map(owned),
            referer: self.referer.map(owned),
        }
    }

    /// Returns the method.
    ///
    /// ```
    /// # redirects::RedirectLayer::new(redirects::Redirects::EMPTY).on_redirect(|_, request| {
    /// if request.method() != "GET" {
    ///     eprintln!("a client still sends {} requests", request.method());
    /// }
    /// # });
    /// ```
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path, as the client sent it.
    ///
    /// ```
    /// # redirects::RedirectLayer::new(redirects::Redirects::EMPTY).on_redirect(|_, request| {
    /// println!("redirected: {}", request.path());
    /// # });
    /// ```
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the query, without the question mark; `None` if there is none.
    ///
    /// ```
    /// # redirects::RedirectLayer::new(redirects::Redirects::EMPTY).on_redirect(|_, request| {
    /// println!("redirected: {}?{}", request.path(), request.query().unwrap_or_default());
    /// # });
    /// ```
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Returns the host and port of the request; from `X-Forwarded-Host` if the layer trusts it.
    ///
    /// ```
    /// # redirects::RedirectLayer::new(redirects::Redirects::EMPTY).on_redirect(|_, request| {
    /// println!("redirected: {}{}", request.authority().unwrap_or_default(), request.path());
    /// # });
    /// ```
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// Returns the value of `Referer`: the page that still links to the old URL (RFC 9110
    /// §10.1.3). `None` if it is missing or not UTF-8.
    ///
    /// ```
    /// # redirects::RedirectLayer::new(redirects::Redirects::EMPTY).on_redirect(|rule, request| {
    /// if let Some(page) = request.referer() {
    ///     println!("{page} links to {}, which matches {rule}", request.path());
    /// }
    /// # });
    /// ```
    pub fn referer(&self) -> Option<&str> {
        self.referer.as_deref()
    }
}
