//! Clients that are Python or Node libraries. A script sends all requests in one session.

use std::io::Write;
use std::process::{Output, Stdio};

use super::Client;
use super::command::bounded;
use crate::experiment::{BODY, ClientRequest};
use crate::site::Site;

/// A script with the name of the library and the request body as arguments. It prints the version
/// of the library, and then the result of each line `METHOD TIMES URL` that it reads.
pub(super) struct Script {
    name: &'static str,
    command: &'static str,
    file: &'static str,
    library: &'static str,
}

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/follow.py");
const JAVASCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/follow.mjs");

pub(super) const REQUESTS: Script =
    Script { name: "Python requests", command: "python3", file: PYTHON, library: "requests" };
pub(super) const HTTPX: Script =
    Script { name: "Python httpx", command: "python3", file: PYTHON, library: "httpx" };
pub(super) const URLLIB: Script =
    Script { name: "Python urllib", command: "python3", file: PYTHON, library: "urllib" };
pub(super) const NODE: Script =
    Script { name: "Node fetch()", command: "node", file: JAVASCRIPT, library: "fetch" };

impl Script {
    /// Runs the script, and returns the version followed by the result of each line.
    fn run(&self, lines: &str) -> Result<Vec<String>, String> {
        let words = [self.command, self.file, self.library, BODY].map(str::to_owned);
        let mut child = bounded(60, &words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`timeout`: {error}"))?;
        if let Some(mut input) = child.stdin.take() {
            // If the script has exited, its exit status and stderr are reported below.
            let _ = input.write_all(lines.as_bytes());
        }
        let Output { status, stdout, stderr } =
            child.wait_with_output().map_err(|error| error.to_string())?;
        let message = String::from_utf8_lossy(&stdout);
        if status.success() {
            return Ok(message.lines().map(str::to_owned).collect());
        }
        let error = String::from_utf8_lossy(&stderr);
        Err(error.trim().lines().last().unwrap_or("timed out after 60 s").to_owned())
    }
}

impl Client for Script {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> Result<String, String> {
        self.run("")?.into_iter().next().ok_or("the script did not print a version".into())
    }

    fn send_all(&self, requests: &[ClientRequest], _: &Site) -> Result<Vec<String>, String> {
        let lines: Vec<_> = requests
            .iter()
            .map(|ClientRequest { method, url, times }| format!("{method} {times} {url}\n"))
            .collect();
        Ok(self.run(&lines.concat())?.split_off(1))
    }
}
