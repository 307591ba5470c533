//! Browsers without a visible window. A page of the site executes steps, and reports the result of
//! each.

mod engine;

use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

use http::Method;

use super::Client;
use crate::experiment::{ClientRequest, METHODS};
use crate::site::Site;
use engine::{CHROMIUM, Engine, FIREFOX, WEBKIT};

/// A way in which a page in a browser makes requests.
pub(crate) struct Browser {
    name: &'static str,
    engine: &'static Engine,
    /// The verb in `scripts/page.html`.
    pub(crate) verb: &'static str,
    methods: &'static [Method],
}

const SECONDS: u32 = 180;
const STEP_TIMEOUT: Duration = Duration::from_secs(30);

impl Browser {
    pub(crate) const ALL: [Browser; 6] = [
        Browser::fetch("Chromium fetch()", &CHROMIUM),
        Browser::navigation("Chromium link, form", &CHROMIUM),
        Browser::fetch("Firefox fetch()", &FIREFOX),
        Browser::navigation("Firefox link, form", &FIREFOX),
        Browser::fetch("WebKitGTK fetch()", &WEBKIT),
        Browser::navigation("WebKitGTK link, form", &WEBKIT),
    ];

    const fn fetch(name: &'static str, engine: &'static Engine) -> Browser {
        Browser { name, engine, verb: "fetch", methods: &METHODS }
    }

    /// Creates a browser that sends GET requests by a link, and POST requests by a form.
    const fn navigation(name: &'static str, engine: &'static Engine) -> Browser {
        Browser { name, engine, verb: "navigate", methods: &[Method::GET, Method::POST] }
    }

    /// Executes steps in one profile, and returns the report for each.
    pub(crate) fn run(&self, steps: &str, site: &Site) -> Result<Vec<String>, String> {
        let folder = std::env::temp_dir().join(format!("clients-{}", std::process::id()));
        site.set_steps(steps);
        let opened = self.engine.open(&site.url("/page"), &folder, SECONDS);
        let spawned = opened.and_then(|mut command| command.spawn());
        let mut browser = spawned.map_err(|error| format!("`timeout`: {error}"))?;
        let reported = steps.lines().map(|line| {
            site.report(STEP_TIMEOUT).ok_or_else(|| format!("no report within 30 s of `{line}`"))
        });
        let reported = reported.collect();
        // `timeout` forwards the signal to the browser and all its processes.
        let ended = Command::new("kill").args(["-TERM", &browser.id().to_string()]).status();
        ended.and_then(|_| browser.wait()).map_err(|error| error.to_string())?;
        // Ignore errors, because the folder is a temporary one.
        let _ = std::fs::remove_dir_all(folder);
        reported
    }
}

impl Client for Browser {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> Result<String, String> {
        self.engine.version()
    }

    fn sends(&self, method: &Method) -> bool {
        self.methods.contains(method)
    }

    fn send_all(&self, requests: &[ClientRequest], site: &Site) -> Result<Vec<String>, String> {
        let mut lines = String::new();
        for ClientRequest { method, url, times } in requests {
            for _ in 0..*times {
                // Writing to a string does not fail.
                let _ = writeln!(lines, "{} {method} {url}", self.verb);
            }
        }
        let mut message = self.run(&lines, site)?.into_iter();
        Ok(requests.iter().filter_map(|request| message.nth(request.times - 1)).collect())
    }
}
