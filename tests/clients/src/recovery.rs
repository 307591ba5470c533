//! Recoveries from a wrong permanent redirect that a browser has cached.

use std::fmt::Write as _;

use crate::client::Browser;
use crate::site::Site;

pub(crate) struct Recovery {
    pub(crate) name: &'static str,
    /// The description in the document.
    pub(crate) text: &'static str,
    source: &'static str,
    /// The step that the page executes after the correction.
    step: Option<&'static str>,
    /// The query of the second request for the source.
    query: &'static str,
}

const PLAIN: Recovery = Recovery { name: "", text: "", source: "/moved", step: None, query: "" };

pub(crate) const RECOVERIES: [Recovery; 10] = [
    Recovery { name: "nothing", text: "none", ..PLAIN },
    Recovery {
        name: "back by 302",
        text: "the wrong target redirects back to the source with a 302",
        source: "/moved-302",
        ..PLAIN
    },
    Recovery {
        name: "back by 301",
        text: "the wrong target redirects back with a 301 and `max-age=31536000`",
        source: "/moved-301",
        ..PLAIN
    },
    Recovery {
        name: "clear",
        text: "the response to a `fetch()` has `Clear-Site-Data: \"cache\"`",
        step: Some("fetch GET /clear"),
        ..PLAIN
    },
    Recovery {
        name: "clear by page",
        text: "a page of the site has `Clear-Site-Data: \"cache\"`",
        step: Some("navigate GET /clear"),
        ..PLAIN
    },
    Recovery {
        name: "reload",
        text: "a script requests the source with `fetch(source, { cache: \"reload\" })`",
        step: Some("reload GET {source}"),
        ..PLAIN
    },
    Recovery {
        name: "no-cache",
        text: "a script requests it with `fetch(source, { cache: \"no-cache\" })`",
        step: Some("no-cache GET {source}"),
        ..PLAIN
    },
    Recovery {
        name: "post",
        text: "a script sends a POST to the source",
        step: Some("fetch POST {source}"),
        ..PLAIN
    },
    Recovery {
        name: "query",
        text: "the source is requested with another query",
        query: "?again",
        ..PLAIN
    },
    Recovery {
        name: "expired",
        text: "the wrong redirect had `max-age=2`, and three seconds have passed",
        source: "/moved-for-2s",
        step: Some("wait 3"),
        ..PLAIN
    },
];

impl Recovery {
    /// Returns the steps of the page, which visits the source before and after the correction.
    fn steps(&self, verb: &str, case: usize, site: &Site) -> String {
        let source = site.url(&format!("{}/{case}", self.source));
        let mut lines = format!("{verb} GET {source}\nfetch POST /correct/{case}\n");
        if let Some(step) = self.step {
            lines += &step.replace("{source}", &source);
            lines.push('\n');
        }
        // Writing to a string does not fail.
        let _ = writeln!(lines, "{verb} GET {source}{}", self.query);
        lines
    }

    fn result(&self, case: usize, message: &str) -> String {
        match message {
            _ if message == format!("{}/{case}", self.source) => "the source".into(),
            _ if message.starts_with("/wrong") => "the wrong target".into(),
            _ => message.into(),
        }
    }
}

/// Measures the final path that the browser reaches with each recovery.
pub(crate) fn measure(
    browser: &Browser,
    first: usize,
    site: &Site,
) -> Result<Vec<(String, String)>, String> {
    let recoveries = || (first..).zip(&RECOVERIES);
    let all_steps = recoveries().map(|(case, recovery)| recovery.steps(browser.verb, case, site));
    let all_steps: Vec<_> = all_steps.collect();
    let message = browser.run(&all_steps.concat(), site)?;
    let mut message = message.iter();
    let last = all_steps.iter().filter_map(|steps| message.nth(steps.lines().count() - 1));
    Ok(recoveries()
        .zip(last)
        .map(|((case, recovery), message)| (key(recovery), recovery.result(case, message)))
        .collect())
}

/// Returns the key in the record.
pub(crate) fn key(recovery: &Recovery) -> String {
    format!("back: {}", recovery.name)
}
