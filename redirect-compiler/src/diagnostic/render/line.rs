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
        LineFault::MissingTab => row("this line needs a source and a target, separated by a tab")
            .help("use a tab after the source, not spaces"),
        LineFault::ExtraField(field) => {
            row(format!("unexpected `{field}` after the status")).help("start a comment with `#`")
        }
        LineFault::Arrow(arrow) => {
            row(format!("`{arrow}` is not a target: this format has no arrows"))
                .help("separate the source and the target by a space")
        }
        LineFault::Unsupported { construct, reason } => {
            Description::new(FaultName::Unsupported, format!("unsupported `{construct}`: {reason}"))
                .allowable()
        }
    }
}
