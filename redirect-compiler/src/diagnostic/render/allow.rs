//! The rows of the faults of `#[allow(…)]`.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::AllowFault;
use crate::diagnostic::render::{Description, list, quoted};

pub(super) fn describe(fault: &AllowFault) -> Description {
    let row = |message| Description::new(FaultName::UnusedAllow, message);
    match fault {
        AllowFault::Unused(name) => {
            row(format!("unused `#[allow({name})]`")).help(format!("remove `{name}`"))
        }
        AllowFault::Unknown { name, nearest } => {
            row(format!("unknown lint `{name}`")).help(nearest.as_ref().map_or_else(
                || format!("use {}", list(&quoted(&allowable_names()), "or")),
                |name| format!("write `{name}`"),
            ))
        }
        AllowFault::NotAllowable(name) => {
            row(format!("`{name}` is an error and cannot be allowed"))
                .help(format!("remove `{name}`"))
        }
    }
}

/// Returns the names that can be allowed, in alphabetical order.
fn allowable_names() -> Vec<&'static str> {
    let mut names = Vec::new();
    for name in FaultName::all() {
        if name.is_allowable() {
            let (Ok(position) | Err(position)) = names.binary_search(&name.as_str());
            names.insert(position, name.as_str());
        }
    }
    names
}
