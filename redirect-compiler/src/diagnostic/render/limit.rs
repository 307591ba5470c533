//! The rows of the faults of rules and tables that exceed a limit.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::Limit;
use crate::diagnostic::render::{Description, Words, Written};
use crate::syntax::rule::{MAX_LINE, MAX_TEXT};
use redirect_core::internals::captures::MAX_CAPTURES;
use redirect_core::internals::captures::MAX_INPUTS;
use redirect_core::internals::encoding::MAX_SUBJECTS;
use redirect_core::internals::linear::MAX_DFAS;
use redirect_core::internals::optional::MAX_OPTIONAL;
use redirect_core::internals::text::MAX_CHARS;

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::TooLarge, message)
}

pub(super) fn describe(limit: Limit, written: &Written) -> Description {
    match limit {
        Limit::Line => row(format!("line longer than {MAX_LINE} bytes")),
        Limit::Text => row(format!("{} longer than {MAX_TEXT} bytes", written.noun)),
        Limit::Path => row(format!("{} longer than {MAX_CHARS} characters", written.noun))
            .help("use a capture for a part of it, or handle the request in the application"),
        Limit::Shapes => {
            row(format!("regular expressions compile to more than {MAX_DFAS} bytes together"))
                .help("use `+` or `*` in place of a long repetition, or simpler classes")
        }
        Limit::Captures => row(format!("rule with more than {MAX_CAPTURES} captures"))
            .help("use `{*rest}` for segments that need no capture of their own"),
        Limit::Optional => row(format!("source with more than {MAX_OPTIONAL} optional segments"))
            .help("use `{*rest?}` for several of them, or several rules"),
        Limit::ConditionCaptures => {
            row(format!("more than {MAX_INPUTS} conditions of a rule have captures"))
                .help("use a fixed value in one of them, or handle the request in the application")
        }
        Limit::RequestHost => row(format!(
            "{MAX_INPUTS} conditions of a rule with `{{request_host}}` in its target have captures"
        ))
        .help("use a fixed value in one of them, or handle the request in the application"),
        Limit::Subjects => row(format!(
            "conditions use more than {MAX_SUBJECTS} different headers, cookies and query \
             parameters"
        )),
        Limit::Table => row("table larger than 2 GiB"),
        Limit::Seeds => row("the table cannot be indexed: the hashes of its sources collide"),
    }
}
