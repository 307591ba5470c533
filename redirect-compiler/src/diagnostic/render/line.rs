//! The words for lines of files.

use crate::diagnostic::kind::FaultKind;

pub(crate) fn message(kind: &FaultKind) -> String {
    match kind {
        FaultKind::LineWithoutTarget => "a line needs a source and a target".into(),
        FaultKind::LineWithoutTab => {
            "a line needs a source and a target, with a tab between them".into()
        }
        FaultKind::LineTooLong(field) => {
            format!("nothing can follow the status, but `{field}` does")
        }
        FaultKind::LineArrow(arrow) => format!("`{arrow}` is no target: the format has no arrows"),
        FaultKind::Unsupported { what, why } => format!("`{what}` has no meaning here: {why}"),
        _ => String::new(),
    }
}
