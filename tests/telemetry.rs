//! The rule in the extensions of requests and responses, and the function for redirects.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use http::{Request, Response, StatusCode};
use redirects::{RedirectLayer, Redirects, ResponseAction, RuleMatch, redirects};
use test_support::request;
use tower_layer::Layer;
use tower_service::Service;

static SITE: Redirects = redirects! {
    "/blog/{slug}" => 308 "/articles/{slug}",
    "/old/kept" => pass,
    "/old/{*page}" => 301 "/new/{page}",
    POST "/form" => 303 "/done",
};

/// An application that responds with the source of the `pass` rule, and with 404 otherwise.
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
        let mut response = Response::new(String::new());
        match request.extensions().get::<RuleMatch>() {
            Some(rule) => *response.body_mut() = rule.source().into(),
            None => *response.status_mut() = StatusCode::NOT_FOUND,
        }
        ready(Ok(response))
    }
}

fn respond(layer: &RedirectLayer, line: &str) -> Response<String> {
    let response = pin!(layer.layer(Application).call(request(line)));
    let Poll::Ready(response) = response.poll(&mut Context::from_waker(Waker::noop())) else {
        unreachable!("the application responds at once")
    };
    response.unwrap()
}

#[test]
fn a_redirect_carries_its_rule() {
    for layer in [RedirectLayer::new(&SITE), RedirectLayer::new(&SITE).only_on_not_found()] {
        let response = respond(&layer, "/blog/hello?page=2");
        let rule = response.extensions().get::<RuleMatch>().unwrap();
        assert_eq!((rule.index(), rule.source()), (0, "/blog/{slug}"));
        assert_eq!(rule.status(), Some(StatusCode::PERMANENT_REDIRECT));
        assert_eq!(rule.source_location(), SITE.rules().next().unwrap().source_location());
        assert_eq!(rule.rule(), SITE.rules().next().unwrap());
        assert_eq!(rule.to_string(), r#""/blog/{slug}" => 308 "/articles/{slug}""#);
    }
}

#[test]
fn a_request_that_a_rule_passes_carries_that_rule() {
    for layer in [RedirectLayer::new(&SITE), RedirectLayer::new(&SITE).only_on_not_found()] {
        let response = respond(&layer, "/old/kept");
        assert_eq!(response.body(), "/old/kept");
        assert!(response.extensions().is_empty());
    }
}

#[test]
fn a_miss_inserts_nothing_and_does_not_allocate() {
    let layer = RedirectLayer::new(&SITE).on_redirect(|_, _| unreachable!("not a redirect"));
    let response = respond(&layer, "/other");
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(response.extensions().is_empty());

    let request = request("/other");
    let counted = allocation_counter::measure(|| {
        let pending = layer.on_request(&request).continue_value().unwrap();
        assert!(pending.pass_rule().is_none());
        assert!(matches!(pending.on_response(StatusCode::NOT_FOUND), ResponseAction::Keep));
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn a_canonical_redirect_has_no_rule() {
    let site = redirects! { canonical 308 { origin: "https://example.com", slash: strip } };
    let layer = RedirectLayer::new(site).on_redirect(|_, _| unreachable!("there is no rule"));
    let response = respond(&layer, "/a/; Host: example.com");
    assert_eq!(response.headers()["location"], "https://example.com/a");
    assert!(response.extensions().is_empty());
}

#[test]
fn a_rule_match_keeps_its_table_alive() {
    let request = request("/old");
    let response = RedirectLayer::new(redirects! { "/old" => 301 "/new" }).on_request(&request);
    let rule = response.break_value().unwrap().extensions_mut().remove::<RuleMatch>().unwrap();
    assert_eq!(rule.rule().target(), Some("/new"));
}

/// Returns a layer that adds a line to a list for each redirect.
fn recording(layer: RedirectLayer) -> (RedirectLayer, impl Fn() -> Vec<String>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let recorded = lines.clone();
    let layer = layer.on_redirect(move |rule, request| {
        let query = request.query().unwrap_or("-");
        let authority = request.authority().unwrap_or("-");
        let referer = request.referer().unwrap_or("-");
        let (method, path) = (request.method(), request.path());
        let index = rule.index();
        let line = format!("{index}: {method} {authority} {path} {query} {referer}");
        lines.lock().unwrap().push(line);
    });
    (layer, move || std::mem::take(&mut recorded.lock().unwrap()))
}

#[test]
fn on_redirect_is_called_once_for_each_redirect() {
    let (layer, lines) = recording(RedirectLayer::new(&SITE));
    respond(&layer, "/blog/hello?page=2; Host: example.com; Referer: https://a.example/");
    respond(&layer, "POST /form");
    respond(&layer, "/old/kept");
    respond(&layer, "/other");
    assert_eq!(
        lines(),
        ["0: GET example.com /blog/hello page=2 https://a.example/", "3: POST - /form - -"]
    );
}

#[test]
fn on_redirect_is_called_for_replaced_responses_only() {
    let (layer, lines) = recording(RedirectLayer::new(&SITE).only_on_not_found());
    respond(&layer, "/old/a?b=c; Host: example.com; Referer: /page");
    respond(&layer, "POST /form");
    respond(&layer, "/old/kept");
    assert_eq!(lines(), ["2: GET example.com /old/a b=c /page"]);

    let pending = layer.on_request(&request("/old/a")).continue_value().unwrap();
    assert!(matches!(pending.on_response(StatusCode::OK), ResponseAction::Keep));
    assert!(lines().is_empty());
}

#[test]
fn on_redirect_sees_the_forwarded_host_without_a_change_of_vary() {
    let (layer, lines) = recording(RedirectLayer::new(&SITE).trust_forwarded());
    let response = respond(&layer, "/old/a; Host: internal; X-Forwarded-Host: example.com");
    assert_eq!(response.headers().get("vary"), None);
    assert_eq!(lines(), ["2: GET example.com /old/a - -"]);
}
