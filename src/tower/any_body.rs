//! A layer for services whose body type does not implement `Default`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::{RedirectLayer, RedirectService};

impl RedirectLayer {
    /// Converts the layer to one for services whose body type does not implement `Default`, such as
    /// the body type of `tower_http::trace`. The body type of responses is then [`AnyBody`].
    ///
    /// ```
    /// use http::{Request, Response};
    /// use redirects::{RedirectLayer, Redirects, redirects};
    /// use tower_layer::Layer;
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// struct Page(&'static str); // does not implement `Default`
    ///
    /// let application = tower::service_fn(async |_: Request<()>| {
    ///     Ok::<_, std::convert::Infallible>(Response::new(Page("the new page")))
    /// });
    /// let service = RedirectLayer::new(&SITE).any_body().layer(application);
    /// # fn is_service(_: &impl tower_service::Service<Request<()>>) {}
    /// # is_service(&service);
    /// ```
    pub fn any_body(self) -> AnyBodyLayer {
        AnyBodyLayer(self)
    }
}

/// A [`RedirectLayer`] for services with any body type.
///
/// Created by [`RedirectLayer::any_body`].
///
/// ```
/// use redirects::tower::{AnyBodyLayer, AnyBodyService, RedirectService};
/// use redirects::{RedirectLayer, Redirects, redirects};
/// use tower_layer::Layer;
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// fn add<S>(application: S) -> RedirectService<AnyBodyService<S>> {
///     let layer: AnyBodyLayer = RedirectLayer::new(&SITE).any_body();
///     layer.layer(application)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer has no effect until it is added to an application"]
pub struct AnyBodyLayer(RedirectLayer);

impl<S> Layer<S> for AnyBodyLayer {
    type Service = RedirectService<AnyBodyService<S>>;

    fn layer(&self, inner: S) -> Self::Service {
        self.0.layer(AnyBodyService(inner))
    }
}

/// A service that wraps the bodies of responses in [`AnyBody`], which implements `Default`.
///
/// [`AnyBodyLayer`] places this service between [`RedirectService`] and the application.
///
/// ```
/// use http::{Request, Response};
/// use redirects::tower::AnyBody;
/// use redirects::{RedirectLayer, Redirects, redirects};
/// use tower::ServiceExt;
/// use tower_layer::Layer;
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
///
/// struct Page(&'static str); // does not implement `Default`
///
/// # #[tokio::main]
/// # async fn main() {
/// let application = tower::service_fn(async |_: Request<()>| {
///     Ok::<_, std::convert::Infallible>(Response::new(Page("the new page")))
/// });
/// let service = RedirectLayer::new(&SITE).any_body().layer(application);
/// let request = Request::get("/old").body(()).unwrap();
/// let response: Response<AnyBody<Page>> = service.oneshot(request).await.unwrap();
/// assert_eq!(response.headers()["location"], "/new");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AnyBodyService<S>(S);

impl<S, B, R> Service<Request<B>> for AnyBodyService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<AnyBody<R>>;
    type Error = S::Error;
    type Future = AnyBodyFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        AnyBodyFuture { inner: self.0.call(request) }
    }
}

pin_project! {
    /// The response future of [`AnyBodyService`].
    ///
    /// ```
    /// use http::Response;
    /// use redirects::tower::{AnyBody, AnyBodyFuture, ResponseFuture};
    ///
    /// /// Waits for the response of a service that has the layer from `any_body`.
    /// async fn status<F, R, E>(response: ResponseFuture<AnyBodyFuture<F>>) -> Result<u16, E>
    /// where
    ///     F: Future<Output = Result<Response<R>, E>>,
    /// {
    ///     let response: Response<AnyBody<R>> = response.await?;
    ///     Ok(response.status().as_u16())
    /// }
    /// ```
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct AnyBodyFuture<F> {
        #[pin]
        inner: F,
    }
}

impl<F, R, E> Future for AnyBodyFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
{
    type Output = Result<Response<AnyBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.project().inner.poll(cx))?;
        Poll::Ready(Ok(response.map(|inner| AnyBody { inner: Some(inner) })))
    }
}

pin_project! {
    /// A body that is either the body of the application's response, or the empty body of a
    /// redirect.
    ///
    /// ```
    /// use http_body::Body;
    /// use redirects::tower::AnyBody;
    ///
    /// assert!(AnyBody::<String>::default().is_end_stream());
    /// ```
    #[derive(Debug)]
    pub struct AnyBody<R> {
        #[pin]
        inner: Option<R>,
    }
}

impl<R> Default for AnyBody<R> {
    fn default() -> AnyBody<R> {
        AnyBody { inner: None }
    }
}

impl<R: Body> Body for AnyBody<R> {
    type Data = R::Data;
    type Error = R::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<R::Data>, R::Error>>> {
        match self.project().inner.as_pin_mut() {
            Some(inner) => inner.poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}
