//! Headless Chromium. A page of the site executes steps, and reports the result of each.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use http::Method;

use super::Client;
use super::command::{bounded, version};
use crate::experiment::ClientRequest;
use crate::site::Site;

/// A way in which a page in the browser makes requests.
pub(crate) struct Browser {
    name: &'static str,
    /// The verb in `scripts/page.html`.
    pub(crate) verb: &'static str,
    methods: &'static [Method],
}

const SECONDS: u32 = 180;
const STEP_TIMEOUT: Duration = Duration::from_secs(30);

impl Browser {
    pub(crate) const FETCH: Browser = Browser {
        name: "Chromium fetch()",
        verb: "fetch",
        methods: &[
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ],
    };

    /// Sends GET requests by a link, and POST requests by a form.
    pub(crate) const NAVIGATION: Browser = Browser {
        name: "Chromium link, form",
        verb: "navigate",
        methods: &[Method::GET, Method::POST],
    };

    /// Executes steps in one profile, and returns the report for each.
    pub(crate) fn run(steps: &str, site: &Site) -> Result<Vec<String>, String> {
        let folder = std::env::temp_dir().join(format!("clients-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        site.set_steps(steps);
        let words = [
            "chromium".to_owned(),
            "--headless".into(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--disable-background-networking".into(),
            "--disable-popup-blocking".into(),
            // The window that the page opens covers the page, which must not be suspended.
            "--disable-background-timer-throttling".into(),
            "--disable-renderer-backgrounding".into(),
            "--disable-backgrounding-occluded-windows".into(),
            "--no-first-run".into(),
            format!("--user-data-dir={}", folder.join("profile").display()),
            site.url("/page"),
        ];
        let mut chromium = bounded(SECONDS, &words)
            // Chromium creates temporary folders and does not remove them.
            .env("TMPDIR", &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("`timeout`: {error}"))?;
        let reported = steps.lines().map(|line| {
            site.report(STEP_TIMEOUT).ok_or_else(|| format!("no report within 30 s of `{line}`"))
        });
        let reported = reported.collect();
        // `timeout` forwards the signal to Chromium and all its processes.
        let ended = Command::new("kill").args(["-TERM", &chromium.id().to_string()]).status();
        ended.and_then(|_| chromium.wait()).map_err(|error| error.to_string())?;
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
        version("chromium")
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
        let mut message = Browser::run(&lines, site)?.into_iter();
        Ok(requests.iter().filter_map(|request| message.nth(request.times - 1)).collect())
    }
}
