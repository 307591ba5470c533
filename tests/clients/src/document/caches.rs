//! Which clients keep a redirect.

use std::fmt::Write as _;

use super::listed;
use crate::question::{Caching, Question, STATUSES};
use crate::record::{Answers, Record};

const HEAD: &str = "\
## Caches

How often two GETs of one source, one after the other in one session, come to the server: with 1 the second one was answered by the
client's own cache.

| client | `Cache-Control` | 301 | 302 | 303 | 307 | 308 |
|---|---|---:|---:|---:|---:|---:|
";

const NOTES: &str = "
Chromium keeps a bare 301 or 308 without a limit, so that a change on the server alone does not reach who was there before. For that
reason a permanent rule says `max-age=3600` here unless it says otherwise: `{ cache: 1d }`, `{ cache: none }` for `no-store`, and
`{ cache: unset }` for nothing.
";

pub(super) fn write(record: &Record) -> String {
    let mut text = HEAD.to_owned();
    for (clients, rows) in groups(record) {
        for (caching, cells) in Caching::ALL.into_iter().zip(rows) {
            let caching = match caching {
                Caching::Unset => "none",
                Caching::MaxAge => "`max-age=3600`",
                Caching::NoStore => "`no-store`",
            };
            let (clients, cells) = (listed(&clients), cells.join(" | "));
            // Writing to a string does not fail.
            let _ = writeln!(text, "| {clients} | {caching} | {cells} |");
        }
    }
    text + NOTES
}

type Rows = Vec<Vec<String>>;

/// The clients that keep the same, together.
fn groups(record: &Record) -> Vec<(Vec<&str>, Rows)> {
    let mut groups: Vec<(Vec<&str>, Rows)> = Vec::new();
    for client in &record.clients {
        let Some(rows) = rows(client) else { continue };
        match groups.iter_mut().find(|(_, known)| *known == rows) {
            Some((clients, _)) => clients.push(&client.client),
            None => groups.push((vec![&client.client], rows)),
        }
    }
    groups
}

/// A row for each way to say it, or nothing where the client was not asked.
fn rows(client: &Answers) -> Option<Rows> {
    let cell = |status, caching| {
        let answer = client.of(&Question::Cache(status, caching).to_string())?;
        Some(match answer {
            "asks once" => "1".into(),
            "asks twice" => "2".into(),
            other => other.to_owned(),
        })
    };
    let row = |caching| STATUSES.into_iter().map(|status| cell(status, caching)).collect();
    Caching::ALL.into_iter().map(row).collect()
}
