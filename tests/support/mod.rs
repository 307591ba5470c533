//! Requests and answers as one line of text each.

// Each test uses a part of it.
#![allow(dead_code, unreachable_pub, clippy::missing_panics_doc)]

use std::io::Write;

use http::{HeaderName, Request};
use redirects::{Redirect, Redirects};

/// A request out of a line: `/path?query`, or `METHOD /path?query`, and then `Name: value` fields
/// with `; ` before each.
pub fn request(line: &str) -> Request<()> {
    let mut words = line.split("; ");
    let first = words.next().unwrap();
    let (method, target) = first.split_once(' ').unwrap_or(("GET", first));
    let request = Request::builder().method(method).uri(target);
    let request = words.fold(request, |request, field| {
        let (name, value) = field.split_once(": ").unwrap();
        request.header(name.parse::<HeaderName>().unwrap(), value)
    });
    request.body(()).unwrap()
}

/// The answer as a line: the status, and the location where there is one; `-` for no answer.
pub fn answer(site: &Redirects, line: &str) -> String {
    site.find(&request(line)).redirect().map_or_else(|| "-".into(), |redirect| shown(&redirect))
}

pub fn shown(redirect: &Redirect<'_, '_>) -> String {
    let location = redirect.location();
    let location = location.map_or(String::new(), |value| format!(" {}", value.to_str().unwrap()));
    format!("{}{location}", redirect.status().as_u16())
}

/// Compares the answers to all requests, and names every one that differs.
pub fn check(site: &Redirects, cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(request, expected)| (request, expected, answer(site, request)))
        .filter(|(_, expected, answer)| answer != *expected)
        .map(|(request, expected, answer)| format!("{request}: {answer}, and not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The file that an environment variable and a path name, if it is there.
pub fn file(variable: &str, path: &str) -> Option<String> {
    let folder = std::env::var_os(variable)?;
    std::fs::read_to_string(std::path::Path::new(&folder).join(path)).ok()
}

/// Says why a test has nothing to do: past the harness, which keeps what passing tests print.
pub fn skipped(reason: &str) {
    std::io::stderr().write_all(format!("skipped: {reason}\n").as_bytes()).unwrap();
}
