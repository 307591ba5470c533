//! The rows of the faults of rules and tables that exceed a limit.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::Limit;
use crate::diagnostic::render::{Description, Words};
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::captures::MAX_CAPTURES;
use redirect_core::internals::captures::MAX_INPUTS;
use redirect_core::internals::encoding::MAX_FIELDS;

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::TooLarge, message)
}

pub(super) fn describe(limit: Limit) -> Description {
    match limit {
        Limit::Text => row(format!("text longer than {MAX_TEXT} bytes")),
        Limit::Captures => row(format!("rule with more than {MAX_CAPTURES} captures"))
            .help("use `{*rest}` for segments that need no capture of their own"),
        Limit::ConditionCaptures => {
            row(format!("more than {MAX_INPUTS} conditions of a rule have captures"))
                .help("use a fixed value in one of them, or handle the request in the application")
        }
        Limit::Fields => row(format!(
            "conditions use more than {MAX_FIELDS} different headers, cookies and parameters"
        )),
        Limit::Table => row("table larger than 2 GiB"),
        Limit::Seeds => row("the table cannot be indexed: the hashes of its sources collide"),
    }
}
