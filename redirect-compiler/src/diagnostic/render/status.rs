//! The rows of the faults of statuses.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::StatusFault;
use crate::diagnostic::nearest;
use crate::diagnostic::render::{Description, list, quoted};
use redirect_core::internals::Status;

/// The words that can be used as a status.
const WORDS: [&str; 3] = ["permanent", "temporary", "pass"];

pub(super) fn describe(fault: &StatusFault) -> Description {
    let row = |message| Description::new(FaultName::BadStatus, message);
    match fault {
        StatusFault::Unknown(status) => {
            row(format!("`{status}` is not a redirect status")).help(suggestion(status))
        }
        StatusFault::UnknownInFile(status) => row(format!("`{status}` is not a redirect status"))
            .help(format!("use {}", list(&codes(Status::is_redirection), "or"))),
        StatusFault::OfCanonical(status) => {
            row(format!("`{status}` is not a status of `canonical`"))
                .help(format!("use {}", list(&codes(Status::suits_any_url), "or")))
        }
        StatusFault::WithTarget(status) => row(format!("`{status}` does not take a target"))
            .help("remove the target, or use a redirect status"),
    }
}

/// Returns the codes of the statuses of rules for which `condition` is true.
fn codes(condition: fn(Status) -> bool) -> Vec<String> {
    let mut codes = Vec::new();
    for code in 100..600 {
        if Status::from_u16(code).is_some_and(condition) {
            codes.push(code.to_string());
        }
    }
    codes
}

/// Suggests a status to use in place of an unknown one.
fn suggestion(status: &str) -> String {
    let redirects = || list(&codes(Status::is_redirection), "or");
    let word = status.to_ascii_lowercase();
    match &word[..] {
        "200" | "proxy" | "rewrite" => {
            "use `pass` without a target: only the application can rewrite a request".into()
        }
        "300" => "use 302, or 307 to keep the method: clients do not follow a 300".into(),
        "304" => format!("use {}: a 304 is only for conditional requests", redirects()),
        "305" => "use 307: 305 is deprecated (RFC 9110 §15.4.6)".into(),
        "306" => "use 307: 306 is no longer used (RFC 9110 §15.4.7)".into(),
        "404" => "use 410 for a page that is gone, or `pass` for the application's response".into(),
        "503" => "redirect with 303 to a page of the application that responds with 503".into(),
        "continue" | "next" | "none" | "skip" => "write `pass`".into(),
        "gone" => "write `410`".into(),
        "moved" | "moved_permanently" => "write `301`".into(),
        "found" => "write `302`".into(),
        "see_other" => "write `303`".into(),
        "temporary_redirect" => "write `307`".into(),
        "permanent_redirect" => "write `308`".into(),
        "redirect" => format!("use {}", redirects()),
        word => match nearest(word, WORDS.iter().copied()).or_else(|| leading_code(word)) {
            Some(nearest) => format!("write `{nearest}`"),
            None => format!("use {}", list(&all(), "or")),
        },
    }
}

/// Returns the three digits that a word starts with, as in `301-moved`.
fn leading_code(word: &str) -> Option<String> {
    match word.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', next, ..] if !next.is_ascii_digit() => {
            Some(word[..3].into())
        }
        _ => None,
    }
}

/// Returns every status of a rule, as it is written.
fn all() -> Vec<String> {
    let [permanent, temporary, pass] = WORDS;
    let mut all = codes(Status::is_redirection);
    all.append(&mut quoted(&[permanent, temporary]));
    all.append(&mut codes(|status| !status.is_redirection()));
    all.append(&mut quoted(&[pass]));
    all
}
