//! The rows of the faults of methods.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::MethodFault;
use crate::diagnostic::nearest;
use crate::diagnostic::render::{Description, Words, list, quoted};
use crate::syntax::rule::METHODS;

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message)
}

pub(super) fn describe(fault: &MethodFault) -> Description {
    match fault {
        MethodFault::Unknown(method) => {
            row(format!("unknown method `{method}`")).help(known(method))
        }
        MethodFault::Duplicate(method) => {
            row(format!("duplicate method `{method}`")).help("remove one of them")
        }
        MethodFault::Connect => row("`CONNECT` requests have no path to match")
            .help("remove `CONNECT`, or the rule if it has no other method"),
    }
}

/// Returns the help for an unknown method: the method that it resembles, or all methods.
fn known(method: &str) -> String {
    let upper = method.to_uppercase();
    if ["ALL", "ANY"].contains(&&upper[..]) {
        return "remove it: a rule without methods matches every method".into();
    }
    // A rule for `CONNECT` is another fault.
    let known = METHODS.into_iter().filter(|known| *known != "CONNECT");
    match nearest(&upper, known.clone()) {
        Some(nearest) => format!("write `{nearest}`"),
        None => format!("use {}", list(&quoted(&known.collect::<Vec<_>>()), "or")),
    }
}
