//! The rows of the faults of assertions.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::AssertionFault;
use crate::diagnostic::render::{Description, Note};

pub(super) fn describe(fault: &AssertionFault) -> Description {
    let row = |message| Description::new(FaultName::FailedAssert, message);
    match fault {
        AssertionFault::Failed { actual, expected, rule } => {
            row(format!("assertion failed: the response is `{actual}`, not `{expected}`"))
                .note(match rule {
                    None => Note::Text("no rule matches this request".into()),
                    Some(rule) => Note::Rule {
                        before: "the response is from ".into(),
                        rule: *rule,
                        after: "",
                    },
                })
                .help(format!("write `{actual}`, or correct the rules"))
        }
        AssertionFault::OutsideMount(mount) => row(format!(
            "the table is mounted at `{mount}` and never gets a request for \
             this path"
        ))
        .help(format!("add the prefix `{mount}`")),
    }
}
