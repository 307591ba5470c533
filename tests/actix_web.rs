//! The middleware of Actix Web.

#![cfg(feature = "actix-web-4")]
#![allow(clippy::unwrap_used)]

#[path = "support/recipes.rs"]
mod recipes;

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Waker};

use actix_web::dev::{ServerHandle, Service, Transform, fn_service};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpResponse, HttpServer, web};
use recipes::RECIPES;
use redirects::testing::site_targets;
use redirects::{RedirectLayer, Redirects, redirects};
use test_support::server::Client;

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

#[test]
fn targets_that_are_not_routes_are_found() {
    static SITE: Redirects = redirects! {
        "/a/{id:[0-9]+}" => 301 "/found/{id}",
        "/b" => 301 "/missing",
        POST "/c" => 307 "/found/1",
    };
    actix_web::rt::System::new().block_on(async {
        let app = App::new()
            .route("/found/{id}", web::get().to(HttpResponse::Ok))
            .wrap(RedirectLayer::new(&SITE));
        let app = init_service(app).await;
        let mut broken = Vec::new();
        for target in site_targets(&SITE, &["example.com"]) {
            let (method, uri) = (target.request().method(), target.request().uri());
            let request = TestRequest::with_uri(&uri.to_string())
                .method(method.as_str().parse().unwrap())
                .to_request();
            let response = call_service(&app, request).await;
            broken.extend(target.check(response.status()).err());
        }
        let sources: Vec<_> = broken.iter().map(|broken| broken.rule().source()).collect();
        assert_eq!(sources, ["/b", "/c"]);
    });
}

/// Starts a server whose application responds 200 to every request, inside a layer.
fn start(layer: fn() -> RedirectLayer) -> (SocketAddr, ServerHandle) {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let app = move || {
                let application = web::to(|| async { HttpResponse::Ok().finish() });
                App::new().default_service(application).wrap(layer())
            };
            let server = HttpServer::new(app).workers(1).disable_signals();
            let server = server.bind("127.0.0.1:0").unwrap();
            let address = server.addrs()[0];
            let server = server.run();
            sender.send((address, server.handle())).unwrap();
            server.await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

#[test]
fn recipes_respond_as_the_cookbook_says() {
    for recipe in RECIPES {
        let (address, server) = start(recipe.layer);
        Client::connect(address).check(recipe.cases);
        actix_web::rt::System::new().block_on(server.stop(false));
    }
}
