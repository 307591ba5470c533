//! The ways back from a wrong permanent redirect.

use std::fmt::Write as _;

use crate::record::Record;
use crate::way::{WAYS, key};

const HEAD: &str = "\
## The way back

A browser went through a bare 301 that was a mistake, and keeps it. Then the server was corrected: the source is a page again. This was done beside,
and the browser asked for the source once more, by a link and by `fetch()`:

";

const NOTES: &str = "
A redirect back makes it worse: the browser takes the first half of the loop from its cache. An answer with `Clear-Site-Data: \"cache\"` at any
URL that the browser still asks for, the wrong target among them, is the way back for those who have kept it; it clears the whole cache of
the site. Let the wrong target send it, and link from there to the source.
";

pub(super) fn write(record: &Record) -> String {
    let first = key(&WAYS[0]);
    let browsers: Vec<_> =
        record.clients.iter().filter(|client| client.of(&first).is_some()).collect();
    let titles: Vec<_> = browsers.iter().map(|browser| browser.title()).collect();
    let mut text = HEAD.to_owned();
    // Writing to a string does not fail.
    let _ = writeln!(text, "| beside the correction | {} |", titles.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(titles.len()));
    for way in &WAYS {
        let answers = browsers.iter().map(|browser| browser.of(&key(way)).unwrap_or_default());
        let answers: Vec<_> = answers.collect();
        let _ = writeln!(text, "| {} | {} |", way.text, answers.join(" | "));
    }
    text + NOTES
}
