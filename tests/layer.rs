//! The layer in both orders, by itself and as a `tower` service.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll};

use http::{Method, Request, Response, StatusCode};
use http_body::{Body, Frame};
use redirects::tower::AnyBody;
use redirects::{RedirectLayer, Redirects, ResponseAction, redirects};
use test_support::request;
use tower_layer::Layer;
use tower_service::Service;

static SITE: Redirects = redirects! {
    "/moved" => 308 "/page",
    #[allow(chain)]
    "/page" => 302 "/elsewhere",
    "/{*rest}" => 302 "https://archive.example.com/{rest}",
};

/// An application that responds to `/page` only, and not to DELETE requests.
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

fn respond(layer: &RedirectLayer, line: &str) -> Response<String> {
    now(layer.layer(Application).call(request(line)))
}

fn now<R>(future: impl Future<Output = Result<R, Infallible>>) -> R {
    match pin!(future).poll(&mut Context::from_waker(std::task::Waker::noop())) {
        Poll::Ready(response) => response.unwrap(),
        Poll::Pending => unreachable!("the application responds at once"),
    }
}

/// Returns the status, the location and the body.
fn shown(layer: &RedirectLayer, line: &str) -> String {
    let response = respond(layer, line);
    let location = response.headers().get("location").map_or("", |value| value.to_str().unwrap());
    format!("{} {location}|{}", response.status().as_u16(), response.body())
}

fn check(layer: &RedirectLayer, cases: &[(&str, &str)]) {
    for (line, expected) in cases {
        assert_eq!(shown(layer, line), *expected, "{line}");
    }
}

