//! Names in an `#[allow(…)]` that accept none of the faults.

use std::collections::HashSet;

use crate::diagnostic::kind::{AllowFault, FaultKind};
use crate::diagnostic::suppression::allowed_at;
use crate::diagnostic::{Fault, FaultName, Field};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;

/// Reports each name in an `#[allow(…)]` that accepts none of the faults.
pub(crate) fn check(document: &Document<'_>, faults: &[Fault]) -> Vec<Fault> {
    let scopes = document.scope_ids().map(NodeId::Scope);
    let rules = document.rule_ids().map(NodeId::Rule);
    let mut nodes = scopes.chain(rules).filter(|node| !document.allows(*node).is_empty());
    let mut nodes = nodes.by_ref().peekable();
    if nodes.peek().is_none() {
        return Vec::new();
    }
    let (mut used, mut reported) = (HashSet::new(), Vec::new());
    for fault in faults {
        match allowed_at(document, fault) {
            Some(node) => _ = used.insert((node, fault.name())),
            None => reported.push(fault),
        }
    }
    let mut unused = Vec::new();
    for node in nodes {
        let names = document.allows(node);
        for (index, text) in names.iter().enumerate() {
            let name = text.parse().ok().filter(|_| !names[..index].contains(text));
            if name.is_none_or(|name| !used.contains(&(node, name))) {
                let fault = fault(document, node, text, &reported);
                unused.extend(
                    fault.map(|fault| {
                        Fault::new(node, Field::Allow(index), FaultKind::Allow(fault))
                    }),
                );
            }
        }
    }
    unused
}

/// Returns the fault of a name on a node that accepts none of the faults there.
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
    let mut inside =
        reported.iter().filter(|fault| document.is_around(node, fault.node)).peekable();
    let has_faults = inside.peek().is_some();
    if inside.any(|fault| fault.name() == name) {
        // The text of that fault says that it cannot be allowed here.
        return None;
    }
    if !name.is_allowable() {
        return Some(AllowFault::NotAllowable(text.into()));
    }
    // A rule with another fault may not have been checked for this one.
    (!has_faults).then(|| AllowFault::Unused(text.into()))
}
