//! Redirects in a Dioxus application, before its pages and in place of its 404 responses.

#[path = "../../common/site.rs"]
#[expect(dead_code, reason = "Dioxus reads the port of the environment itself")]
mod site;

use dioxus::prelude::*;
use dioxus::server::axum::Router;
use dioxus::server::http::header::VARY;
use dioxus::server::http::{HeaderValue, StatusCode};
use dioxus_fullstack_core::FullstackContext;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};

#[derive(Clone, PartialEq, Routable)]
enum Page {
    #[route("/new")]
    New {},
    #[route("/home")]
    Home {},
    #[route("/guestbook")]
    Guestbook {},
    #[nest("/shop")]
    #[route("/mugs")]
    Mugs {},
    #[end_nest]
    #[route("/:..path")]
    NotFound { path: Vec<String> },
}

#[component]
fn New() -> Element {
    rsx! { "the new place" }
}

#[component]
fn Home() -> Element {
    if let Some(context) = FullstackContext::current() {
        context.add_response_header(VARY, HeaderValue::from_static("origin"));
    }
    rsx! { "home" }
}

#[component]
fn Guestbook() -> Element {
    rsx! { "the guestbook" }
}

#[component]
fn Mugs() -> Element {
    rsx! { "mugs" }
}

#[component]
fn NotFound(path: Vec<String>) -> Element {
    FullstackContext::commit_http_status(StatusCode::NOT_FOUND, None);
    rsx! { "no " {path.join("/")} " here" }
}

#[component]
fn App() -> Element {
    rsx! { dioxus::router::Router::<Page> {} }
}

// Like `dioxus::server::router(App)`, without the files that `dx` puts next to the program.
fn pages() -> Router {
    Router::new().serve_api_application(ServeConfig::new(), App)
}

fn main() {
    dioxus::serve(|| async {
        Ok(pages()
            .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
            .layer(RedirectLayer::new(&SITE)))
    })
}
