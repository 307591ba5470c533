//! The section that compares the clients with the behavior that MDN describes.

use std::fmt::Write as _;

use http::Method;

use super::join_list;
use crate::experiment::{Experiment, METHODS, sent};
use crate::record::{ClientResults, Record};

const CLAIMS_HEAD: &str = "\
## Specified and observed behavior

The second column is the behavior that [MDN] describes, with HEAD treated like GET (RFC 9110 §15.4).
The third column lists the clients that deviate from this behavior.

[MDN]: https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Redirections

| status | method and body of the next request | deviations |
|---|---|---|
";

const UNSPECIFIED: &str = "
After a 301 or 302 response to a request with any other method, the choice is up to the client. This
table counts the clients with each behavior:

| status | method | a GET | the same method and body | the same method, no body | stops |
|---|---|---:|---:|---:|---:|
";

const ADVICE: &str = "
Therefore, if a rule matches methods other than GET and HEAD, use 307 or 308 to keep the method and
the body, and 303 if the next request should be a GET. A client that stops reports the redirect to
its caller, which can still follow it. A client that continues with a GET or without the body loses
data.
";

struct Claim {
    statuses: &'static [u16],
    text: &'static str,
    methods: &'static [Method],
    /// Returns the expected result for a method.
    expected: fn(&Method) -> String,
}

const CLAIMS: [Claim; 3] = [
    Claim { statuses: &[307, 308], text: "the same", methods: &METHODS, expected: sent },
    Claim {
        statuses: &[303],
        text: "GET and HEAD stay the same, others become a GET without a body",
        methods: &METHODS,
        expected: |method| if *method == Method::HEAD { sent(method) } else { "GET".into() },
    },
    Claim {
        statuses: &[301, 302],
        text: "GET and HEAD stay the same, others may become a GET",
        methods: &[Method::GET, Method::HEAD],
        expected: sent,
    },
];

pub(super) fn write(record: &Record) -> String {
    let mut text = CLAIMS_HEAD.to_owned();
    for claim in &CLAIMS {
        let statuses: Vec<_> = claim.statuses.iter().map(u16::to_string).collect();
        let others: Vec<_> =
            record.clients.iter().filter_map(|client| claim.deviation(client)).collect();
        let others = if others.is_empty() { "none".to_owned() } else { others.join("; ") };
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {} | {} | {others} |", statuses.join(", "), claim.text);
    }
    text += UNSPECIFIED;
    for status in [301, 302] {
        for method in &METHODS[2..] {
            let _ = writeln!(text, "| {status} | {method} | {} |", counts(record, status, method));
        }
    }
    text + ADVICE
}

pub(super) fn result<'a>(
    client: &'a ClientResults,
    status: u16,
    method: &Method,
) -> Option<&'a str> {
    client.result(&Experiment::Follow(status, method.clone()).to_string())
}

impl Claim {
    /// Returns texts such as `ureq stops on POST and PUT`, for each kind of deviation.
    fn deviation(&self, client: &ClientResults) -> Option<String> {
        let mut kinds: Vec<(String, Vec<&Method>)> = Vec::new();
        for method in self.methods {
            let results = self.statuses.iter().filter_map(|status| result(client, *status, method));
            let expected = (self.expected)(method);
            for result in results.filter(|result| *result != expected) {
                let kind = kind(result, method);
                match kinds.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, methods)) if methods.contains(&method) => {}
                    Some((_, methods)) => methods.push(method),
                    None => kinds.push((kind, vec![method])),
                }
            }
        }
        let kinds: Vec<_> = kinds
            .iter()
            .map(|(kind, methods)| {
                let methods: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
                format!("{kind} {}", join_list(&methods))
            })
            .collect();
        (!kinds.is_empty()).then(|| format!("`{}` {}", client.client, join_list(&kinds)))
    }
}

fn kind(result: &str, method: &Method) -> String {
    match result {
        _ if result.starts_with("stops") => "stops on".into(),
        _ if result == sent(method) => "keeps the method and body of".into(),
        _ if result == method.as_str() => "keeps the method without the body of".into(),
        _ => format!("sends {result} instead of"),
    }
}

/// Returns the number of clients with each behavior, as the cells of a row.
fn counts(record: &Record, status: u16, method: &Method) -> String {
    let results: Vec<_> =
        record.clients.iter().filter_map(|client| result(client, status, method)).collect();
    let count = |holds: &dyn Fn(&str) -> bool| match results
        .iter()
        .filter(|result| holds(result))
        .count()
    {
        0 => String::new(),
        number => number.to_string(),
    };
    let same = sent(method);
    let cells = [
        count(&|result| result == "GET"),
        count(&|result| result == same),
        count(&|result| result != same && result == method.as_str()),
        count(&|result| result.starts_with("stops")),
    ];
    cells.join(" | ")
}
