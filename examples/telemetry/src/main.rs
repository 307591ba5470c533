//! The rules that respond: in the log of `tracing`, in a counter for each rule, and in Prometheus.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusBuilder;
use redirects::{RedirectLayer, RedirectedRequest, RuleMatch};
use site::{ARCHIVE, SITE};
use tokio::net::TcpListener;
use tower_http::trace::TraceLayer;
use tracing::Span;

/// The number of redirects of each rule in `SITE`.
static HITS: LazyLock<Vec<AtomicU64>> =
    LazyLock::new(|| SITE.rules().map(|_| AtomicU64::new(0)).collect());

/// Counts a redirect for Prometheus. The labels have few values: sources, but no paths.
fn count(rule: &RuleMatch, _: &RedirectedRequest<'_>) {
    let status = rule.status().unwrap_or_default().as_u16().to_string();
    let labels = [("rule", rule.source().to_owned()), ("status", status)];
    metrics::counter!("redirects_total", &labels).increment(1);
}

/// Logs the rule of a redirect, within the span of its request.
fn log(response: &Response, latency: Duration, _: &Span) {
    if let Some(rule) = response.extensions().get::<RuleMatch>() {
        tracing::info!(%rule, index = rule.index(), ?latency, "redirected");
    }
}

/// Lists the rules and their hits, so that unused ones can be removed.
async fn hits() -> String {
    let hits = HITS.iter().map(|hits| hits.load(Ordering::Relaxed));
    SITE.rules().zip(hits).map(|(rule, hits)| format!("{hits} {rule}\n")).collect()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_ansi(false).init();
    let prometheus = PrometheusBuilder::new().install_recorder()?;
    let site = RedirectLayer::new(&SITE).on_redirect(|rule, request| {
        HITS[rule.index()].fetch_add(1, Ordering::Relaxed);
        count(rule, request);
    });
    let application = Router::new()
        .route("/new", get("the new place\n"))
        .route("/hits", get(hits))
        .route("/metrics", get(move || async move { prometheus.render() }))
        .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found().on_redirect(count))
        .layer(site)
        // After the redirects, so that it sees them.
        .layer(TraceLayer::new_for_http().on_response(log));
    let listener = TcpListener::bind(site::address()?).await?;
    Ok(axum::serve(listener, application).await?)
}
