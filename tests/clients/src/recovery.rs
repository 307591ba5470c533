//! The ways back from a wrong permanent redirect that a browser has kept.

use std::fmt::Write as _;

use crate::client::Browser;
use crate::site::Site;

pub(crate) struct Way {
    pub(crate) name: &'static str,
    /// What is done, for who reads.
    pub(crate) text: &'static str,
    source: &'static str,
    /// The verb and words of the page for what is done after the correction.
    step: Option<&'static str>,
    /// What stands behind the source when it is asked again.
    query: &'static str,
}

const PLAIN: Way = Way { name: "", text: "", source: "/moved", step: None, query: "" };

pub(crate) const WAYS: [Way; 9] = [
    Way { name: "nothing", text: "nothing else", ..PLAIN },
    Way {
        name: "back by 302",
        text: "the wrong target redirects back to the source with a 302",
        source: "/moved-302",
        ..PLAIN
    },
    Way {
        name: "back by 301",
        text: "it redirects back with a 301 that has no `Cache-Control`",
        source: "/moved-301",
        ..PLAIN
    },
    Way {
        name: "clear",
        text: "any answer of the site says `Clear-Site-Data: \"cache\"`",
        step: Some("fetch GET /clear"),
        ..PLAIN
    },
    Way {
        name: "reload",
        text: "a script asks for the source with `fetch(source, { cache: \"reload\" })`",
        step: Some("reload GET {source}"),
        ..PLAIN
    },
    Way {
        name: "no-cache",
        text: "a script asks for it with `fetch(source, { cache: \"no-cache\" })`",
        step: Some("no-cache GET {source}"),
        ..PLAIN
    },
    Way {
        name: "post",
        text: "a script sends a POST to the source",
        step: Some("fetch POST {source}"),
        ..PLAIN
    },
    Way {
        name: "query",
        text: "the source is asked for with another query",
        query: "?again",
        ..PLAIN
    },
    Way {
        name: "expired",
        text: "the wrong answer said `max-age=2`, and three seconds have passed",
        source: "/moved-for-2s",
        step: Some("wait 3"),
        ..PLAIN
    },
];

impl Way {
    /// What the page does: it goes there, the mistake is corrected, and it goes there again.
    fn errand(&self, verb: &str, case: usize, site: &Site) -> String {
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

    fn answer(&self, case: usize, said: &str) -> String {
        match said {
            _ if said == format!("{}/{case}", self.source) => "the right place".into(),
            _ if said.starts_with("/wrong") => "the wrong place".into(),
            _ => said.into(),
        }
    }
}

/// Where each leads in the end.
pub(crate) fn ask(
    browser: &Browser,
    first: usize,
    site: &Site,
) -> Result<Vec<(String, String)>, String> {
    let ways = || (first..).zip(&WAYS);
    let errands = ways().map(|(case, way)| way.errand(browser.verb, case, site));
    let errands: Vec<_> = errands.collect();
    let said = Browser::run(&errands.concat(), site)?;
    let mut said = said.iter();
    let last = errands.iter().filter_map(|errand| said.nth(errand.lines().count() - 1));
    Ok(ways().zip(last).map(|((case, way), said)| (key(way), way.answer(case, said))).collect())
}

/// The question in the record.
pub(crate) fn key(way: &Way) -> String {
    format!("back: {}", way.name)
}
