//! Clients that are crates.

use std::time::Duration;

use http::Request;

use super::Client;
use crate::question::{Ask, BODY, has_body};
use crate::site::Site;

const LIMIT: Duration = Duration::from_secs(10);

/// The version that the lock file has of a crate.
fn locked(name: &str) -> Result<String, String> {
    let lock = include_str!("../../Cargo.lock");
    let (_, behind) = lock
        .split_once(&format!("name = \"{name}\"\nversion = \""))
        .ok_or(format!("`{name}` is not in the lock file"))?;
    Ok(behind.split('"').next().unwrap_or_default().to_owned())
}

/// An error with all that caused it.
fn whole(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |said, cause| format!("{said}: {cause}"))
}

/// Asks as often as it is to be done, and keeps what was said last.
fn repeat(ask: &Ask, once: impl Fn(&Ask) -> String) -> String {
    (1..ask.times).for_each(|_| drop(once(ask)));
    once(ask)
}

pub(super) struct Reqwest;

impl Client for Reqwest {
    fn name(&self) -> &'static str {
        "reqwest"
    }

    fn version(&self) -> Result<String, String> {
        locked("reqwest")
    }

    fn ask(&self, asks: &[Ask], _: &Site) -> Result<Vec<String>, String> {
        let client = reqwest::blocking::Client::builder().timeout(LIMIT).build();
        let client = client.map_err(|error| whole(&error))?;
        let once = |ask: &Ask| {
            let request = client.request(ask.method.clone(), &ask.url);
            let request = if has_body(&ask.method) { request.body(BODY) } else { request };
            request
                .send()
                .map_or_else(|error| whole(&error), |response| response.status().as_str().into())
        };
        Ok(asks.iter().map(|ask| repeat(ask, once)).collect())
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

    fn ask(&self, asks: &[Ask], _: &Site) -> Result<Vec<String>, String> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(LIMIT)).build().into();
        let once = |ask: &Ask| {
            let request = Request::builder().method(&ask.method).uri(&ask.url);
            let response = if has_body(&ask.method) {
                request.body(BODY).map_err(ureq::Error::from).and_then(|request| agent.run(request))
            } else {
                request.body(()).map_err(ureq::Error::from).and_then(|request| agent.run(request))
            };
            response
                .map_or_else(|error| whole(&error), |response| response.status().as_str().into())
        };
        Ok(asks.iter().map(|ask| repeat(ask, once)).collect())
    }
}
