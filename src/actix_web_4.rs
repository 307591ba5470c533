//! Middleware for [`actix-web`](https://docs.rs/actix-web/4) 4.
//!
//! ```
//! use actix_web::{App, web};
//! use redirects::{RedirectLayer, Redirects, redirects};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! let app = App::new()
//!     .route("/new", web::get().to(async || "the new page"))
//!     .wrap(RedirectLayer::new(&SITE));
//! ```
//!
//! Add the middleware last, so that it wraps all other middleware. You can also wrap a scope,
//! because a scope does not strip its prefix from the path.

use std::future::{Future, Ready, ready};
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{self, Context, Poll};

use actix_web::body::EitherBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, HeaderValue, VARY};
use actix_web::{Error, HttpMessage, HttpResponse};
use pin_project_lite::pin_project;

use crate::{PendingResponse, RedirectLayer, Request, ResponseAction, RuleMatch};

impl<S, B> Transform<S, ServiceRequest> for RedirectLayer
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = RedirectService<S>;
    type Future = Ready<Result<RedirectService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(RedirectService { inner, layer: self.clone() }))
    }
}

/// A service that wraps another service in a [`RedirectLayer`].
///
/// ```
/// use actix_web::dev::{Service, Transform};
/// use actix_web::test::{TestRequest, ok_service};
/// use redirects::{RedirectLayer, Redirects, redirects};
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// # actix_web::rt::System::new().block_on(async {
/// let service = RedirectLayer::new(&SITE).new_transform(ok_service()).await.unwrap();
/// let request = TestRequest::get().uri("/old").to_srv_request();
/// let response = service.call(request).await.unwrap();
/// assert_eq!(response.headers().get("location").unwrap(), "/new");
/// # });
/// ```
#[derive(Debug)]
pub struct RedirectService<S> {
    inner: S,
    layer: RedirectLayer,
}

impl<S, B> Service<ServiceRequest> for RedirectService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let state = match self.layer.on_request(&ActixRequest(&request)) {
            ControlFlow::Break(redirect) => FutureState::Redirect {
                response: Some(request.into_response(actix_response(&redirect))),
            },
            ControlFlow::Continue(pending) => {
                if let Some(rule) = pending.pass_rule() {
                    request.extensions_mut().insert(rule.clone());
                }
                FutureState::Application { inner: self.inner.call(request), pending: Some(pending) }
            }
        };
        ResponseFuture { state }
    }
}

/// An adapter for requests of actix-web, which uses the types of `http` 0.2.
struct ActixRequest<'a>(&'a ServiceRequest);

impl Request for ActixRequest<'_> {
    fn method(&self) -> &str {
        self.0.method().as_str()
    }

    fn path(&self) -> &str {
        self.0.uri().path()
    }

    fn query(&self) -> Option<&str> {
        self.0.uri().query()
    }

    fn authority(&self) -> Option<&str> {
        if let Some(authority) = self.0.uri().authority() {
            return Some(authority.as_str());
        }
        let mut lines = self.0.headers().get_all(HOST);
        match (lines.next(), lines.next()) {
            (Some(only), None) => only.to_str().ok(),
            _ => None,
        }
    }

    fn scheme(&self) -> Option<&str> {
        self.0.uri().scheme_str()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.headers().get_all(name).map(HeaderValue::as_bytes)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.0.peer_addr().map(|address| address.ip())
    }
}

pin_project! {
    /// The response future of [`RedirectService`].
    ///
    /// ```
    /// use actix_web::dev::{Service, Transform};
    /// use actix_web::test::{TestRequest, ok_service};
    /// use redirects::actix_web_4::ResponseFuture;
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// # actix_web::rt::System::new().block_on(async {
    /// let service = RedirectLayer::new(&SITE).new_transform(ok_service()).await.unwrap();
    /// let request = TestRequest::get().uri("/old").to_srv_request();
    /// let response: ResponseFuture<_> = service.call(request);
    /// assert_eq!(response.await.unwrap().status(), 301);
    /// # });
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if polled after completion.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F> {
        #[pin]
        state: FutureState<F>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = Projection]
    enum FutureState<F> {
        Redirect { response: Option<ServiceResponse> },
        Application {
            #[pin]
            inner: F,
            pending: Option<PendingResponse>,
        },
        Complete,
    }
}

impl<F, B> Future for ResponseFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    #[expect(clippy::expect_used, reason = "a future may panic if it is polled after completion")]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        let output = match state.as_mut().project() {
            Projection::Redirect { response } => {
                response.take().map(|response| Ok(response.map_into_right_body()))
            }
            Projection::Application { inner, pending } => {
                let result = task::ready!(inner.poll(cx));
                pending.take().map(|pending| match result {
                    Ok(response) => Ok(finish(response, pending)),
                    Err(error) => Err(finish_error(error, pending)),
                })
            }
            Projection::Complete => None,
        };
        state.set(FutureState::Complete);
        Poll::Ready(output.expect("`ResponseFuture` polled after completion"))
    }
}

/// Applies the layer's action to the application's response.
fn finish<B>(
    mut response: ServiceResponse<B>,
    pending: PendingResponse,
) -> ServiceResponse<EitherBody<B>> {
    match pending.on_response(status(response.status())) {
        ResponseAction::Keep => {}
        ResponseAction::AddVary(fields) => append(response.headers_mut(), VARY.as_str(), &fields),
        ResponseAction::Replace(redirect) => {
            return response.into_response(actix_response(&redirect)).map_into_right_body();
        }
    }
    response.map_into_left_body()
}

/// Applies the layer's action to an error, which actix-web later converts to a response.
fn finish_error(error: Error, pending: PendingResponse) -> Error {
    let mut response = error.error_response();
    match pending.on_response(status(response.status())) {
        ResponseAction::Keep => return error,
        ResponseAction::AddVary(fields) => append(response.headers_mut(), VARY.as_str(), &fields),
        ResponseAction::Replace(redirect) => response = actix_response(&redirect),
    }
    InternalError::from_response(error, response).into()
}

/// Converts a status from `http` 0.2 to `http` 1.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn status(status: StatusCode) -> http::StatusCode {
    http::StatusCode::from_u16(status.as_u16())
        .expect("invariant: both versions of `http` have the same statuses")
}

/// Converts a redirect to an actix-web response.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn actix_response(redirect: &http::Response<()>) -> HttpResponse {
    let status = StatusCode::from_u16(redirect.status().as_u16())
        .expect("invariant: both versions of `http` have the same statuses");
    let mut response = HttpResponse::new(status);
    for (name, value) in redirect.headers() {
        append(response.headers_mut(), name.as_str(), value);
    }
    if let Some(rule) = redirect.extensions().get::<RuleMatch>() {
        response.extensions_mut().insert(rule.clone());
    }
    response
}

/// Appends a header field whose value has the type of `http` 1.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn append(headers: &mut HeaderMap, name: &str, value: &http::HeaderValue) {
    let name = HeaderName::from_bytes(name.as_bytes())
        .expect("invariant: both versions of `http` have the same field names");
    let value = HeaderValue::from_bytes(value.as_bytes())
        .expect("invariant: both versions of `http` have the same field values");
    headers.append(name, value);
}
