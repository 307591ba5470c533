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
            row("this line needs a source and a target").help("write `/old /new`")
        }
        LineFault::StatusWithoutTarget { source, status } => {
            row(format!("this line needs a target, which a `{status}` response does not have"))
                .help(format!(
                    "write `\"{source}\" => {status}` in `redirects!`, and remove this line"
                ))
        }
        LineFault::MissingTab => row("this line needs a source and a target, separated by a tab")
            .help("use a tab after the source, not spaces"),
        LineFault::ExtraField(field) => {
            row(format!("unexpected `{field}` after the status")).help("start a comment with `#`")
        }
        LineFault::Arrow(arrow) => {
            row(format!("`{arrow}` is not a target: this format has no arrows"))
                .help("separate the source and the target by a space")
        }
        LineFault::Unsupported { construct, reason, help } => {
            let message = format!("unsupported `{construct}`: {reason}");
            let row = Description::new(FaultName::Unsupported, message).allowable();
            match help {
                Some(help) => row.help(*help),
                None => row,
            }
        }
    }
}
