//! The rows of the faults of options.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::OptionFault;
use crate::diagnostic::render::{Description, Words, list, quoted};
use crate::syntax::rule::OptionPlacement;

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadOption, message)
}

pub(super) fn describe(fault: &OptionFault) -> Description {
    match fault {
        OptionFault::Unknown { name, nearest, placement, known } => {
            row(format!("unknown option `{name}`")).help(nearest.as_ref().map_or_else(
                || {
                    let known = list(&quoted(known), "and");
                    format!("the options of {} are {known}", owner(*placement))
                },
                |nearest| format!("write `{nearest}`"),
            ))
        }
        OptionFault::Misplaced { name, placement } => {
            row(format!("`{name}` is not an option of {}", owner(*placement))).help(match placement
            {
                OptionPlacement::Rule if name == "status" => {
                    "move the status after the `=>`".into()
                }
                OptionPlacement::Default | OptionPlacement::Include if name == "status" => {
                    "move it to an `include`, for lines without a status".into()
                }
                OptionPlacement::Rule | OptionPlacement::Default | OptionPlacement::Include => {
                    format!("move it to a `default {{ {name}: … }}` above")
                }
            })
        }
        OptionFault::InvalidValue { name, value, expected } => {
            row(format!("invalid value `{value}` for option `{name}`"))
                .help(format!("use {expected}"))
        }
        OptionFault::Duplicate(name) => {
            row(format!("duplicate option `{name}`")).help("remove one of them")
        }
        OptionFault::NoEffect { name, status } => {
            row(format!("option `{name}` has no effect on `{status}`")).help("remove it")
        }
        OptionFault::UnusedDefault => row("unused `default`: nothing follows it in its block")
            .help("move it above the rules that it applies to"),
    }
}

fn owner(placement: OptionPlacement) -> &'static str {
    match placement {
        OptionPlacement::Rule => "a rule",
        OptionPlacement::Default => "a `default`",
        OptionPlacement::Include => "an `include`",
    }
}
