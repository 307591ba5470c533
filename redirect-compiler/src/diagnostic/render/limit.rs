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
        Limit::Text => row(format!("this is longer than {MAX_TEXT} bytes")),
        Limit::Captures => row(format!("a rule has at most {MAX_CAPTURES} captures"))
            .help("write `{*rest}` for what need not be told apart"),
        Limit::ConditionCaptures => {
            row(format!("at most {MAX_INPUTS} conditions on the host and on fields have captures"))
                .help("write one of them as text, or let the application answer")
        }
        Limit::Fields => row(format!("conditions look at more than {MAX_FIELDS} fields")),
        Limit::Table => row("the table is larger than 2 GiB"),
        Limit::Seeds => row("the hashes of sources collide, so that the table has no index"),
    }
}
