//! The rows of the faults of assertions.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::AssertionFault;
use crate::diagnostic::render::{Description, Note};

pub(super) fn describe(fault: &AssertionFault) -> Description {
    let row = |message| Description::new(FaultName::FailedAssert, message);
    match fault {
        AssertionFault::Failed { actual, expected, rule } => {
            row(format!("the table answers `{actual}`, and not `{expected}`"))
                .note(match rule {
                    None => Note::Text("no rule matches this request".into()),
                    Some(rule) => Note::Rule { text: "by the rule".into(), rule: *rule },
                })
                .help(format!("write `{actual}`, or mend the rules"))
        }
        AssertionFault::OutsideMount(mount) => {
            row(format!("the table stands under `{mount}`, and is not asked for this"))
                .help(format!("write `{mount}` before it"))
        }
    }
}
