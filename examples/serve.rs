//! A redirect server: `cargo run --release --example serve -- FILE`.
//!
//! Reads rules from a file, prints every fault with its position, and serves the redirects until it
//! is stopped. With `--explain URL`, it prints why a URL is redirected, or not. With `--force`, it
//! serves the valid rules of a file with faults.
//!
//! Reloads the file when it changes and on SIGHUP. If the new file has faults, it prints them and
//! keeps the old table. To replace a file at once, write another file and rename it.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::http::{StatusCode, Uri};
use redirects::{Diagnostics, Format, Loader, RedirectLayer, Redirects, RedirectsHandle};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

const USAGE: &str = "\
serve [OPTIONS] FILE        serves the redirects in a file, or prints its faults

  --listen ADDRESS    the address to listen on (default: 127.0.0.1:3000); port 0 selects a free port
  --format FORMAT     netlify or tsv (default: netlify for a file named `_redirects`, tsv for the
                      extensions `.tsv` and `.txt`)
  --check             print the faults and their number, without serving
  --explain URL       print the rules that are considered for a GET request to a URL or a path, and
                      the response, without serving
  --force             serve the valid rules of a file with faults
  --help              print this help
";

struct Arguments {
    file: String,
    format: Format,
    listen: String,
    check: bool,
    explain: Option<Uri>,
    force: bool,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
        let (mut file, mut format, mut check, mut force) = (None, None, false, false);
        let mut explain = None;
        let mut listen = "127.0.0.1:3000".to_owned();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("option `{word}` requires a value"));
            match &word[..] {
                "--check" => check = true,
                "--explain" => {
                    let url = value()?;
                    let uri = url.parse().map_err(|error| format!("`{url}`: {error}"))?;
                    explain = Some(uri);
                }
                "--force" => force = true,
                "--listen" => listen = value()?,
                "--format" => format = Some(format_of(&value()?)?),
                option if option.starts_with("--") => {
                    return Err(format!("unknown option `{option}`"));
                }
                _ if file.is_some() => return Err("expected a single file".into()),
                _ => file = Some(word),
            }
        }
        let file = file.ok_or("missing file")?;
        let format = format.map_or_else(|| format_by_name(&file), Ok)?;
        Ok(Arguments { file, format, listen, check, explain, force })
    }
}

fn format_of(word: &str) -> Result<Format, String> {
    word.parse().map_err(|_| format!("unknown format `{word}`, expected `netlify` or `tsv`"))
}

fn format_by_name(file: &str) -> Result<Format, String> {
    let is_text = Path::new(file).extension().and_then(OsStr::to_str) == Some("txt");
    let is_redirects = file.ends_with("_redirects");
    let format = if is_redirects { Some(Format::Netlify) } else { Format::from_file_name(file) };
    format
        .or(is_text.then_some(Format::Tsv))
        .ok_or(format!("unknown format of `{file}`: add `--format netlify` or `--format tsv`"))
}

/// Loads a table from a file. With `force`, omits the rules that have faults.
fn table(arguments: &Arguments) -> Result<Redirects, Box<dyn Error>> {
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| format!("{}: {error}", arguments.file))?;
    Loader::new(arguments.format).parse(&text).or_else(|diagnostics| {
        print(&arguments.file, &diagnostics);
        if arguments.force {
            return Ok(diagnostics.valid_rules().clone());
        }
        let count = counted(diagnostics.iter().len(), "fault");
        Err(format!("{count}; `--force` serves the valid rules").into())
    })
}

