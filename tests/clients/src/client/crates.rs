//! Clients that are Rust crates.

use std::time::Duration;

use http::Request;

use super::Client;
use crate::experiment::{BODY, ClientRequest, has_body};
use crate::site::Site;

const LIMIT: Duration = Duration::from_secs(10);

/// Returns the version of a crate from the lock file.
fn locked(name: &str) -> Result<String, String> {
    let lock = include_str!("../../Cargo.lock");
    let (_, behind) = lock
        .split_once(&format!("name = \"{name}\"\nversion = \""))
        .ok_or(format!("`{name}` is not in the lock file"))?;
    Ok(behind.split('"').next().unwrap_or_default().to_owned())
}

/// Formats an error with all its causes.
fn error_chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |message, cause| format!("{message}: {cause}"))
}

/// Sends a request `times` times, and returns the last message.
fn repeat(request: &ClientRequest, once: impl Fn(&ClientRequest) -> String) -> String {
    (1..request.times).for_each(|_| drop(once(request)));
    once(request)
}

pub(super) struct Reqwest;

impl Client for Reqwest {
    fn name(&self) -> &'static str {
        "reqwest"
    }

    fn version(&self) -> Result<String, String> {
        locked("reqwest")
    }

    fn send_all(&self, requests: &[ClientRequest], _: &Site) -> Result<Vec<String>, String> {
        let client = reqwest::blocking::Client::builder().timeout(LIMIT).build();
        let client = client.map_err(|error| error_chain(&error))?;
        let once = |request: &ClientRequest| {
            let builder = client.request(request.method.clone(), &request.url);
            let builder = if has_body(&request.method) { builder.body(BODY) } else { builder };
            builder.send().map_or_else(
                |error| error_chain(&error),
                |response| response.status().as_str().into(),
            )
        };
        Ok(requests.iter().map(|request| repeat(request, once)).collect())
    }
}

pub(super) struct Ureq;

impl Client for Ureq {
    fn name(&self) -> &'static str {
        "ureq"
    }

    fn version(&self) -> Result<String, String> {
        locked("ureq")
    }

    fn send_all(&self, requests: &[ClientRequest], _: &Site) -> Result<Vec<String>, String> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(LIMIT)).build().into();
        let once = |request: &ClientRequest| {
            let builder = Request::builder().method(&request.method).uri(&request.url);
            let response = if has_body(&request.method) {
                builder.body(BODY).map_err(ureq::Error::from).and_then(|request| agent.run(request))
            } else {
                builder.body(()).map_err(ureq::Error::from).and_then(|request| agent.run(request))
            };
            response.map_or_else(
                |error| error_chain(&error),
                |response| response.status().as_str().into(),
            )
        };
        Ok(requests.iter().map(|request| repeat(request, once)).collect())
    }
}
