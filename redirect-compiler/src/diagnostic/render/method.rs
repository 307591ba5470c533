//! The rows of the faults of methods.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::MethodFault;
use crate::diagnostic::render::{Description, Words};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message)
}

pub(super) fn describe(fault: &MethodFault) -> Description {
    match fault {
        MethodFault::Duplicate(method) => {
            row(format!("duplicate method `{method}`")).help("remove one of them")
        }
        MethodFault::Connect => {
            row("`CONNECT` requests have no path to match").help("remove the method")
        }
    }
}
