//! Faults that an `#[allow(…)]` accepts.

use crate::diagnostic::{Fault, FaultName};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;

/// Returns whether an `#[allow(…)]` on the node of the fault, or on a scope around it, accepts the
/// fault.
pub(crate) fn is_allowed(document: &Document<'_>, fault: &Fault) -> bool {
    allowed_at(document, fault).is_some()
}

/// Returns the innermost node with an `#[allow(…)]` that accepts the fault. A misspelled name
/// counts as the name that it resembles, so that only the spelling is reported.
pub(crate) fn allowed_at(document: &Document<'_>, fault: &Fault) -> Option<NodeId> {
    let scopes = document.scopes_around(fault.node).map(NodeId::Scope);
    let mut nodes = std::iter::once(fault.node)
        .chain(scopes)
        .filter(|node| !document.allows(*node).is_empty())
        .peekable();
    // Most faults have no attribute around them.
    nodes.peek()?;
    let description = fault.describe();
    if !description.is_allowable {
        return None;
    }
    nodes.find(|node| {
        let mut names = document.allows(*node).iter();
        names.any(|name| FaultName::guess(name) == Some(description.name))
    })
}
