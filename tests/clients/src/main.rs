//! Runs real clients against every redirect status, and compares the results with
//! `docs/clients.md`.

mod client;
mod document;
mod experiment;
mod picture;
mod record;
mod recovery;
mod site;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use client::{Browser, Client};
use experiment::Experiment;
use record::{ClientResults, Comparison, Record};
use site::Site;

const USAGE: &str = "\
clients            run all clients, and compare the results with the record
clients --write    run all clients, and update tests/clients/record.tsv, docs/clients.md and .svg
clients --draw     update the documents from the record, without running any client
";

/// The recorded results. All file names here are relative to the root of the repository.
const RECORD: &str = "tests/clients/record.tsv";
const DOCUMENT: &str = "docs/clients.md";
const PICTURE: &str = "docs/clients.svg";

/// The number of cases reserved for each client, so that clients never share cached responses.
const CASES_PER_CLIENT: usize = 1000;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => check(),
        ["--write"] => write(),
        ["--draw"] => read(RECORD).and_then(|text| draw(&Record::read(&text)?)),
        _ => Err(USAGE.into()),
    };
    done.map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

fn check() -> Result<(), String> {
    let record = Record::read(&read(RECORD)?).map_err(|error| format!("{RECORD}: {error}"))?;
    let mut wrong = stale_documents(&record)?;
    wrong.extend(measure(|measured| match record.compare(&measured) {
        Comparison::Same => Vec::new(),
        Comparison::Differs(differences) => differences,
        Comparison::NewVersion(differences, known) => {
            println!("differences from the recorded {} {known}:", measured.client);
            println!("  {}", differences.join("\n  "));
            Vec::new()
        }
    })?);
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n`.ci/clients --write` updates the record and the documents", wrong.join("\n")))
}

/// Lists the documents that differ from the record.
fn stale_documents(record: &Record) -> Result<Vec<String>, String> {
    let documents = [(DOCUMENT, document::write(record)), (PICTURE, picture::draw(record))];
    let mut stale_documents = Vec::new();
    for (file, text) in documents {
        if read(file)? != text {
            stale_documents.push(format!("{file} is out of date with {RECORD}"));
        }
    }
    Ok(stale_documents)
}

/// Updates the record and the documents. Clients that cannot run keep their recorded results.
fn write() -> Result<(), String> {
    let mut record = Record::read(&read(RECORD)?)?;
    let wrong = measure(|measured| {
        record.replace(measured);
        Vec::new()
    })?;
    save(RECORD, &record.write())?;
    draw(&record)?;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn draw(record: &Record) -> Result<(), String> {
    save(DOCUMENT, &document::write(record))?;
    save(PICTURE, &picture::draw(record))
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)
}

fn read(file: &str) -> Result<String, String> {
    std::fs::read_to_string(path(file)).map_err(|error| format!("{file}: {error}"))
}

fn save(file: &str, text: &str) -> Result<(), String> {
    std::fs::write(path(file), text).map_err(|error| format!("{file}: {error}"))
}

/// Runs every installed client, and prints the names of the others. Returns the errors from
/// `judge`, and the errors of clients that failed.
fn measure(mut judge: impl FnMut(ClientResults) -> Vec<String>) -> Result<Vec<String>, String> {
    let site = Site::open().map_err(|error| format!("127.0.0.1: {error}"))?;
    let mut wrong = Vec::new();
    for (number, client) in client::all().iter().enumerate() {
        let started = Instant::now();
        let name = client.name();
        let version = match client.version() {
            Ok(version) => version,
            Err(reason) => {
                println!("{name}: skipped, {reason}");
                continue;
            }
        };
        match run(&**client, number * CASES_PER_CLIENT, &site) {
            Ok(pairs) => {
                let seconds = started.elapsed().as_secs_f32();
                println!("{name} {version}: {} results in {seconds:.1} s", pairs.len());
                wrong.extend(judge(ClientResults { client: name.into(), version, pairs }));
            }
            Err(error) => wrong.push(format!("{name} {version}: {error}")),
        }
    }
    Ok(wrong)
}

fn run(client: &dyn Client, first: usize, site: &Site) -> Result<Vec<(String, String)>, String> {
    let experiments: Vec<_> =
        Experiment::all().filter(|experiment| client.sends(&experiment.method())).collect();
    let cases = || (first..).zip(&experiments);
    let requests: Vec<_> =
        cases().map(|(case, experiment)| experiment.request(case, site)).collect();
    let messages = client.send_all(&requests, site)?;
    if messages.len() != requests.len() {
        return Err(format!("{} messages for {} requests", messages.len(), requests.len()));
    }
    let results =
        cases().zip(&requests).zip(&messages).map(|(((case, experiment), request), message)| {
            let message = message.replace(&request.url, "URL");
            (experiment.to_string(), experiment.result(case, &message, site))
        });
    let mut results: Vec<_> = results.collect();
    if let Some(browser) = Browser::ALL.iter().find(|browser| browser.name() == client.name()) {
        results.extend(recovery::measure(browser, first + experiments.len(), site)?);
    }
    Ok(results)
}
