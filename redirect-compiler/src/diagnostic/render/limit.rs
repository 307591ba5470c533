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
        Limit::Text => row(format!("this text is longer than {MAX_TEXT} bytes")),
        Limit::Captures => row(format!("a rule cannot have more than {MAX_CAPTURES} captures"))
            .help(
                "use `{*rest}` for the part of the path that needs no separate \
                 captures",
            ),
        Limit::ConditionCaptures => row(format!(
            "a rule cannot have captures in more than {MAX_INPUTS} conditions \
             on the host and on fields"
        ))
        .help(
            "remove the captures from one of these conditions, or handle the \
             request in the application",
        ),
        Limit::Fields => row(format!(
            "the conditions of a table cannot inspect more than {MAX_FIELDS} \
             different fields"
        )),
        Limit::Table => row("the table is larger than 2 GiB"),
        Limit::Seeds => row("cannot build the index of the table: the hashes of its sources \
                             collide"),
    }
}
