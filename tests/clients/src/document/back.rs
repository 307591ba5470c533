//! The recoveries from a wrong permanent redirect.

use std::fmt::Write as _;

use crate::record::Record;
use crate::recovery::{RECOVERIES, key};

const HEAD: &str = "\
## The way back

A browser went through a bare 301 that was a mistake, and keeps it. Then the server was corrected: \
the source is a page again. This was done beside,
and the browser asked for the source once more, by a link and by `fetch()`:

";

const NOTES: &str = "
What the table says, in words:

* The correction alone reaches nobody who has kept the redirect.
* An answer with `Clear-Site-Data: \"cache\"`, at any URL that the browser still asks for, the \
wrong target among them, brings everybody back.
  It clears the whole cache of the site. (By its specification, which was read and not measured, \
only over https and from localhost.)
* A redirect back is a loop, of which the browser has one half. After a link it goes round, shows \
`ERR_TOO_MANY_REDIRECTS` for a
  moment, and then asks for both anew by itself. A `fetch()` fails.
* What had a `max-age` comes to an end by itself, which is why a permanent rule has one here.
";

pub(super) fn write(record: &Record) -> String {
    let first = key(&RECOVERIES[0]);
    let browsers: Vec<_> =
        record.clients.iter().filter(|client| client.result(&first).is_some()).collect();
    let headings: Vec<_> = browsers.iter().map(|browser| browser.heading()).collect();
    let mut text = HEAD.to_owned();
    // Writing to a string does not fail.
    let _ = writeln!(text, "| beside the correction | {} |", headings.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(headings.len()));
    for recovery in &RECOVERIES {
        let results =
            browsers.iter().map(|browser| browser.result(&key(recovery)).unwrap_or_default());
        let results: Vec<_> = results.collect();
        let _ = writeln!(text, "| {} | {} |", recovery.text, results.join(" | "));
    }
    text + NOTES
}
