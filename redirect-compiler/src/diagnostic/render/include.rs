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
                .help("use a path relative to this source file")
        }
        IncludeFault::Unreadable { file, reason: Unreadable::NotUtf8(at) } => {
            row(format!("`{file}` is not valid UTF-8 at byte {at}")).help("save it as UTF-8")
        }
        IncludeFault::UnknownFormat { name, nearest, known } => {
            row(format!("unknown format `{name}`")).help(nearest.as_ref().map_or_else(
                || format!("use {}", list(&quoted(known), "or")),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        IncludeFault::UndeterminedFormat { file, known } => {
            row(format!("cannot determine the format of `{file}`"))
                .help(format!("write {}", includes(file, known)))
        }
    }
}

/// Lists the ways to include a file: with the first format, or with another.
fn includes(file: &str, known: &[&str]) -> String {
    format!("`include \"{file}\" as {}`", known.join("`, or `as "))
}
