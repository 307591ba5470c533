//! The section on caches: the redirects that clients keep.

use std::fmt::Write as _;

use super::{group_by_value, join_list};
use crate::experiment::{Caching, Experiment, STATUSES};
use crate::record::{ClientResults, Record};

const HEAD: &str = "\
## Caches

How often two GETs of one source, one after the other in one session, come to the server: with 1 \
the second one was answered by the
client's own cache.

| client | `Cache-Control` | 301 | 302 | 303 | 307 | 308 |
|---|---|---:|---:|---:|---:|---:|
";

const NOTES: &str = "
Chromium keeps a bare 301 or 308 without a limit (`GetFreshnessLifetimes` in its \
`http_response_headers.cc`, which was read; measured is
that the next request does not come), so that a change on the server alone does not reach who was \
there before. For that reason a
permanent rule says `max-age=3600` here unless it says otherwise: `{ cache: 1d }`, \
`{ cache: none }` for `no-store`, and
`{ cache: unset }` for nothing.
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

/// Groups the clients that keep the same redirects.
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
            "asks once" => "1".into(),
            "asks twice" => "2".into(),
            other => other.to_owned(),
        })
    };
    let row = |caching| STATUSES.into_iter().map(|status| cell(status, caching)).collect();
    Caching::ALL.into_iter().map(row).collect()
}
