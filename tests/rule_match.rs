//! The rule that matched arrives in the response of a redirect, and in the request after a `pass`
//! rule, with each framework that is not built on tower (see `telemetry.rs`).

#![cfg(all(
    feature = "actix-web-4",
    feature = "pingora-0.9",
    feature = "poem-3",
    feature = "rocket-0.5",
    feature = "salvo-1"
))]
#![allow(clippy::unwrap_used)]

use redirects::{RedirectLayer, Redirects, RuleMatch, redirects};

static SITE: Redirects = redirects! {
    "/old" => 301 "/new",
    "/kept" => pass,
};

static ARCHIVE: Redirects = redirects! {
    "/lost" => 302 "/archive",
};

fn site() -> RedirectLayer {
    RedirectLayer::new(&SITE)
}

fn archive() -> RedirectLayer {
    RedirectLayer::new(&ARCHIVE).only_on_not_found()
}

/// A path, and the source of the rule that matches it.
const CASES: [(&str, Option<&str>); 4] =
    [("/old", Some("/old")), ("/kept", Some("/kept")), ("/lost", Some("/lost")), ("/new", None)];

/// Checks a function that returns the source of the rule for a path. The application responds with
/// the source that it finds in its request to `/kept`, and with 404 to `/lost`.
fn check(source_of: impl Fn(&str) -> Option<String>) {
    for (path, source) in CASES {
        assert_eq!(source_of(path).as_deref(), source, "{path}");
    }
}

fn source(rule: Option<&RuleMatch>) -> Option<String> {
    rule.map(|rule| rule.source().to_owned())
}

#[test]
fn actix_web_gets_the_rule() {
    use actix_web::dev::{Service as _, ServiceRequest, fn_service};
    use actix_web::test::TestRequest;
    use actix_web::{Error, HttpMessage as _, HttpResponse, dev::Transform as _};

    let application = || {
        fn_service(async |request: ServiceRequest| {
            let rule = request.extensions().get::<RuleMatch>().cloned();
            let mut response = match request.path() {
                "/lost" => HttpResponse::NotFound().finish(),
                _ => HttpResponse::Ok().finish(),
            };
            if let Some(rule) = rule {
                response.extensions_mut().insert(rule);
            }
            Ok::<_, Error>(request.into_response(response))
        })
    };
    check(|path| {
        actix_web::rt::System::new().block_on(async {
            let inner = archive().new_transform(application()).await.unwrap();
            let service = site().new_transform(inner).await.unwrap();
            let request = TestRequest::get().uri(path).to_srv_request();
            let response = service.call(request).await.unwrap();
            let extensions = response.response().extensions();
            source(extensions.get())
        })
    });
}

#[test]
fn poem_gets_the_rule() {
    use poem::endpoint::make_sync;
    use poem::http::StatusCode;
    use poem::{Endpoint as _, EndpointExt as _, Request, Response};

    let application = make_sync(|request: Request| {
        let status = match request.uri().path() {
            "/lost" => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        let mut response = Response::from(status);
        if let Some(rule) = request.extensions().get::<RuleMatch>() {
            response.extensions_mut().insert(rule.clone());
        }
        response
    });
    let endpoint = application.with(archive()).with(site());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    check(|path| {
        let request = Request::builder().uri(path.parse().unwrap()).finish();
        let response = runtime.block_on(endpoint.call(request)).unwrap();
        source(response.extensions().get())
    });
}

#[test]
fn salvo_gets_the_rule() {
    use std::sync::Arc;

    use salvo_core::http::StatusCode;
    use salvo_core::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

    struct Application;

    #[async_trait]
    impl Handler for Application {
        async fn handle(
            &self,
            request: &mut Request,
            _: &mut Depot,
            response: &mut Response,
            _: &mut FlowCtrl,
        ) {
            let is_lost = request.uri().path() == "/lost";
            response.status_code =
                Some(if is_lost { StatusCode::NOT_FOUND } else { StatusCode::OK });
            if let Some(rule) = request.extensions().get::<RuleMatch>() {
                response.extensions.insert(rule.clone());
            }
        }
    }

    let runtime = tokio::runtime::Runtime::new().unwrap();
    check(|path| {
        let (mut request, mut response) = (Request::new(), Response::new());
        *request.uri_mut() = path.parse().unwrap();
        let handlers: Vec<Arc<dyn Handler>> =
            vec![Arc::new(site()), Arc::new(archive()), Arc::new(Application)];
        let mut ctrl = FlowCtrl::new(handlers);
        let (mut depot, request) = (Depot::new(), &mut request);
        runtime.block_on(ctrl.call_next(request, &mut depot, &mut response));
        source(response.extensions.get())
    });
}

#[rocket::get("/kept")]
fn kept() {}

#[test]
fn rocket_gets_the_rule() {
    use rocket::fairing::AdHoc;
    use rocket::local::blocking::Client;
    use rocket::routes;

    let report = AdHoc::on_response("rule", |request, response| {
        Box::pin(async move {
            let rule: &Option<RuleMatch> = request.local_cache(|| None);
            if let Some(rule) = rule {
                response.set_raw_header("x-rule", rule.source().to_owned());
            }
        })
    });
    let rocket = rocket::build().mount("/", routes![kept]);
    let client = Client::untracked(rocket.attach(archive()).attach(site()).attach(report)).unwrap();
    check(|path| {
        let response = client.get(path).dispatch();
        response.headers().get_one("x-rule").map(str::to_owned)
    });
}

#[test]
fn pingora_gets_the_rule_of_a_redirect() {
    use pingora_http::{RequestHeader, ResponseHeader};
    use redirects::pingora_0_9::{request_filter, response_filter};

    let request = |path: &str| RequestHeader::build("GET", path.as_bytes(), None).unwrap();
    let response = request_filter(&site(), &request("/old")).unwrap().unwrap();
    assert_eq!(source(response.extensions.get()).as_deref(), Some("/old"));
    let mut response = ResponseHeader::build(404, None).unwrap();
    response_filter(&archive(), &request("/lost"), &mut response).unwrap();
    assert_eq!(source(response.extensions.get()).as_deref(), Some("/lost"));
    // The request of a proxy cannot be changed, so it does not contain the rule of a `pass`.
    assert!(request_filter(&site(), &request("/kept")).unwrap().is_none());
}
