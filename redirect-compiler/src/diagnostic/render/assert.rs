//! The words for asserts.

use crate::diagnostic::kind::BadAssert;
use crate::syntax::document::Document;

pub(crate) fn message(bad: &BadAssert) -> String {
    match bad {
        BadAssert::Failed { answered, expected, .. } => {
            format!("the table answers `{answered}`, and not `{expected}`")
        }
        BadAssert::Outside(mount) => {
            format!("the table stands under `{mount}`, and is not asked for this")
        }
    }
}

pub(crate) fn help(bad: &BadAssert) -> String {
    match bad {
        BadAssert::Failed { answered, .. } => format!("write `{answered}`, or mend the rules"),
        BadAssert::Outside(mount) => format!("write `{mount}` before it"),
    }
}

/// The rule that answers, and where it is.
pub(crate) fn note(bad: &BadAssert, document: &Document<'_>) -> Option<String> {
    match bad {
        BadAssert::Outside(_) => None,
        BadAssert::Failed { rule: None, .. } => Some("no rule matches this request".into()),
        BadAssert::Failed { rule: Some(rule), .. } => {
            let place = Some(document.rules.get(*rule)?.place).filter(|place| place.line() > 0);
            let place = place.map_or_else(String::new, |place| format!(" at {place}"));
            Some(format!("by the rule `{}`{place}", document.source(*rule)))
        }
    }
}
