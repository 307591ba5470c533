//! The rows of the faults of lines of files.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::LineFault;
use crate::diagnostic::render::{Description, Words};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::Syntax, message)
}

pub(super) fn describe(fault: &LineFault) -> Description {
    match fault {
        LineFault::MissingTarget => row("missing target: a line needs a source and a target")
            .help("add a target, as in `/old /new`"),
        LineFault::StatusWithoutTarget { source, status } => {
            row(format!("missing target: `{status}` rules are only available in `redirects!`"))
                .help(format!(
                    "write `\"{source}\" => {status}` in `redirects!`, and remove this line"
                ))
        }
        LineFault::MissingTab => row("missing tab between source and target")
            .help("use a tab after the source, not spaces"),
        LineFault::ExtraField(field) => row(format!("unexpected `{field}` after the status"))
            .help("remove it; a comment needs a line of its own that starts with `#`"),
        LineFault::Arrow(arrow) => {
            row(format!("`{arrow}` is not a target: this format has no arrows"))
                .help("remove the arrow")
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
