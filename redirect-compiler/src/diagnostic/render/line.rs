//! The words for lines of files.

use crate::diagnostic::kind::Kind;

pub(crate) fn message(kind: &Kind) -> String {
    match kind {
        Kind::LineWithoutTarget => "a line needs a source and a target".into(),
        Kind::LineWithoutTab => {
            "a line needs a source and a target, with a tab between them".into()
        }
        Kind::LineTooLong(field) => format!("nothing can follow the status, but `{field}` does"),
        Kind::LineArrow(arrow) => format!("`{arrow}` is no target: the format has no arrows"),
        Kind::Unsupported { what, why } => format!("`{what}` has no meaning here: {why}"),
        _ => String::new(),
    }
}
