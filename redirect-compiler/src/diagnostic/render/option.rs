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
            row(format!("there is no option `{name}`")).help(nearest.as_ref().map_or_else(
                || {
                    let known = list(&quoted(known), "and");
                    format!("{} has the options {known}", owner(*placement))
                },
                |nearest| format!("write `{nearest}`"),
            ))
        }
        OptionFault::Misplaced { name, placement } => {
            row(format!("{} has no `{name}`", owner(*placement))).help(match placement {
                OptionPlacement::Rule if name == "status" => {
                    "write the status behind the `=>`".into()
                }
                OptionPlacement::Default | OptionPlacement::Include if name == "status" => {
                    "only an `include` has it, for the lines that give none".into()
                }
                OptionPlacement::Rule | OptionPlacement::Default | OptionPlacement::Include => {
                    format!("write `default {{ {name}: … }}` above it")
                }
            })
        }
        OptionFault::InvalidValue { name, value, expected } => {
            row(format!("`{name}` cannot be `{value}`")).help(format!("write {expected}"))
        }
        OptionFault::Duplicate(name) => {
            row(format!("the option `{name}` is given twice")).help("leave one of them out")
        }
        OptionFault::NoEffect { name, status } => {
            row(format!("`{name}` has no effect on `{status}`")).help("leave it out")
        }
        OptionFault::UnusedDefault => row("nothing follows this `default` in its block")
            .help("move it above the rules that it is for"),
    }
}

fn owner(placement: OptionPlacement) -> &'static str {
    match placement {
        OptionPlacement::Rule => "a rule",
        OptionPlacement::Default => "a `default`",
        OptionPlacement::Include => "an `include`",
    }
}
