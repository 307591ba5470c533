//! The server, with sources of every status, their targets, and a log of the requests.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use http::Method;
use redirects::{Redirects, redirects};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

static SITE: Redirects = redirects! {
    "/unset" {
        default { cache: unset },
        "/301/{case}" => 301 "/target/{case}",
        "/302/{case}" => 302 "/target/{case}",
        "/303/{case}" => 303 "/target/{case}",
        "/307/{case}" => 307 "/target/{case}",
        "/308/{case}" => 308 "/target/{case}",
    }
    "/max-age" {
        default { cache: 1h },
        "/301/{case}" => 301 "/target/{case}",
        "/302/{case}" => 302 "/target/{case}",
        "/303/{case}" => 303 "/target/{case}",
        "/307/{case}" => 307 "/target/{case}",
        "/308/{case}" => 308 "/target/{case}",
    }
    "/no-store" {
        default { cache: none },
        "/301/{case}" => 301 "/target/{case}",
        "/302/{case}" => 302 "/target/{case}",
        "/303/{case}" => 303 "/target/{case}",
        "/307/{case}" => 307 "/target/{case}",
        "/308/{case}" => 308 "/target/{case}",
    }
    "/moved/{case}" => 301 "/wrong/{case}" { cache: 365d },
    "/moved-for-2s/{case}" => 301 "/wrong/{case}" { cache: 2s },
    "/moved-301/{case}" => 301 "/wrong-301/{case}" { cache: 365d },
    "/moved-302/{case}" => 301 "/wrong-302/{case}" { cache: 365d },
};

/// The table for a case whose wrong redirect has been corrected.
static CORRECTED: Redirects = redirects! {
    "/wrong-301/{case}" => 301 "/moved-301/{case}" { cache: 365d },
    "/wrong-302/{case}" => 302 "/moved-302/{case}",
};

/// The maximum number of bytes in a request body.
const LIMIT: usize = 1 << 16;

/// A request that arrived.
#[derive(Clone)]
pub(crate) struct Arrival {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

struct Log {
    arrivals: Mutex<Vec<Arrival>>,
    corrected: Mutex<Vec<String>>,
    steps: Mutex<String>,
    report: Mutex<Sender<String>>,
}

pub(crate) struct Site {
    address: SocketAddr,
    log: Arc<Log>,
    reports: Receiver<String>,
    /// Runs the server until it is dropped.
    _runtime: Runtime,
}

impl Site {
    pub(crate) fn open() -> std::io::Result<Site> {
        let runtime = Runtime::new()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        let (report, reports) = channel();
        let log = Arc::new(Log {
            arrivals: Mutex::default(),
            corrected: Mutex::default(),
            steps: Mutex::default(),
            report: Mutex::new(report),
        });
        let routes = routes(Arc::clone(&log));
        runtime.spawn(async { axum::serve(listener, routes).await });
        Ok(Site { address, log, reports, _runtime: runtime })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the requests for a path, regardless of the query.
    pub(crate) fn arrivals(&self, path: &str) -> Vec<Arrival> {
        let arrivals = lock(&self.log.arrivals);
        arrivals.iter().filter(|arrival| arrival.path == path).cloned().collect()
    }

    /// Sets the steps of the page in a browser, one per line.
    pub(crate) fn set_steps(&self, steps: &str) {
        steps.clone_into(&mut lock(&self.log.steps));
        while self.reports.try_recv().is_ok() {}
    }

    /// Waits for the report of the page on one step.
    pub(crate) fn report(&self, within: Duration) -> Option<String> {
        self.reports.recv_timeout(within).ok()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn routes(log: Arc<Log>) -> Router {
    Router::new()
        .route("/page", get(Html(include_str!("../scripts/page.html"))))
        .route("/steps", get(async |State(log): State<Arc<Log>>| lock(&log.steps).clone()))
        .route("/report", post(report))
        .route("/correct/{case}", post(correct))
        .route("/clear", get(([("clear-site-data", "\"cache\"")], "cleared")))
        .fallback(([("cache-control", "no-store")], "here"))
        .layer(from_fn_with_state(Arc::clone(&log), respond))
        .with_state(log)
}

async fn report(State(log): State<Arc<Log>>, report: String) {
    // The receiver is gone if the step timed out.
    let _ = lock(&log.report).send(report);
}

async fn correct(State(log): State<Arc<Log>>, Path(case): Path<String>) {
    lock(&log.corrected).push(case);
}

/// Logs a request, and responds with the table for its case.
async fn respond(State(log): State<Arc<Log>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LIMIT).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let path = parts.uri.path().to_owned();
    let case = path.rsplit('/').next().unwrap_or_default();
    let is_corrected = lock(&log.corrected).iter().any(|corrected| corrected == case);
    let method = parts.method.clone();
    lock(&log.arrivals).push(Arrival { method, path, body: body.to_vec() });
    let table = if is_corrected { &CORRECTED } else { &SITE };
    let request = Request::from_parts(parts, Body::from(body));
    match table.respond(&request) {
        Some(redirect) => redirect,
        None => next.run(request).await,
    }
}
