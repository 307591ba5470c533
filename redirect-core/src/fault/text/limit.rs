//! The words for what is too large.

use crate::capture::MAX_CAPTURES;
use crate::draft::MAX_TEXT;
use crate::fault::Limit;
use crate::values::MAX_VALUES;

pub(super) fn message(limit: Limit) -> String {
    match limit {
        Limit::Text => format!("this is longer than {MAX_TEXT} bytes"),
        Limit::Captures => format!("a source has at most {MAX_CAPTURES} captures"),
        Limit::Values => {
            format!("at most {MAX_VALUES} conditions on the host and on fields have captures")
        }
        Limit::Fields => "conditions look at more than 64 fields".into(),
        Limit::Table => "the table is larger than 2 GiB".into(),
    }
}

pub(super) fn help(limit: Limit) -> Option<String> {
    let help = match limit {
        Limit::Captures => "write `{*rest}` for what need not be told apart",
        Limit::Values => "capture only what the target is filled with",
        Limit::Text | Limit::Fields | Limit::Table => return None,
    };
    Some(help.into())
}
