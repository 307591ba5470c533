//! Faults that an `#[allow(…)]` silences.

use std::borrow::Cow;

use crate::diagnostic::{Fault, FaultName};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;

/// Returns whether an `#[allow(…)]` on the node of the fault, or on a scope around it, silences the
/// fault.
pub(crate) fn is_allowed(document: &Document<'_>, fault: &Fault) -> bool {
    allowed_at(document, fault).is_some()
}

/// Returns the innermost node with an `#[allow(…)]` that silences the fault. A misspelled name
/// counts as the name that it resembles, so that only the misspelling is reported.
pub(crate) fn allowed_at(document: &Document<'_>, fault: &Fault) -> Option<NodeId> {
    if accepts(document.allows(fault.node), fault) {
        return Some(fault.node);
    }
    for scope in document.scopes_around(fault.node) {
        if accepts(&document.scope(scope).allows, fault) {
            return Some(NodeId::Scope(scope));
        }
    }
    None
}

/// Returns whether an `#[allow(…)]` with these names silences the fault.
fn accepts(names: &[Cow<'_, str>], fault: &Fault) -> bool {
    // Most faults have no attribute around them.
    if names.is_empty() || !fault.is_allowable() {
        return false;
    }
    let fault_name = fault.name();
    names.iter().any(|name| FaultName::guess(name) == Some(fault_name))
}
