//! The rows of the faults of lines of files.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::LineFault;
use crate::diagnostic::render::{Description, Words};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::Syntax, message)
}

pub(super) fn describe(fault: &LineFault) -> Description {
    match fault {
        LineFault::MissingTarget => {
            row("a line needs a source and a target").help("write `/old /new`")
        }
        LineFault::StatusWithoutTarget { source, status } => row(format!(
            "a line needs a target, which a `{status}` response does not have"
        ))
        .help(format!("write `\"{source}\" => {status}` in `redirects!`, and remove this line")),
        LineFault::MissingTab => row("a line needs a source and a target, with a tab between them")
            .help("write a tab, and not blanks, behind the source"),
        LineFault::ExtraField(field) => {
            row(format!("nothing can follow the status, but `{field}` does"))
                .help("a comment begins with `#`")
        }
        LineFault::Arrow(arrow) => row(format!("`{arrow}` is no target: the format has no arrows"))
            .help("write source and target with a blank between them"),
        LineFault::Unsupported { construct, reason, help } => Description::new(
            FaultName::Unsupported,
            format!("`{construct}` has no meaning here: {reason}"),
        )
        .help_if(*help)
        .allowable(),
    }
}
