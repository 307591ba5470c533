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
//! Where conditions looked at a field and no rule answered, the field's name is added to `Vary` of the
//! application's answer, so that no cache gives it to those who would have been redirected.
//!
//! In axum, add the layer last: it then stands before all routes and the fallback. Inside a nested
//! router the prefix is stripped from the path before the layer sees it, and a `Location` is not
//! given it back: let the layer stand around the outermost router.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::{HeaderValue, VARY};
use http::{Method, Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{Redirect, Redirects};

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
        let turn = self.layer.turn;
        let may_answer =
            turn == Turn::Redirects || [Method::GET, Method::HEAD].contains(request.method());
        if !may_answer {
            return ResponseFuture::asking(self.inner.call(request), Instead::default());
        }
        let found = self.layer.redirects.find(&request);
        let vary = found.vary();
        let redirect = found.redirect().map(Redirect::into_response);
        match redirect {
            Some(response) if turn == Turn::Redirects => ResponseFuture::answered(response),
            redirect => {
                let instead = Instead { redirect, vary, turn };
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
        instead: Instead<R>,
    }
}

/// What becomes of the application's answer.
#[derive(Debug)]
struct Instead<R> {
    /// The answer where the application is not asked, or that which replaces its 404.
    redirect: Option<Response<R>>,
    /// The fields that were looked at before the application was asked.
    vary: Option<HeaderValue>,
    turn: Turn,
}

impl<R> Default for Instead<R> {
    fn default() -> Instead<R> {
        Instead { redirect: None, vary: None, turn: Turn::Redirects }
    }
}

impl<R> Instead<R> {
    /// The application's answer, or the one instead of it. What the table looked at is added to
    /// the answer's `Vary` where another look could have made another answer.
    fn of(self, mut response: Response<R>) -> Response<R> {
        let is_not_found = response.status() == StatusCode::NOT_FOUND;
        if let Some(redirect) = self.redirect.filter(|_| is_not_found) {
            return redirect;
        }
        let depends = self.turn == Turn::Redirects || is_not_found;
        if let Some(vary) = self.vary.filter(|_| depends) {
            response.headers_mut().append(VARY, vary);
        }
        response
    }
}

impl<F, R> ResponseFuture<F, R> {
    fn answered(response: Response<R>) -> ResponseFuture<F, R> {
        let instead = Instead { redirect: Some(response), ..Instead::default() };
        ResponseFuture { inner: None, instead }
    }

    fn asking(inner: F, instead: Instead<R>) -> ResponseFuture<F, R> {
        ResponseFuture { inner: Some(inner), instead }
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
            return Poll::Ready(Ok(this.instead.redirect.take().unwrap_or_default()));
        };
        let response = ready!(inner.poll(cx))?;
        Poll::Ready(Ok(std::mem::take(this.instead).of(response)))
    }
}
