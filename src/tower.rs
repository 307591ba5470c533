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
//!
//! In a `ServiceBuilder`, the first layer is the outermost. Layers inside it, such as `TraceLayer`
//! of tower-http, may change the body type:
//!
//! ```
//! use axum::{Router, routing::get};
//! use redirects::{RedirectLayer, Redirects, redirects};
//! use tower::ServiceBuilder;
//! # use axum::response::Response;
//! # use tower::util::MapResponseLayer;
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! # struct TraceLayer;
//! # impl TraceLayer {
//! #     fn new_for_http() -> MapResponseLayer<fn(Response) -> http::Response<Page>> {
//! #         MapResponseLayer::new(|_| http::Response::new(Page))
//! #     }
//! # }
//! # struct Page; // does not implement `Default`
//! # impl http_body::Body for Page {
//! #     type Data = bytes::Bytes;
//! #     type Error = std::convert::Infallible;
//! #     fn poll_frame(
//! #         self: std::pin::Pin<&mut Self>,
//! #         _: &mut std::task::Context<'_>,
//! #     ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
//! #         std::task::Poll::Ready(None)
//! #     }
//! # }
//! let app: Router = Router::new().route("/new", get(|| async { "the new page" })).layer(
//!     ServiceBuilder::new()
//!         .layer(RedirectLayer::new(&SITE).any_body())
//!         .layer(TraceLayer::new_for_http()),
//! );
//! ```

mod any_body;

use std::future::Future;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::VARY;
use http::{Extensions, Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::layer::PeerOf;
use crate::{PendingResponse, RedirectLayer, ResponseAction};

pub use any_body::{AnyBody, AnyBodyFuture, AnyBodyLayer, AnyBodyService};

impl RedirectLayer {
    /// Lets the tower service read the address of the peer, which rules compare with the condition
    /// `ip`, from the extensions of a request. Without this function, the address is unknown.
    ///
    /// axum stores the address as `ConnectInfo<SocketAddr>` if the server is started with
    /// `into_make_service_with_connect_info::<SocketAddr>()`.
    ///
    /// ```
    /// use std::net::SocketAddr;
    ///
    /// use axum::extract::ConnectInfo;
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/{*path}" if ip in ["192.0.2.0/24"] => pass,
    ///     "/{*path}" => 307 "https://status.example.com/",
    /// };
    ///
    /// let layer = RedirectLayer::new(&SITE).peer_addr(|extensions| {
    ///     extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
    /// });
    /// ```
    pub fn peer_addr(mut self, peer_of: fn(&Extensions) -> Option<IpAddr>) -> RedirectLayer {
        self.peer_of = Some(peer_of);
        self
    }
}

/// A request with the address of the peer, which is read when a rule needs it.
struct RequestWithPeer<'a, B> {
    request: &'a Request<B>,
    peer_of: Option<PeerOf>,
}

impl<B> crate::Request for RequestWithPeer<'_, B> {
    fn method(&self) -> &str {
        crate::Request::method(self.request)
    }

    fn path(&self) -> &str {
        self.request.path()
    }

    fn query(&self) -> Option<&str> {
        self.request.query()
    }

    fn authority(&self) -> Option<&str> {
        self.request.authority()
    }

    fn scheme(&self) -> Option<&str> {
        self.request.scheme()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.request.header(name)
    }

    fn last_values<const N: usize>(&self, names: &[http::HeaderName; N]) -> [Option<&[u8]>; N] {
        self.request.last_values(names)
    }

    fn peer_addr(&self) -> Option<IpAddr> {
        self.peer_of?(self.request.extensions())
    }
}

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
    R: EmptyBody,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> ResponseFuture<S::Future> {
        let with_peer = RequestWithPeer { request: &request, peer_of: self.layer.peer_of };
        let state = match self.layer.on_request(&with_peer) {
            ControlFlow::Break(redirect) => FutureState::Redirect { redirect: Some(redirect) },
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
    R: EmptyBody,
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
fn finish<R: EmptyBody>(mut response: Response<R>, pending: PendingResponse) -> Response<R> {
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

/// A body type with an empty value, which is the body of redirects.
///
/// Each type that implements `Default` is such a type. For other types, call
/// [`any_body`](RedirectLayer::any_body).
///
/// ```
/// fn is_body_of_redirects(_: impl redirects::tower::EmptyBody) {}
///
/// is_body_of_redirects(String::new());
/// is_body_of_redirects(axum::body::Body::empty());
/// ```
#[diagnostic::on_unimplemented(
    message = "`RedirectLayer` needs an empty body, but `{Self}` does not implement `Default`",
    label = "responses have this body type",
    note = "call `any_body` on the layer, as in `RedirectLayer::new(&SITE).any_body()`"
)]
pub trait EmptyBody: Default {}

#[diagnostic::do_not_recommend]
impl<R: Default> EmptyBody for R {}
