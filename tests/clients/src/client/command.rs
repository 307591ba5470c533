//! Clients that are commands: one process per request.

use std::process::{Command, Output};

use http::Method;

use super::Client;
use crate::experiment::{BODY, ClientRequest, has_body};
use crate::site::Site;

/// Creates a command that is stopped, along with its children, after `seconds`.
pub(super) fn bounded(seconds: u32, words: &[String]) -> Command {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", &seconds.to_string()]).args(words);
    command
}

/// Runs a command and returns its output, or the reason why it could not run.
pub(super) fn output(seconds: u32, words: &[String]) -> Result<Output, String> {
    let output = bounded(seconds, words).output().map_err(|error| format!("`timeout`: {error}"))?;
    match output.status.code() {
        Some(124 | 137) => Err(format!("`{}` took longer than {seconds} s", words[0])),
        Some(127) => Err(format!("cannot run `{}`", words.join(" "))),
        _ => Ok(output),
    }
}

/// Returns the version of a command: the first word with a leading digit in the output of
/// `--version`.
pub(super) fn version(command: &[&str]) -> Result<String, String> {
    let words: Vec<_> = command.iter().chain(&["--version"]).map(|&word| word.into()).collect();
    let output = output(20, &words)?;
    let message = String::from_utf8_lossy(&output.stdout);
    let word =
        message.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    word.map(str::to_owned).ok_or(format!("`{}` does not print a version", words.join(" ")))
}

pub(super) struct Tool {
    name: &'static str,
    command: &'static str,
    /// The first arguments.
    always: &'static [&'static str],
    /// Returns the arguments that select a method, or `None` if it is not supported.
    options: fn(&Method) -> Option<Vec<String>>,
    /// The arguments before each URL.
    each: &'static [&'static str],
}

const CURL_ALWAYS: &[&str] =
    &["--silent", "--show-error", "--location", "--max-time", "10", "--write-out", "%{http_code} "];
const CURL_EACH: &[&str] = &["--output", "/dev/null"];

pub(super) const CURL: Tool = Tool {
    name: "curl -L",
    command: "curl",
    always: CURL_ALWAYS,
    options: |method| match *method {
        Method::GET => words(&[]),
        Method::HEAD => words(&["--head"]),
        Method::POST => words(&["--data", BODY]),
        Method::PUT => words(&["--upload-file", concat!(env!("CARGO_MANIFEST_DIR"), "/body.txt")]),
        _ => None,
    },
    each: CURL_EACH,
};

pub(super) const CURL_WITH_METHOD: Tool = Tool {
    name: "curl -L -X",
    command: "curl",
    always: CURL_ALWAYS,
    options: |method| match *method {
        // curl would wait for a response body, which a HEAD request never gets.
        Method::HEAD => None,
        _ if has_body(method) => words(&["--request", method.as_str(), "--data", BODY]),
        _ => words(&["--request", method.as_str()]),
    },
    each: CURL_EACH,
};

pub(super) const CURL_KEEPING_POST: Tool = Tool {
    name: "curl -L --post301",
    command: "curl",
    always: CURL_ALWAYS,
    options: |method| match *method {
        Method::POST => words(&["--post301", "--post302", "--post303", "--data", BODY]),
        _ => None,
    },
    each: CURL_EACH,
};

pub(super) const WGET: Tool = Tool {
    name: "wget",
    command: "wget",
    always: &["--no-verbose", "--tries=1", "--timeout=10", "--output-document=/dev/null"],
    options: |method| match *method {
        Method::GET => words(&[]),
        Method::POST => words(&["--post-data", BODY]),
        _ if has_body(method) => words(&["--method", method.as_str(), "--body-data", BODY]),
        _ => words(&["--method", method.as_str()]),
    },
    each: &[],
};

// Returns an `Option` so that the arms of each `match` have the same type.
#[allow(clippy::unnecessary_wraps)]
fn words(words: &[&str]) -> Option<Vec<String>> {
    Some(words.iter().map(|&word| word.to_owned()).collect())
}

impl Tool {
    fn send(&self, request: &ClientRequest) -> Result<String, String> {
        let options = (self.options)(&request.method).unwrap_or_default();
        let always = self.always.iter().map(|&word| word.to_owned());
        let once = self.each.iter().copied().chain([&*request.url]).map(str::to_owned);
        let urls = std::iter::repeat_n(once, request.times).flatten();
        let command = std::iter::once(self.command.to_owned());
        let words: Vec<_> = command.chain(always).chain(options).chain(urls).collect();
        let output = output(20, &words)?;
        let status = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        let mut message = [error.trim(), status.trim()].into_iter();
        Ok(message.find(|message| !message.is_empty()).unwrap_or("nothing").replace('\n', " "))
    }
}

impl Client for Tool {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> Result<String, String> {
        version(&[self.command])
    }

    fn sends(&self, method: &Method) -> bool {
        (self.options)(method).is_some()
    }

    fn send_all(&self, requests: &[ClientRequest], _: &Site) -> Result<Vec<String>, String> {
        requests.iter().map(|request| self.send(request)).collect()
    }
}
