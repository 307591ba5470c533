//! Short links from SQLite: `redirects-on-sqlite` serves them, counts their redirects, and reloads
//! them when a row changes. `redirects-on-sqlite /SOURCE TARGET` adds a link, and
//! `redirects-on-sqlite list` lists the links with their counts.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use std::{env, error, thread};

use axum::{Router, routing::get};
use redirects::{Format, Loader, RedirectLayer, Redirects, RedirectsHandle};
use rusqlite::Connection;

type Result<T> = std::result::Result<T, Box<dyn error::Error + Send + Sync>>;

fn open() -> Result<Connection> {
    let links = Connection::open(env::var("LINKS").unwrap_or_else(|_| "links.db".into()))?;
    links.execute_batch(
        "CREATE TABLE IF NOT EXISTS links (source TEXT PRIMARY KEY CHECK (source LIKE '/%'),
         target TEXT NOT NULL, hits INTEGER NOT NULL DEFAULT 0)",
    )?;
    Ok(links)
}

fn table(links: &Connection) -> Result<Redirects> {
    let mut rows = links.prepare("SELECT source, target FROM links ORDER BY source")?;
    let rows: Vec<(String, String)> =
        rows.query_map([], |row| row.try_into())?.collect::<rusqlite::Result<_>>()?;
    let mut text = String::new();
    for (source, target) in &rows {
        // A tab or a line break would begin another column or rule.
        if [source, target].iter().any(|field| field.contains(char::is_control)) {
            return Err(format!("a control character in {source:?} or {target:?}").into());
        }
        text += &format!("{source}\t{target}\t302\n");
    }
    Ok(Loader::new(Format::Tsv).parse(&text)?)
}

/// Counts redirects, and replaces the table when another connection has changed the database.
fn update(links: &Connection, site: &RedirectsHandle, hits: &Receiver<String>) -> Result<()> {
    let mut version: Option<i64> = None;
    loop {
        match hits.recv_timeout(Duration::from_millis(100)) {
            Ok(source) => {
                links.execute("UPDATE links SET hits = hits + 1 WHERE source = ?1", [source])?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        let latest = links.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        if version.replace(latest) != Some(latest) {
            match table(links) {
                Ok(table) => site.store(table),
                Err(error) => eprintln!("kept the old links: {error}"),
            }
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let links = open()?;
    match &env::args().skip(1).collect::<Vec<_>>()[..] {
        [] => serve(links).await,
        [command] if command == "list" => list(&links),
        [source, target] => {
            let insert = "INSERT INTO links (source, target) VALUES (?1, ?2)
                ON CONFLICT DO UPDATE SET target = excluded.target";
            links.execute(insert, [source, target])?;
            Ok(())
        }
        _ => Err("expected no arguments, `list`, or a source and a target".into()),
    }
}

fn list(links: &Connection) -> Result<()> {
    let mut rows = links.prepare("SELECT hits || ' ' || source || ' ' || target FROM links")?;
    for row in rows.query_map([], |row| row.get::<_, String>(0))? {
        println!("{}", row?);
    }
    Ok(())
}

async fn serve(links: Connection) -> Result<()> {
    let site = RedirectsHandle::new(table(&links)?);
    let (sender, hits) = channel();
    let layer = RedirectLayer::new(&site).on_redirect(move |rule, _| {
        let _ = sender.send(rule.source().to_owned());
    });
    thread::spawn(move || update(&links, &site, &hits).inspect_err(|error| eprintln!("{error}")));
    let application = Router::new().route("/new", get("a page\n")).layer(layer);
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, application).await?)
}
