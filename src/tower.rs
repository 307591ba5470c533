//! The layer for [`tower`](https://docs.rs/tower), and so for axum, hyper, warp and tonic, and for what
//! stands on them, as Loco, Leptos and Dioxus do.
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
//!     .route("/new", get(|| async { "the new place" }))
//!     .layer(RedirectLayer::new(&SITE));
//! ```
//!
//! In axum, add the layer last: it then stands before all routes and the fallback. (`route_layer` does
//! not see what no route matches.) In warp it stands around `warp::service`, in hyper around any
//! service, in tonic it is `Server::layer`.
//!
//! The response has the application's own type of body, empty. That type has to have a default, as
//! those of the frameworks do; around another one, [`any_body`](RedirectLayer::any_body) is the layer.

mod any_body;

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::VARY;
use http::{Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{PendingResponse, ResponseAction};

pub use any_body::{AnyBody, AnyBodyFuture, AnyBodyLayer, AnyBodyService};

pub use crate::RedirectLayer;

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
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<S::Future> {
        let answer = match self.layer.ask(&request) {
            ControlFlow::Break(redirect) => Answer::Redirect { redirect: Some(redirect) },
            ControlFlow::Continue(afterwards) => {
                let inner = self.inner.call(request);
                Answer::Application { inner, afterwards: Some(afterwards) }
            }
        };
        ResponseFuture { answer }
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
        Redirect { redirect: Option<Response<()>> },
        Application {
            #[pin]
            inner: F,
            afterwards: Option<PendingResponse>,
        },
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Ok(match self.project().answer.project() {
            Projected::Redirect { redirect } => redirect.take().unwrap_or_default().map(empty),
            Projected::Application { inner, afterwards } => {
                let response = ready!(inner.poll(cx))?;
                match afterwards.take() {
                    Some(afterwards) => amended(response, afterwards),
                    None => response,
                }
            }
        }))
    }
}

fn amended<R: Default>(mut response: Response<R>, afterwards: PendingResponse) -> Response<R> {
    match afterwards.amend(response.status() == StatusCode::NOT_FOUND) {
        ResponseAction::Replace(redirect) => return redirect.map(empty),
        ResponseAction::Vary(fields) => {
            response.headers_mut().append(VARY, fields);
        }
        ResponseAction::None => {}
    }
    response
}

fn empty<R: Default>((): ()) -> R {
    R::default()
}
