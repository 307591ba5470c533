//! Redirects in a Leptos application, before its pages and in place of its 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::VARY;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, ResponseOptions, file_and_error_handler, generate_route_list};
use leptos_router::components::{Outlet, ParentRoute, Route, Router as Pages, Routes};
use leptos_router::path;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};
use tokio::net::TcpListener;

fn shell(_: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head><title>"the shop"</title></head>
            <body><App/></body>
        </html>
    }
}

#[component]
fn App() -> impl IntoView {
    view! {
        <Pages>
            <Routes fallback=|| "nothing here">
                <Route path=path!("/new") view=|| "the new place"/>
                <Route path=path!("/home") view=Home/>
                <Route path=path!("/guestbook") view=|| "the guestbook"/>
                <ParentRoute path=path!("/shop") view=Outlet>
                    <Route path=path!("/mugs") view=|| "mugs"/>
                </ParentRoute>
            </Routes>
        </Pages>
    }
}

#[component]
fn Home() -> impl IntoView {
    expect_context::<ResponseOptions>().insert_header(VARY, HeaderValue::from_static("origin"));
    "home"
}

fn application() -> Router {
    let options = LeptosOptions::builder().output_name("shop").site_root("target/site").build();
    let whole = options.clone();
    Router::new()
        .leptos_routes(&options, generate_route_list(App), move || shell(whole.clone()))
        .fallback(file_and_error_handler::<LeptosOptions, _>(shell))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .layer(RedirectLayer::new(&SITE))
        .with_state(options)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(site::address()?).await?;
    Ok(axum::serve(listener, application()).await?)
}
