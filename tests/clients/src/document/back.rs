//! The section on recoveries from a wrong permanent redirect.

use std::fmt::Write as _;

use crate::record::Record;
use crate::recovery::{RECOVERIES, key};

const HEAD: &str = "\
## Recovering from a wrong permanent redirect

In this experiment, a server redirected a page, the *source*, to a *wrong target* by mistake, with a
301 and `max-age=31536000`. The browser cached the redirect. Then the server was corrected to return
the page again. The first column is an additional measure that the site took. The other columns show
which page the browser reached when it requested the source again, with `fetch()` and through a
link.

";

const NOTES: &str = "
In summary:

* The correction alone does not reach a browser that has cached the redirect.
* A script that requests the source with `{ cache: \"reload\" }`, or another URL for the page, works
  in every browser. The script must run on a page that the browser still requests, such as the
  wrong target.
* A redirect from the wrong target back to the source forms a loop with the cached redirect. All
  three engines leave it by requesting the source from the server, except that a `fetch()` fails in
  Chromium. When the user follows a link, Chromium briefly shows `ERR_TOO_MANY_REDIRECTS`.
* A response with `Clear-Site-Data: \"cache\"` removes the redirect from the caches of Chromium and
  Firefox, but not of WebKitGTK. It can be the response to any URL of the site that the browser
  still requests, including the wrong target. It clears the entire cache of the site. According to
  its specification, it works only over HTTPS and on localhost; this was not measured.
* A redirect with a short `max-age` expires. This is why permanent redirects of this crate have a
  `max-age` of an hour by default.
";

pub(super) fn write(record: &Record) -> String {
    let first = key(&RECOVERIES[0]);
    let browsers: Vec<_> =
        record.clients.iter().filter(|client| client.result(&first).is_some()).collect();
    let headings: Vec<_> = browsers.iter().map(|browser| browser.heading()).collect();
    let mut text = HEAD.to_owned();
    // Writing to a string does not fail.
    let _ = writeln!(text, "| additional measure | {} |", headings.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(headings.len()));
    for recovery in &RECOVERIES {
        let results = browsers.iter().map(|browser| browser.result(&key(recovery)));
        let results: Vec<_> = results.map(|result| result.map_or(String::new(), cell)).collect();
        let _ = writeln!(text, "| {} | {} |", recovery.text, results.join(" | "));
    }
    text + NOTES
}

/// Returns the page that the browser reached, or the message of its error in a code span.
fn cell(result: &str) -> String {
    if result.starts_with("the ") { result.into() } else { format!("`{result}`") }
}
