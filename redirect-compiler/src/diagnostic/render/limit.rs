//! The words for what is too large.

use crate::diagnostic::kind::Limit;
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::captures::{MAX_CAPTURES, MAX_INPUTS};
use redirect_core::internals::encoding::MAX_FIELDS;

pub(crate) fn message(limit: Limit) -> String {
    match limit {
        Limit::Text => format!("this is longer than {MAX_TEXT} bytes"),
        Limit::Captures => format!("a rule has at most {MAX_CAPTURES} captures"),
        Limit::Values => {
            format!("at most {MAX_INPUTS} conditions on the host and on fields have captures")
        }
        Limit::Fields => format!("conditions look at more than {MAX_FIELDS} fields"),
        Limit::Table => "the table is larger than 2 GiB".into(),
    }
}

pub(crate) fn help(limit: Limit) -> Option<String> {
    let help = match limit {
        Limit::Captures => "write `{*rest}` for what need not be told apart",
        Limit::Values => "write one of them as text, or let the application answer",
        Limit::Text | Limit::Fields | Limit::Table => return None,
    };
    Some(help.into())
}
