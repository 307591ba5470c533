//! The rows of the faults of assertions.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::AssertionFault;
use crate::diagnostic::render::{Description, Note, Written};

pub(super) fn describe(fault: &AssertionFault, written: &Written) -> Description {
    let row = |message| Description::new(FaultName::FailedAssert, message);
    let url = &written.source;
    match fault {
        AssertionFault::Failed { actual, expected, rule } => {
            row(format!("assertion failed: expected `{expected}` for `{url}`, found `{actual}`"))
                .note(match rule {
                    None => Note::Text("no rule matches this request".into()),
                    Some(rule) => Note::Rule { rule: *rule, after: " matches this request".into() },
                })
                .help(format!("fix the rules, or write `{actual}` if that is intended"))
        }
        AssertionFault::OutsideMount(mount) => {
            row(format!("`{url}` is outside the mount `{mount}`"))
                .help(format!("add `{mount}` before the path"))
        }
    }
}
