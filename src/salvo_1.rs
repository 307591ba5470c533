//! The hoop of [`salvo`](https://docs.rs/salvo/1) 1.
//!
//! ```
//! # use salvo_core as salvo;
//! use redirects::{RedirectLayer, Redirects, redirects};
//! use salvo::{Router, Service, handler};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//! };
//!
//! #[handler]
//! async fn new() -> &'static str {
//!     "the new place"
//! }
//!
//! let router = Router::with_path("new").get(new);
//! let service = Service::new(router).hoop(RedirectLayer::new(&SITE));
//! ```
//!
//! It is a hoop of the `Service`: one of a `Router` does not see what no route matches. Salvo fills the
//! empty body of a 410 or 451 with its own page.

use std::ops::ControlFlow;

use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG, EXPIRES,
    HeaderName, LAST_MODIFIED, VARY,
};
use salvo_core::http::ResBody;
use salvo_core::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

use crate::{RedirectLayer, ResponseAction};

/// What a response says of a body that is taken from it.
const OF_THE_BODY: [HeaderName; 8] = [
    CACHE_CONTROL,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    ETAG,
    EXPIRES,
    LAST_MODIFIED,
];

#[async_trait]
impl Handler for RedirectLayer {
    async fn handle(
        &self,
        request: &mut Request,
        depot: &mut Depot,
        response: &mut Response,
        ctrl: &mut FlowCtrl,
    ) {
        let afterwards = match self.ask(&(request.method(), request.uri(), request.headers())) {
            ControlFlow::Break(redirect) => {
                replace(response, redirect);
                ctrl.skip_rest();
                return;
            }
            ControlFlow::Continue(afterwards) => afterwards,
        };
        ctrl.call_next(request, depot, response).await;
        match afterwards.amend(response.status_code == Some(StatusCode::NOT_FOUND)) {
            ResponseAction::Replace(redirect) => replace(response, redirect),
            ResponseAction::Vary(fields) => {
                response.headers_mut().append(VARY, fields);
            }
            ResponseAction::None => {}
        }
    }
}

/// Makes it the redirection, and keeps the fields that other hoops gave it.
fn replace(response: &mut Response, redirect: http::Response<()>) {
    let (parts, ()) = redirect.into_parts();
    response.status_code = Some(parts.status);
    response.replace_body(ResBody::None);
    for name in OF_THE_BODY {
        response.headers_mut().remove(name);
    }
    for (name, value) in &parts.headers {
        response.headers_mut().append(name, value.clone());
    }
}
