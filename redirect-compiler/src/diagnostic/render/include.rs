//! The rows of the faults of included files.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::IncludeFault;
use crate::diagnostic::render::{Description, list, quoted};
use crate::syntax::document::Unreadable;

pub(super) fn describe(fault: &IncludeFault) -> Description {
    let row = |message| Description::new(FaultName::BadInclude, message);
    match fault {
        IncludeFault::Unreadable { file, reason: Unreadable::Io(reason) } => {
            row(format!("`{file}` cannot be read: {reason}"))
                .help("a file is named from the folder of this source file")
        }
        IncludeFault::Unreadable { file, reason: Unreadable::NotUtf8(at) } => {
            row(format!("`{file}` is no UTF-8 from byte {at} on")).help("save it as UTF-8")
        }
        IncludeFault::UnknownFormat { name, nearest, known } => row(format!(
            "`{name}` is no format of a file of rules"
        ))
        .help(nearest.as_ref().map_or_else(
            || format!("write {}", list(&quoted(known), "or")),
            |nearest| format!("write `{nearest}`"),
        )),
        IncludeFault::UndeterminedFormat { file, known } => {
            row(format!("nothing says in which format `{file}` is written"))
                .help(format!("write {}", includes(file, known)))
        }
    }
}

/// Lists the ways to include a file: by the first format, or by another.
fn includes(file: &str, known: &[&str]) -> String {
    format!("`include \"{file}\" as {}`", known.join("`, or `as "))
}
