//! Names in an `#[allow(…)]` that accept none of the faults.

use std::collections::HashSet;

use crate::diagnostic::kind::{AllowFault, FaultKind};
use crate::diagnostic::suppression::allowed_at;
use crate::diagnostic::{Fault, FaultName, Field};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;

/// Reports each name in an `#[allow(…)]` that accepts none of the faults. `unknown` are the nodes
/// whose faults are not known.
pub(crate) fn check(
    document: &Document<'_>,
    faults: &[Fault],
    unknown: &HashSet<NodeId>,
) -> Vec<Fault> {
    let nodes = nodes_with_allows(document);
    if nodes.is_empty() {
        return Vec::new();
    }
    // For each node, the names of the faults that its `#[allow(…)]` accepts.
    let mut used: Vec<Vec<FaultName>> = vec![Vec::new(); nodes.len()];
    let mut reported = Vec::new();
    for fault in faults {
        let node = allowed_at(document, fault);
        match node.and_then(|node| nodes.binary_search(&node).ok()) {
            Some(position) if used[position].contains(&fault.name()) => {}
            Some(position) => used[position].push(fault.name()),
            None => reported.push(fault),
        }
    }
    let mut unused = Vec::new();
    for (&node, used) in nodes.iter().zip(&used) {
        let names = document.allows(node);
        let is_known = !unknown.iter().any(|&unknown| document.is_around(node, unknown))
            && !document.is_in_any(node, unknown);
        for (index, text) in names.iter().enumerate() {
            let is_used = text.parse().is_ok_and(|name| used.contains(&name));
            if is_used && !names[..index].contains(text) {
                continue;
            }
            let fault = fault(document, node, text, &reported);
            if let Some(fault) =
                fault.filter(|fault| is_known || !matches!(fault, AllowFault::Unused(_)))
            {
                unused.push(Fault::new(node, Field::Allow(index), FaultKind::Allow(fault)));
            }
        }
    }
    unused
}

/// Returns the nodes with an `#[allow(…)]`, in order.
fn nodes_with_allows(document: &Document<'_>) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    for scope in document.scope_ids() {
        if !document.scope(scope).allows.is_empty() {
            nodes.push(NodeId::Scope(scope));
        }
    }
    for rule in document.rule_ids() {
        if !document.rule(rule).allows.is_empty() {
            nodes.push(NodeId::Rule(rule));
        }
    }
    nodes
}

/// Returns the fault of a name on a node that accepts no fault there. Returns `None` if another
/// fault already explains why.
fn fault(
    document: &Document<'_>,
    node: NodeId,
    text: &str,
    reported: &[&Fault],
) -> Option<AllowFault> {
    let Ok(name) = text.parse::<FaultName>() else {
        let nearest = FaultName::nearest(text);
        return Some(AllowFault::Unknown { name: text.into(), nearest });
    };
    let mut has_faults = false;
    for fault in reported {
        if document.is_around(node, fault.node) {
            has_faults = true;
            if fault.name() == name {
                // The message of that fault explains why it cannot be allowed here.
                return None;
            }
        }
    }
    if !name.is_allowable() {
        return Some(AllowFault::NotAllowable(text.into()));
    }
    // A rule with another fault may not have been checked for this one.
    (!has_faults).then(|| AllowFault::Unused(text.into()))
}
