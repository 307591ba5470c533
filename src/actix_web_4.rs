//! The middleware of [`actix-web`](https://docs.rs/actix-web/4) 4.
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
//!     .route("/new", web::get().to(async || "the new place"))
//!     .wrap(RedirectLayer::new(&SITE));
//! ```
//!
//! Add it last, so that it stands around all other middleware. A scope does not strip its prefix from the
//! path, so that it may stand around a scope as well.

use std::future::{Future, Ready, ready};
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{self, Context, Poll};

use actix_web::body::EitherBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, HeaderValue, VARY};
use actix_web::{Error, HttpResponse};
use pin_project_lite::pin_project;

use crate::{PendingResponse, RedirectLayer, Request, ResponseAction};

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

/// What [`RedirectLayer`] makes of a service.
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
        let answer = match self.layer.ask(&Asked(&request)) {
            ControlFlow::Break(redirect) => {
                Answer::Redirect { response: Some(request.into_response(response(&redirect))) }
            }
            ControlFlow::Continue(afterwards) => {
                let inner = self.inner.call(request);
                Answer::Application { inner, afterwards: Some(afterwards) }
            }
        };
        ResponseFuture { answer }
    }
}

/// A request of actix, as rules look at it.
struct Asked<'a>(&'a ServiceRequest);

impl Request for Asked<'_> {
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
}

pin_project! {
    /// The response of [`RedirectService`].
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        answer: Answer<F>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = Projected]
    enum Answer<F> {
        Redirect { response: Option<ServiceResponse> },
        Application {
            #[pin]
            inner: F,
            afterwards: Option<PendingResponse>,
        },
    }
}

impl<F, B> Future for ResponseFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().answer.project() {
            // A future that has answered is not asked again.
            Projected::Redirect { response } => response
                .take()
                .map_or(Poll::Pending, |response| Poll::Ready(Ok(response.map_into_right_body()))),
            Projected::Application { inner, afterwards } => {
                let answer = task::ready!(inner.poll(cx));
                Poll::Ready(match (answer, afterwards.take()) {
                    (Ok(response), Some(afterwards)) => Ok(amended(response, afterwards)),
                    (Err(error), Some(afterwards)) => Err(amended_error(error, afterwards)),
                    (answer, None) => answer.map(ServiceResponse::map_into_left_body),
                })
            }
        }
    }
}

fn amended<B>(
    mut answer: ServiceResponse<B>,
    afterwards: PendingResponse,
) -> ServiceResponse<EitherBody<B>> {
    match afterwards.amend(answer.status() == StatusCode::NOT_FOUND) {
        ResponseAction::Replace(redirect) => {
            return answer.into_response(response(&redirect)).map_into_right_body();
        }
        ResponseAction::Vary(fields) => add(answer.headers_mut(), VARY.as_str(), &fields),
        ResponseAction::None => {}
    }
    answer.map_into_left_body()
}

/// The error of other middleware, which becomes a response later.
fn amended_error(error: Error, afterwards: PendingResponse) -> Error {
    let mut answer = error.error_response();
    match afterwards.amend(answer.status() == StatusCode::NOT_FOUND) {
        ResponseAction::Replace(redirect) => answer = response(&redirect),
        ResponseAction::Vary(fields) => add(answer.headers_mut(), VARY.as_str(), &fields),
        ResponseAction::None => return error,
    }
    InternalError::from_response(error, answer).into()
}

/// The same response in the types of `http` 0.2.
fn response(redirect: &http::Response<()>) -> HttpResponse {
    let status = redirect.status().as_u16();
    let mut response = HttpResponse::new(StatusCode::from_u16(status).unwrap_or_default());
    for (name, value) in redirect.headers() {
        add(response.headers_mut(), name.as_str(), value);
    }
    response
}

fn add(headers: &mut HeaderMap, name: &str, value: &http::HeaderValue) {
    let name = HeaderName::from_bytes(name.as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
        headers.append(name, value);
    }
}