/// Returns the number of rules in a file, or fails with the number of its faults by name.
fn check(arguments: &Arguments) -> Result<String, Box<dyn Error>> {
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| format!("{}: {error}", arguments.file))?;
    let report = Loader::new(arguments.format).check(&text);
    let undecided = format!("undecided: {}", report.undecided());
    let diagnostics = match report.into_result() {
        Ok(site) => {
            let rules = counted(site.rules().len(), "rule");
            return Ok(format!("{rules}, no faults; {undecided}"));
        }
        Err(diagnostics) => diagnostics,
    };
    print(&arguments.file, &diagnostics);
    let mut counts = BTreeMap::new();
    for diagnostic in &diagnostics {
        *counts.entry(diagnostic.name().as_str()).or_insert(0) += 1;
    }
    let counts: Vec<_> =
        counts.into_iter().map(|(name, count)| format!("{count} {name}")).collect();
    let count = counted(diagnostics.iter().len() + diagnostics.omitted(), "fault");
    let counts = match diagnostics.omitted() {
        0 => counts.join(", "),
        omitted => format!("{}, {omitted} not shown", counts.join(", ")),
    };
    Err(format!("{count}: {counts}; {undecided}").into())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[allow(clippy::print_stderr)]
fn print(file: &str, diagnostics: &Diagnostics) {
    for diagnostic in diagnostics {
        eprintln!("{file}:{}", diagnostic.to_string().replace('\n', "\n  "));
    }
    if diagnostics.omitted() > 0 {
        eprintln!("and {} more", diagnostics.omitted());
    }
}

/// Returns the time of the last change of a file, and its length.
fn version(file: &str) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Replaces the table when the file is no longer of this version, and on SIGHUP. Keeps the table if
/// the new file has faults.
async fn reload(
    arguments: Arc<Arguments>,
    site: RedirectsHandle,
    mut loaded: Option<(SystemTime, u64)>,
    mut hangups: Signal,
) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        let is_signal = tokio::select! {
            _ = ticks.tick() => false,
            _ = hangups.recv() => true,
        };
        let current = version(&arguments.file);
        if current == loaded && !is_signal {
            continue;
        }
        loaded = current;
        let arguments = Arc::clone(&arguments);
        // The checks of a large file would block other requests on this thread.
        let table = move || table(&arguments).map_err(|error| error.to_string());
        match tokio::task::spawn_blocking(table).await {
            Ok(Ok(table)) => {
                warn(&format!("reloaded {}", counted(table.rules().len(), "rule")));
                site.store(table);
            }
            Ok(Err(error)) => warn(&format!("kept the old table: {error}")),
            Err(error) => warn(&format!("kept the old table: {error}")),
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let loaded = version(&arguments.file);
    let arguments = Arc::new(arguments);
    let site = RedirectsHandle::new(table(&arguments)?);
    let hangups = signal(SignalKind::hangup())?;
    let listen = &arguments.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        format!("{listen}: {error}; expected an address such as `127.0.0.1:3000`")
    })?;
    let address = listener.local_addr()?;
    announce(&format!("{} at http://{address}", counted(site.load().rules().len(), "rule")));
    let app = Router::new()
        .fallback(|| async { (StatusCode::NOT_FOUND, "no rule for this path\n") })
        .layer(RedirectLayer::new(&site));
    tokio::spawn(reload(Arc::clone(&arguments), site, loaded, hangups));
    let mut ended = signal(SignalKind::terminate())?;
    let stop = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ended.recv() => {}
        }
    };
    Ok(axum::serve(listener, app).with_graceful_shutdown(stop).await?)
}

#[allow(clippy::print_stdout)]
fn announce(line: &str) {
    println!("{line}");
}

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--help" || word == "-h") {
        announce(USAGE.trim_end());
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => return fail(&format!("{error}\n\n{USAGE}")),
    };
    if arguments.check {
        return check(&arguments).map_or_else(
            |error| fail(&error.to_string()),
            |summary| {
                announce(&summary);
                ExitCode::SUCCESS
            },
        );
    }
    if let Some(uri) = &arguments.explain {
        return table(&arguments).map_or_else(
            |error| fail(&error.to_string()),
            |table| {
                announce(&table.explain(uri).to_string());
                ExitCode::SUCCESS
            },
        );
    }
    serve(arguments).await.map_or_else(|error| fail(&error.to_string()), |()| ExitCode::SUCCESS)
}

fn fail(error: &str) -> ExitCode {
    warn(error);
    ExitCode::FAILURE
}

#[allow(clippy::print_stderr)]
fn warn(line: &str) {
    eprintln!("serve: {line}");
}
