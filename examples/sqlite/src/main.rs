//! Short links from SQLite, which change and are counted while the server runs:
//! `redirects-on-sqlite` serves them, `redirects-on-sqlite /SOURCE TARGET` adds one, and
//! `redirects-on-sqlite list` lists them with the number of their redirects.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::{env, error, thread, time::Duration};

use redirects::{RedirectLayer, Redirects, RedirectsHandle, RuleBuilder, RuleList};
use rusqlite::{Connection, Row};

type Result<T> = std::result::Result<T, Box<dyn error::Error + Send + Sync>>;

const CREATE: &str = "CREATE TABLE IF NOT EXISTS links
    (source TEXT PRIMARY KEY, target TEXT NOT NULL, hits INTEGER NOT NULL DEFAULT 0)";
const ADD: &str = "INSERT INTO links (source, target) VALUES (?1, ?2)
    ON CONFLICT DO UPDATE SET target = excluded.target";

fn table(links: &Connection) -> Result<Redirects> {
    let mut links = links.prepare("SELECT source, target FROM links ORDER BY source")?;
    let rule = |row: &Row<'_>| {
        Ok(RuleBuilder::temporary(row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    };
    Ok(links.query_map([], rule)?.collect::<rusqlite::Result<RuleList>>()?.build()?)
}

/// Counts redirects, and replaces the table when another connection has changed the links.
fn update(links: &Connection, site: &RedirectsHandle, hits: &mpsc::Receiver<String>) -> Result<()> {
    let mut version = 0;
    loop {
        match hits.recv_timeout(Duration::from_millis(100)) {
            Ok(source) => {
                links.execute("UPDATE links SET hits = hits + 1 WHERE source = ?1", [source])?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        let latest = links.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        if std::mem::replace(&mut version, latest) != latest {
            match table(links) {
                Ok(table) => site.store(table),
                Err(error) => eprintln!("kept the old links: {error}"),
            }
        }
    }
}

async fn serve(links: Connection) -> Result<()> {
    let site = RedirectsHandle::new(table(&links)?);
    let (sender, hits) = mpsc::channel();
    let layer = RedirectLayer::new(&site).on_redirect(move |rule, _| {
        let _ = sender.send(rule.source().to_owned());
    });
    thread::spawn(move || update(&links, &site, &hits).inspect_err(|error| eprintln!("{error}")));
    let app = axum::Router::new().route("/new", axum::routing::get("a page\n")).layer(layer);
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, app).await?)
}

#[tokio::main]
async fn main() -> Result<()> {
    let links = Connection::open(env::var("LINKS").unwrap_or_else(|_| "links.db".into()))?;
    links.execute_batch(CREATE)?;
    match &env::args().skip(1).collect::<Vec<_>>()[..] {
        [] => serve(links).await?,
        [command] if command == "list" => {
            let mut rows = links.prepare("SELECT hits || ' ' || source FROM links")?;
            for row in rows.query_map([], |row| row.get::<_, String>(0))? {
                println!("{}", row?);
            }
        }
        [source, target] => {
            links.execute(ADD, [source, target])?;
        }
        _ => return Err("expected no arguments, `list`, or a source and a target".into()),
    }
    Ok(())
}