#[test]
fn the_table_responds_first_by_default() {
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
fn vary_names_the_inspected_fields() {
    static TABLE: Redirects = redirects! {
        "/page" if cookie["beta"] => 302 "/beta",
        "/gone" if language == "fr" => 302 "/fr",
    };
    let vary = |layer: &RedirectLayer, line| respond(layer, line).headers().get("vary").cloned();
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
fn only_not_found_replaces_404_responses_to_get_and_head() {
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

#[test]
fn forwarded_fields_are_read_only_if_they_are_trusted() {
    static TABLE: Redirects = redirects! {
        "/cups" if host == "{shop}.old.example.com" => 308 "https://{shop}.example.com/cups",
        "/plain" if scheme == "http" => 308 "https://example.com/plain",
        "/old" => 301 "/new",
    };
    let distrusts = RedirectLayer::new(&TABLE);
    let trusts = distrusts.clone().trust_forwarded();
    let trusts_addresses = distrusts.clone().trust_forwarded_for(1);
    // The status, the location and `Vary`.
    let shown = |layer: &RedirectLayer, line: &str| {
        let response = respond(layer, line);
        let field =
            |name| response.headers().get(name).map_or("-", |value| value.to_str().unwrap());
        format!("{} {} {}", response.status().as_u16(), field("location"), field("vary"))
    };
    let host = "x-forwarded-host";
    let scheme = "x-forwarded-proto";
    let red = format!("308 https://red.example.com/cups {host}");
    let plain = format!("308 https://example.com/plain {scheme}");
    let cases = [
        (&distrusts, "/cups; X-Forwarded-Host: red.old.example.com", "404 - -"),
        (&distrusts, "/plain; X-Forwarded-Proto: http", "404 - -"),
        (&trusts_addresses, "/cups; X-Forwarded-Host: red.old.example.com", "404 - -"),
        (&trusts_addresses, "/plain; X-Forwarded-Proto: http", "404 - -"),
        (&trusts, "/cups; X-Forwarded-Host: red.old.example.com", &red),
        (&trusts, "/cups; X-Forwarded-Host: RED.old.example.com:81", &red),
        (&trusts, "/cups; Host: red.old.example.com", &red),
        // The value that the nearest proxy appended takes precedence.
        (&trusts, "/cups; X-Forwarded-Host: evil.example, red.old.example.com", &red),
        (
            &trusts,
            "/cups; X-Forwarded-Host: evil.example; X-Forwarded-Host: red.old.example.com",
            &red,
        ),
        (
            &trusts,
            "/cups; X-Forwarded-Host: red.old.example.com, evil.example",
            "404 - x-forwarded-host",
        ),
        (
            &trusts,
            "/cups; X-Forwarded-Host: a b; Host: red.old.example.com",
            "404 - x-forwarded-host",
        ),
        (&trusts, "/cups; X-Forwarded-Host: ; Host: red.old.example.com", &red),
        (&trusts, "/plain; X-Forwarded-Proto: http", &plain),
        (&trusts, "/plain; X-Forwarded-Proto: HTTP", &plain),
        (&trusts, "/plain; X-Forwarded-Proto: https", "404 - x-forwarded-proto"),
        (&trusts, "/plain; X-Forwarded-Proto: gopher", "404 - x-forwarded-proto"),
        (&trusts, "/plain", "404 - x-forwarded-proto"),
        (&trusts, "http://example.com/plain", &plain),
        (&trusts, "/old; X-Forwarded-Host: red.old.example.com", "301 /new -"),
    ];
    let wrong: Vec<_> = cases
        .into_iter()
        .map(|(layer, line, expected)| (line, shown(layer, line), expected))
        .filter(|(_, actual, expected)| actual != expected)
        .map(|(line, actual, expected)| format!("{line}: {actual}, and not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn vary_names_forwarded_and_inspected_fields() {
    static TABLE: Redirects = redirects! {
        "/cups" if host == "old.example.com" && cookie["beta"] => 302 "/beta",
    };
    let layer = RedirectLayer::new(&TABLE).trust_forwarded();
    for line in [
        "/cups; X-Forwarded-Host: old.example.com",
        "/cups; X-Forwarded-Host: old.example.com; Cookie: beta=1",
    ] {
        let vary = respond(&layer, line).headers()["vary"].clone();
        assert_eq!(vary, "cookie, x-forwarded-host", "{line}");
    }
}

/// A body that does not implement `Default`.
struct Page(&'static [u8]);

impl Body for Page {
    type Data = &'static [u8];
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<&'static [u8]>, Infallible>>> {
        let bytes = std::mem::take(&mut self.0);
        Poll::Ready((!bytes.is_empty()).then_some(Ok(Frame::data(bytes))))
    }
}

#[derive(Clone)]
struct Pages;

impl Service<Request<()>> for Pages {
    type Response = Response<Page>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Page>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(Page(b"the application's"))))
    }
}

#[test]
fn any_body_is_the_body_of_the_application_or_empty() {
    static TABLE: Redirects = redirects! { "/old" => 301 "/new" };
    let layer = RedirectLayer::new(&TABLE).any_body();
    let frame = |body: &mut AnyBody<Page>| {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        match std::pin::Pin::new(body).poll_frame(&mut cx) {
            Poll::Ready(frame) => frame.map(|frame| frame.unwrap().into_data().unwrap()),
            Poll::Pending => unreachable!("the body is ready"),
        }
    };
    let mut redirect = now(layer.layer(Pages).call(request("/old")));
    assert_eq!(redirect.status(), 301);
    assert_eq!(redirect.body().size_hint().exact(), Some(0));
    assert!(redirect.body().is_end_stream());
    assert_eq!(frame(redirect.body_mut()), None);

    let mut page = now(layer.layer(Pages).call(request("/page")));
    assert_eq!(page.body().size_hint().exact(), None);
    assert!(!page.body().is_end_stream());
    assert_eq!(frame(page.body_mut()), Some(&b"the application's"[..]));
    assert_eq!(frame(page.body_mut()), None);
}

#[test]
fn both_steps_work_without_a_framework() {
    static TABLE: Redirects = redirects! { "/page" if cookie["beta"] => 302 "/beta" };
    let first = RedirectLayer::new(TABLE.clone());
    let last = RedirectLayer::new(&TABLE).only_on_not_found();
    let beta = request("/page; Cookie: beta=1");

    let redirect = first.on_request(&beta).break_value().unwrap();
    assert_eq!(redirect.headers()["location"], "/beta");

    let pending = last.on_request(&beta).continue_value().unwrap();
    let action = pending.clone().on_response(StatusCode::OK);
    assert!(matches!(action, ResponseAction::Keep), "{action:?}");
    let action = pending.on_response(StatusCode::NOT_FOUND);
    assert!(matches!(action, ResponseAction::Replace(_)), "{action:?}");

    let pending = first.on_request(&request("/page")).continue_value().unwrap();
    let action = pending.on_response(StatusCode::OK);
    assert!(matches!(&action, ResponseAction::AddVary(v) if v == "cookie"), "{action:?}");
}

fn poll_twice(line: &str) {
    let mut future = pin!(RedirectLayer::new(&SITE).layer(Application).call(request(line)));
    let mut cx = Context::from_waker(std::task::Waker::noop());
    assert!(future.as_mut().poll(&mut cx).is_ready());
    let _ = future.as_mut().poll(&mut cx);
}

#[test]
#[should_panic(expected = "`ResponseFuture` polled after completion")]
fn the_future_of_a_redirect_panics_if_polled_after_completion() {
    poll_twice("/moved");
}

#[test]
#[should_panic(expected = "`ResponseFuture` polled after completion")]
fn the_future_of_the_application_panics_if_polled_after_completion() {
    poll_twice("OPTIONS *");
}

#[test]
fn client_address_is_taken_from_the_end_of_x_forwarded_for() {
    static SITE: Redirects = redirects! {
        "/" if ip == "192.0.2.1" => 307 "/1",
        "/" if ip => 307 "/2",
    };
    for (lines, proxies, expected) in [
        (&["192.0.2.1"][..], 1, Some("/1")),
        (&["192.0.2.1:4711"], 1, Some("/1")),
        (&["[::ffff:192.0.2.1]:4711"], 1, Some("/1")),
        (&["[::ffff:192.0.2.1]"], 1, Some("/1")),
        (&["[2001:db8::1]"], 1, Some("/2")),
        (&["[192.0.2.1]"], 1, None),
        (&["[2001:db8::1"], 1, None),
        (&["192.0.2.1, 10.0.0.1"], 1, Some("/2")),
        (&["192.0.2.1, 10.0.0.1"], 2, Some("/1")),
        (&["192.0.2.1", "10.0.0.1 ,, 10.0.0.2"], 3, Some("/1")),
        (&["192.0.2.1", "10.0.0.1 ,, 10.0.0.2"], 4, None),
        (&["192.0.2.1, unknown"], 1, None),
        (&["x, 192.0.2.1"], 1, Some("/1")),
        (&[], 1, None),
        (&["192.0.2.1"], 0, None),
    ] {
        let mut request = Request::get("/");
        for line in lines {
            request = request.header("x-forwarded-for", *line);
        }
        let layer = RedirectLayer::new(&SITE).trust_forwarded_for(proxies);
        let response = layer.on_request(&request.body(()).unwrap()).break_value();
        let location = response.map(|response| response.headers()["location"].clone());
        let location = location.as_ref().map(|location| location.to_str().unwrap());
        assert_eq!(location, expected, "{lines:?} {proxies}");
    }
}
