//! The layer for [`tower`](https://docs.rs/tower), and so for axum, hyper, tonic and warp.
//!
//! ```
//! use axum::{Router, routing::get};
//! use redirects::{Redirects, redirects, tower::RedirectLayer};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! let app: Router = Router::new()
//!     .route("/new", get(|| async { "the new place" }))
//!     .layer(RedirectLayer::new(&SITE));
//! ```
//!
//! In axum, add the layer last: it then stands before all routes and the fallback. Inside a nested
//! router the prefix is stripped from the path before the layer sees it, and a `Location` is not
//! given it back: let the layer stand around the outermost router.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Method, Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::Redirects;

/// A layer that answers what the table redirects, and leaves the rest to the application.
///
/// The response has the application's own type of body, empty. By default the table is asked
/// first; see [`only_on_not_found`](RedirectLayer::only_on_not_found) for the other place.
#[derive(Clone, Debug)]
pub struct RedirectLayer {
    redirects: Redirects,
    turn: Turn,
}

/// Who answers first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    Redirects,
    Application,
}

impl RedirectLayer {
    /// The layer of a table, which is cheap to clone.
    pub fn new(redirects: &Redirects) -> RedirectLayer {
        RedirectLayer { redirects: redirects.clone(), turn: Turn::Redirects }
    }

    /// Lets the application answer first: only its 404 (RFC 9110 §15.5.5) to a GET or HEAD is
    /// replaced, whoever in it said so. A rule for another method never answers there.
    ///
    /// ```
    /// use redirects::{Redirects, redirects, tower::RedirectLayer};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/{*page}" => 302 "https://archive.example.com/{page}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&SITE).only_on_not_found();
    /// # let _ = axum::Router::<()>::new().layer(layer);
    /// ```
    #[must_use]
    pub fn only_on_not_found(self) -> RedirectLayer {
        RedirectLayer { turn: Turn::Application, ..self }
    }
}

impl<S> Layer<S> for RedirectLayer {
    type Service = RedirectService<S>;

    fn layer(&self, inner: S) -> RedirectService<S> {
        RedirectService { inner, layer: self.clone() }
    }
}

/// What [`RedirectLayer`] makes of a service.
#[derive(Clone, Debug)]
pub struct RedirectService<S> {
    inner: S,
    layer: RedirectLayer,
}

impl<S, B, R> Service<Request<B>> for RedirectService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, R>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<S::Future, R> {
        let redirects = &self.layer.redirects;
        match self.layer.turn {
            Turn::Redirects => match redirects.respond(&request) {
                Some(response) => ResponseFuture::answered(response),
                None => ResponseFuture::asking(self.inner.call(request), None),
            },
            Turn::Application => {
                let replaces = [Method::GET, Method::HEAD].contains(request.method());
                let instead = if replaces { redirects.respond(&request) } else { None };
                ResponseFuture::asking(self.inner.call(request), instead)
            }
        }
    }
}

pin_project! {
    /// The response of [`RedirectService`].
    #[derive(Debug)]
    pub struct ResponseFuture<F, R> {
        #[pin]
        inner: Option<F>,
        // The answer, or what replaces the application's 404.
        redirect: Option<Response<R>>,
    }
}

impl<F, R> ResponseFuture<F, R> {
    fn answered(response: Response<R>) -> ResponseFuture<F, R> {
        ResponseFuture { inner: None, redirect: Some(response) }
    }

    fn asking(inner: F, instead: Option<Response<R>>) -> ResponseFuture<F, R> {
        ResponseFuture { inner: Some(inner), redirect: instead }
    }
}

impl<F, R, E> Future for ResponseFuture<F, R>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(inner) = this.inner.as_pin_mut() else {
            return Poll::Ready(Ok(this.redirect.take().unwrap_or_default()));
        };
        let response = ready!(inner.poll(cx))?;
        let redirect = this.redirect.take();
        let replaces = response.status() == StatusCode::NOT_FOUND;
        Poll::Ready(Ok(redirect.filter(|_| replaces).unwrap_or(response)))
    }
}
