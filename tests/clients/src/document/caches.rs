//! The section on caches: the redirects that clients cache.

use std::fmt::Write as _;

use super::{group_by_value, join_list};
use crate::experiment::{Caching, Experiment, STATUSES};
use crate::record::{ClientResults, Record};

const HEAD: &str = "\
## Caches

Each client sent two GET requests for the same URL, one after the other in the same session. The
table shows how many requests arrived at the server. If only one arrived, the client used its cache
for the second request.

| client | `Cache-Control` | 301 | 302 | 303 | 307 | 308 |
|---|---|---:|---:|---:|---:|---:|
";

const NOTES: &str = "
Browsers disagree about a 301 or 308 without `Cache-Control`. The measurement only shows whether
they send the second request; their sources and logs show the lifetime:

* Chromium caches both indefinitely (`GetFreshnessLifetimes` in `http_response_headers.cc`).
* WebKitGTK caches a 301 for a year, and never caches a 308, not even with `max-age`: its lists of
  cacheable statuses do not contain 308 (`CacheValidation.cpp`). Safari shares this code, but it was
  not measured.
* Firefox does not cache them. Its log reports \"Insufficient information to compute a non-zero
  freshness lifetime\". Old versions cached them indefinitely.

A correction on the server does not reach a client that has cached the redirect. Therefore, a 301 or
308 of this crate has `Cache-Control: max-age=3600` by default. `{ cache: 1d }` sets another
lifetime, `{ cache: none }` sends `no-store`, and `{ cache: unset }` sends no `Cache-Control`.
";

pub(super) fn write(record: &Record) -> String {
    let mut text = HEAD.to_owned();
    for (clients, rows) in groups(record) {
        for (cachings, cells) in group_by_value(Caching::ALL.map(header_text).into_iter().zip(rows))
        {
            let (clients, cells) = (join_list(&clients), cells.join(" | "));
            // Writing to a string does not fail.
            let _ = writeln!(text, "| {clients} | {} | {cells} |", cachings.join(", "));
        }
    }
    text + NOTES
}

fn header_text(caching: Caching) -> &'static str {
    match caching {
        Caching::Unset => "none",
        Caching::MaxAge => "`max-age=3600`",
        Caching::NoStore => "`no-store`",
    }
}

type Rows = Vec<Vec<String>>;

/// Groups the clients that cache the same redirects.
fn groups(record: &Record) -> Vec<(Vec<String>, Rows)> {
    let clients = record.clients.iter();
    group_by_value(
        clients.filter_map(|client| Some((format!("`{}`", client.client), rows(client)?))),
    )
}

/// Returns a row for each `Cache-Control`, or `None` for a client without results.
fn rows(client: &ClientResults) -> Option<Rows> {
    let cell = |status, caching| {
        let result = client.result(&Experiment::Cache(status, caching).to_string())?;
        Some(match result {
            "1 request" => "1".into(),
            "2 requests" => "2".into(),
            other => other.to_owned(),
        })
    };
    let row = |caching| STATUSES.into_iter().map(|status| cell(status, caching)).collect();
    Caching::ALL.into_iter().map(row).collect()
}
