//! The middleware of Actix Web.

#![cfg(feature = "actix-web-4")]
#![allow(clippy::unwrap_used)]

use std::pin::pin;
use std::task::{Context, Waker};

use actix_web::HttpResponse;
use actix_web::dev::{Service, Transform, fn_service};
use actix_web::test::TestRequest;
use redirects::{RedirectLayer, Redirects, redirects};

static SITE: Redirects = redirects! { "/old" => 301 "/new" };

/// Polls the response to a request once more after it is complete.
fn poll_twice(path: &str) {
    let application = fn_service(async |request: actix_web::dev::ServiceRequest| {
        Ok::<_, actix_web::Error>(request.into_response(HttpResponse::Ok()))
    });
    let mut cx = Context::from_waker(Waker::noop());
    let mut middleware = pin!(RedirectLayer::new(&SITE).new_transform(application));
    let std::task::Poll::Ready(Ok(service)) = middleware.as_mut().poll(&mut cx) else {
        unreachable!("the middleware is ready");
    };
    let mut response = pin!(service.call(TestRequest::get().uri(path).to_srv_request()));
    assert!(response.as_mut().poll(&mut cx).is_ready());
    let _ = response.as_mut().poll(&mut cx);
}

#[test]
#[should_panic(expected = "`ResponseFuture` polled after completion")]
fn the_future_of_a_redirect_panics_if_polled_after_completion() {
    poll_twice("/old");
}

#[test]
#[should_panic(expected = "`ResponseFuture` polled after completion")]
fn the_future_of_the_application_panics_if_polled_after_completion() {
    poll_twice("/new");
}
