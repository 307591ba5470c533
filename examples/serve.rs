//! A redirect server: `cargo run --release --example serve -- FILE`.
//!
//! Reads rules from a file, prints every fault with its position, and serves the redirects until it
//! is stopped. With `--force`, it serves the valid rules of a file with faults.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use axum::Router;
use axum::http::StatusCode;
use redirects::{Diagnostics, Format, Loader, RedirectLayer, Redirects};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "\
serve [OPTIONS] FILE        serves the redirects in a file, or prints its faults

  --listen ADDRESS    the address to listen on (default: 127.0.0.1:3000); port 0 selects a free port
  --format FORMAT     netlify or tsv (default: netlify for a file named `_redirects`, tsv for the
                      extensions `.tsv` and `.txt`)
  --check             print the faults and their number, without serving
  --force             serve the valid rules of a file with faults
  --help              print this help
";

struct Arguments {
    file: String,
    format: Format,
    listen: String,
    check: bool,
    force: bool,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
        let (mut file, mut format, mut check, mut force) = (None, None, false, false);
        let mut listen = "127.0.0.1:3000".to_owned();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("option `{word}` requires a value"));
            match &word[..] {
                "--check" => check = true,
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
        Ok(Arguments { file, format, listen, check, force })
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
    let count = counted(diagnostics.iter().len(), "fault");
    Err(format!("{count}: {}; {undecided}", counts.join(", ")).into())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[allow(clippy::print_stderr)]
fn print(file: &str, diagnostics: &Diagnostics) {
    for diagnostic in diagnostics {
        eprintln!("{file}:{}", diagnostic.to_string().replace('\n', "\n  "));
    }
}

async fn serve(redirects: &Redirects, listen: &str) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        format!("{listen}: {error}; expected an address such as `127.0.0.1:3000`")
    })?;
    let address = listener.local_addr()?;
    announce(&format!("{} at http://{address}", counted(redirects.rules().len(), "rule")));
    let app = Router::new()
        .fallback(|| async { (StatusCode::NOT_FOUND, "no rule for this path\n") })
        .layer(RedirectLayer::new(redirects));
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
    let served = async { serve(&table(&arguments)?, &arguments.listen).await };
    served.await.map_or_else(|error| fail(&error.to_string()), |()| ExitCode::SUCCESS)
}

#[allow(clippy::print_stderr)]
fn fail(error: &str) -> ExitCode {
    eprintln!("serve: {error}");
    ExitCode::FAILURE
}
