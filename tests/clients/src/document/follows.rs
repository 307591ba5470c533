//! The section on the request at the target, by client, status and method.

use std::fmt::Write as _;

use super::claims::result;
use super::group_by_value;
use crate::experiment::{METHODS, STATUSES};
use crate::record::{ClientResults, Record};

const HEAD: &str = "\
## Results by client, status and method

Each column is a method that the client sent, and each cell is the request that arrived at the
target. POST, PUT and PATCH requests had a body. A cell is empty if the client cannot send the
method. *Stops* means that no request arrived at the target.

| client | status | GET | HEAD | POST | PUT | PATCH | DELETE |
|---|---|---|---|---|---|---|---|
";

const STOPS: &str = "
The clients that stop report these errors:

| client | status | error |
|---|---|---|
";

const NOTES: &str = "
`curl -L -X` repeats the given method after every status, including 303, and drops the body except
after 307 and 308. Omit `-X` if `--data`, `--head` or `--upload-file` implies the method.
`--post301`, `--post302` and `--post303` keep the method and body of a POST.
";

pub(super) fn write(record: &Record) -> String {
    let mut text = HEAD.to_owned();
    for client in &record.clients {
        for (statuses, cells) in rows(client) {
            let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
            let (heading, statuses) = (client.heading(), statuses.join(", "));
            // Writing to a string does not fail.
            let _ = writeln!(text, "| {heading} | {statuses} | {} |", cells.join(" | "));
        }
    }
    text += STOPS;
    for client in &record.clients {
        for (statuses, message) in stops(client) {
            let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
            let _ =
                writeln!(text, "| {} | {} | `{message}` |", client.heading(), statuses.join(", "));
        }
    }
    text + NOTES
}

/// Groups the statuses with the same cells.
fn rows(client: &ClientResults) -> Vec<(Vec<u16>, Vec<String>)> {
    let cells = |status| {
        let results = METHODS.iter().map(|method| result(client, status, method));
        results.map(|result| result.map_or(String::new(), cell)).collect::<Vec<_>>()
    };
    group_by_value(STATUSES.map(|status| (status, cells(status))))
}

fn cell(result: &str) -> String {
    if result.starts_with("stops") { "*stops*".into() } else { result.into() }
}

/// Returns the messages of a client that stops, with their statuses.
fn stops(client: &ClientResults) -> Vec<(Vec<u16>, String)> {
    let message = STATUSES.into_iter().flat_map(|status| {
        let results = METHODS.iter().filter_map(move |method| result(client, status, method));
        results.filter_map(move |result| Some((status, result.strip_prefix("stops: ")?.to_owned())))
    });
    group_by_value(message)
}
