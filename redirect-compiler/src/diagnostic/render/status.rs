//! The rows of the faults of statuses.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::StatusFault;
use crate::diagnostic::nearest;
use crate::diagnostic::render::{Description, list, quoted};
use redirect_core::internals::Status;

/// The words that stand for a status.
const WORDS: [&str; 3] = ["permanent", "temporary", "pass"];

pub(super) fn describe(fault: &StatusFault) -> Description {
    let row = |message| Description::new(FaultName::BadStatus, message);
    match fault {
        StatusFault::Unknown(status) => {
            row(format!("`{status}` is not a redirect status")).help(suggestion(status))
        }
        StatusFault::UnknownInFile(status) => row(format!("`{status}` is not a redirect status"))
            .help(format!("use {}", list(&codes(Status::is_redirection), "or"))),
        StatusFault::WithTarget(status) => {
            row(format!("a rule with `{status}` cannot have a target"))
                .help(format!("remove the target, or replace `{status}`"))
        }
    }
}

/// Returns the codes of the statuses that a rule can have and that meet a condition.
fn codes(condition: fn(Status) -> bool) -> Vec<String> {
    let mut codes = Vec::new();
    for code in 100..600 {
        if Status::from_u16(code).is_some_and(condition) {
            codes.push(code.to_string());
        }
    }
    codes
}

/// Suggests a status in place of a word that is none.
fn suggestion(status: &str) -> String {
    let word = status.to_ascii_lowercase();
    match &word[..] {
        "200" => "a rewrite is not a redirect: add a route to the application".into(),
        "300" => "use 302, or 307 to keep the method: clients do not follow a 300".into(),
        "304" => "304 is a response to a conditional request, not a redirect".into(),
        "305" | "306" => "use 307: this status is deprecated or unused (RFC 9110 §15.4)".into(),
        "404" => "use `410` for a page that is gone, or `pass` to leave the \
                  request to the application"
            .into(),
        "gone" => "write `410`".into(),
        "moved" | "found" | "redirect" => {
            format!("use a number: {}", list(&codes(Status::is_redirection), "or"))
        }
        word => match nearest(word, WORDS.iter().copied()).or_else(|| leading_code(word)) {
            Some(nearest) => format!("write `{nearest}`"),
            None => format!("use {}", list(&all(), "or")),
        },
    }
}

/// Returns the three digits that a word begins with.
fn leading_code(word: &str) -> Option<String> {
    match word.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', next, ..] if !next.is_ascii_digit() => {
            Some(word[..3].into())
        }
        _ => None,
    }
}

/// Returns all that can be written as a status.
fn all() -> Vec<String> {
    let [permanent, temporary, pass] = WORDS;
    let mut all = codes(Status::is_redirection);
    all.append(&mut quoted(&[permanent, temporary]));
    all.append(&mut codes(|status| !status.is_redirection()));
    all.append(&mut quoted(&[pass]));
    all
}
