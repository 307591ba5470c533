use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Request, Response};
use redirects::{RedirectLayer, Redirects, redirects};
use tower_layer::Layer;
use tower_service::Service;

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
};

struct Page;

struct Application;

impl Service<Request<()>> for Application {
    type Response = Response<Page>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Page>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(Page)))
    }
}

fn serve(_: impl Service<Request<()>>) {}

fn main() {
    serve(RedirectLayer::new(&SITE).layer(Application));
}
