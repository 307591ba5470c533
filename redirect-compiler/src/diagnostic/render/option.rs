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
                OptionPlacement::Rule if name == "status" => "write the status after `=>`".into(),
                OptionPlacement::Default | OptionPlacement::Include if name == "status" => {
                    "only an `include` has this option, for lines without a status".into()
                }
                OptionPlacement::Rule | OptionPlacement::Default | OptionPlacement::Include => {
                    format!("set it with `default {{ {name}: … }}` above")
                }
            })
        }
        OptionFault::InvalidValue { name, value, expected } => {
            row(format!("invalid value `{value}` for `{name}`")).help(format!("write {expected}"))
        }
        OptionFault::Duplicate(name) => {
            row(format!("duplicate option `{name}`")).help("remove one of them")
        }
        OptionFault::NoEffect { name, status } => {
            row(format!("`{name}` has no effect on `{status}`")).help("remove it")
        }
        OptionFault::UnusedDefault => {
            row("this `default` has no effect: no rule follows it in its block")
                .help("move it above the rules it applies to")
        }
    }
}

fn owner(placement: OptionPlacement) -> &'static str {
    match placement {
        OptionPlacement::Rule => "a rule",
        OptionPlacement::Default => "a `default`",
        OptionPlacement::Include => "an `include`",
    }
}
