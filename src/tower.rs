//! A [`tower`](https://docs.rs/tower) layer for axum, hyper, warp and tonic, and for frameworks
//! built on them, such as Loco, Leptos and Dioxus.
//!
//! ```
//! use axum::{Router, routing::get};
//! use redirects::{RedirectLayer, Redirects, redirects};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! let app: Router = Router::new()
//!     .route("/new", get(|| async { "the new page" }))
//!     .layer(RedirectLayer::new(&SITE));
//! ```
//!
//! In axum, add the layer last, so that it wraps all routes and the fallback. (A layer added with
//! `route_layer` does not see requests that match no route.) In warp, wrap `warp::service`. In
//! hyper, wrap any service. In tonic, pass the layer to `Server::layer`.
//!
//! Redirects have an empty body of the application's body type, which must implement `Default`. The
//! frameworks' own body types do. For other types, call [`any_body`](RedirectLayer::any_body).

mod any_body;

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::VARY;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{PendingResponse, RedirectLayer, ResponseAction};

pub use any_body::{AnyBody, AnyBodyFuture, AnyBodyLayer, AnyBodyService};

impl<S> Layer<S> for RedirectLayer {
    type Service = RedirectService<S>;

    fn layer(&self, inner: S) -> RedirectService<S> {
        RedirectService { inner, layer: self.clone() }
    }
}

/// A service that wraps another service in a [`RedirectLayer`].
///
/// ```
/// use http::{Request, Response};
/// use redirects::{RedirectLayer, Redirects, redirects};
/// use tower::ServiceExt;
/// use tower_layer::Layer;
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// # #[tokio::main]
/// # async fn main() {
/// let application = tower::service_fn(async |_: Request<()>| {
///     Ok::<_, std::convert::Infallible>(Response::new("the new page"))
/// });
/// let service = RedirectLayer::new(&SITE).layer(application);
/// let response = service.oneshot(Request::get("/old").body(()).unwrap()).await.unwrap();
/// assert_eq!(response.headers()["location"], "/new");
/// # }
/// ```
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
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<S::Future> {
        let state = match self.layer.on_request(&request) {
            ControlFlow::Break(redirect) => FutureState::Redirect { redirect: Some(redirect) },
            ControlFlow::Continue(pending) => {
                FutureState::Application { inner: self.inner.call(request), pending: Some(pending) }
            }
        };
        ResponseFuture { state }
    }
}

pin_project! {
    /// The response future of [`RedirectService`].
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::future::{Ready, ready};
    ///
    /// use http::{Request, Response};
    /// use redirects::tower::ResponseFuture;
    /// use redirects::{RedirectLayer, Redirects, redirects};
    /// use tower_layer::Layer;
    /// use tower_service::Service;
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// type Page = Result<Response<&'static str>, Infallible>;
    ///
    /// # #[tokio::main]
    /// # async fn main() {
    /// let application = tower::service_fn(|_: Request<()>| ready(Page::Ok(Response::new("new"))));
    /// let mut service = RedirectLayer::new(&SITE).layer(application);
    /// let request = Request::get("/old").body(()).unwrap();
    /// let response: ResponseFuture<Ready<Page>> = service.call(request);
    /// assert_eq!(response.await.unwrap().status(), 301);
    /// # }
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
        Redirect { redirect: Option<Response<()>> },
        Application {
            #[pin]
            inner: F,
            pending: Option<PendingResponse>,
        },
        Complete,
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    #[expect(clippy::expect_used, reason = "a future may panic if it is polled after completion")]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        let output = match state.as_mut().project() {
            Projection::Redirect { redirect } => {
                redirect.take().map(|redirect| Ok(redirect.map(empty)))
            }
            Projection::Application { inner, pending } => {
                let result = ready!(inner.poll(cx));
                pending.take().map(|pending| result.map(|response| finish(response, pending)))
            }
            Projection::Complete => None,
        };
        state.set(FutureState::Complete);
        Poll::Ready(output.expect("`ResponseFuture` polled after completion"))
    }
}

/// Applies the layer's action to the application's response.
fn finish<R: Default>(mut response: Response<R>, pending: PendingResponse) -> Response<R> {
    match pending.on_response(response.status()) {
        ResponseAction::Keep => {}
        ResponseAction::AddVary(fields) => {
            response.headers_mut().append(VARY, fields);
        }
        ResponseAction::Replace(redirect) => return redirect.map(empty),
    }
    response
}

fn empty<R: Default>((): ()) -> R {
    R::default()
}
