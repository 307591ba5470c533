//! The rows of the faults of included files.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::IncludeFault;
use crate::diagnostic::render::{Description, list, quoted};
use crate::syntax::document::Unreadable;

pub(super) fn describe(fault: &IncludeFault) -> Description {
    let row = |message| Description::new(FaultName::BadInclude, message);
    match fault {
        IncludeFault::Unreadable { file, reason: Unreadable::Io(reason) } => {
            row(format!("cannot read `{file}`: {reason}"))
                .help("the path is relative to the folder of this source file")
        }
        IncludeFault::Unreadable { file, reason: Unreadable::NotUtf8(at) } => {
            row(format!("`{file}` is not valid UTF-8: the first invalid byte is at offset {at}"))
                .help("save the file as UTF-8")
        }
        IncludeFault::UnknownFormat { name, nearest, known } => {
            row(format!("unknown format `{name}`")).help(nearest.as_ref().map_or_else(
                || format!("write {}", list(&quoted(known), "or")),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        IncludeFault::UndeterminedFormat { file, known } => {
            row(format!("the format of `{file}` is unknown"))
                .help(format!("write {}", includes(file, known)))
        }
    }
}

/// Lists the ways to include a file: by the first format, or by another.
fn includes(file: &str, known: &[&str]) -> String {
    format!("`include \"{file}\" as {}`", known.join("`, or `as "))
}
