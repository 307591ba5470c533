//! The tower layer, in both places.

#![allow(clippy::unwrap_used)]

mod support;

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::{Method, Request, Response, StatusCode};
use redirects::tower::RedirectLayer;
use redirects::{Redirects, redirects};
use support::request;
use tower_layer::Layer;
use tower_service::Service;

static SITE: Redirects = redirects! {
    "/moved" => 308 "/page",
    #[allow(chain)]
    "/page" => 302 "/elsewhere",
    "/{*rest}" => 302 "https://archive.example.com/{rest}",
};

/// It has `/page`, refuses to DELETE it, and has nothing else.
#[derive(Clone)]
struct Application;

impl Service<Request<()>> for Application {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        let status = match (request.uri().path(), request.method()) {
            ("/page", &Method::DELETE) => StatusCode::METHOD_NOT_ALLOWED,
            ("/page", _) => StatusCode::OK,
            _ => StatusCode::NOT_FOUND,
        };
        ready(Ok(Response::builder().status(status).body("the application's".into()).unwrap()))
    }
}

fn answered(layer: &RedirectLayer, line: &str) -> Response<String> {
    let future = layer.layer(Application).call(request(line));
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())) {
        Poll::Ready(response) => response.unwrap(),
        Poll::Pending => unreachable!("the application answers at once"),
    }
}

/// The status, the location and the body.
fn ask(layer: &RedirectLayer, line: &str) -> String {
    let response = answered(layer, line);
    let location = response.headers().get("location").map_or("", |value| value.to_str().unwrap());
    format!("{} {location}|{}", response.status().as_u16(), response.body())
}

fn check(layer: &RedirectLayer, cases: &[(&str, &str)]) {
    for (line, expected) in cases {
        assert_eq!(ask(layer, line), *expected, "{line}");
    }
}

#[test]
fn the_table_is_asked_first() {
    check(
        &RedirectLayer::new(&SITE),
        &[
            ("/moved", "308 /page|"),
            ("/page", "302 /elsewhere|"),
            ("POST /page", "302 /elsewhere|"),
            ("/other", "302 https://archive.example.com/other|"),
            ("OPTIONS *", "404 |the application's"),
        ],
    );
}

#[test]
fn what_was_looked_at_is_in_vary() {
    static TABLE: Redirects = redirects! {
        "/page" if cookie["beta"] => 302 "/beta",
        "/gone" if language == "fr" => 302 "/fr",
    };
    let vary = |layer: &RedirectLayer, line| answered(layer, line).headers().get("vary").cloned();
    let first = RedirectLayer::new(&TABLE);
    let last = RedirectLayer::new(&TABLE).only_on_not_found();
    let cases = [
        (&first, "/page", Some("cookie")),
        (&first, "/page; Cookie: beta=1", Some("cookie")),
        (&first, "/gone", Some("accept-language")),
        (&first, "/other", None),
        (&last, "/page", None),
        (&last, "/gone", Some("accept-language")),
        (&last, "/gone; Accept-Language: fr", Some("accept-language")),
        (&last, "POST /gone", None),
    ];
    for (layer, line, expected) in cases {
        let vary = vary(layer, line);
        assert_eq!(vary.as_ref().map(|value| value.to_str().unwrap()), expected, "{line}");
    }
}

#[test]
fn only_what_is_not_found_is_redirected() {
    check(
        &RedirectLayer::new(&SITE).only_on_not_found(),
        &[
            ("/moved", "308 /page|"),
            ("HEAD /moved", "308 /page|"),
            ("/page", "200 |the application's"),
            ("DELETE /page", "405 |the application's"),
            ("POST /moved", "404 |the application's"),
            ("/other", "302 https://archive.example.com/other|"),
        ],
    );
}
