use std::collections::HashSet;

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::{BadAllow, FaultKind};
use crate::diagnostic::{Fault, Field, nearest};
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;

/// Whether the fault is accepted, by its rule or by what that stands in.
pub(crate) fn is_allowed(document: &Document<'_>, fault: &Fault) -> bool {
    fault.can_be_allowed() && accepting(document, fault).is_some()
}

/// The innermost thing that names the fault.
fn accepting(document: &Document<'_>, fault: &Fault) -> Option<NodeId> {
    let mut items =
        std::iter::once(fault.item).chain(document.scopes_around(fault.item).map(NodeId::Scope));
    items
        .find(|item| document.allows(*item).iter().any(|name| meant(name) == fault.name().as_str()))
}

/// The attributes that accept none of the faults.
pub(crate) fn unused_allows(document: &Document<'_>, faults: &[Fault]) -> Vec<Fault> {
    let (allowed, left): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| is_allowed(document, fault));
    let used: HashSet<(Option<NodeId>, &str)> = allowed
        .into_iter()
        .map(|fault| (accepting(document, fault), fault.name().as_str()))
        .collect();
    let with_allows = document
        .scope_ids()
        .map(NodeId::Scope)
        .chain(document.rule_ids().map(NodeId::Rule))
        .filter(|item| !document.allows(*item).is_empty());
    let mut found = Vec::new();
    for item in with_allows {
        let names = document.allows(item);
        for (index, name) in names.iter().enumerate() {
            let is_used = used.contains(&(Some(item), name)) && !names[..index].contains(name);
            let bad = if is_used { None } else { unused(document, name, item, &left) };
            found.extend(
                bad.map(|bad| Fault::new(item, Field::Allow(index), FaultKind::Allow(bad))),
            );
        }
    }
    found
}

/// The name that is probably meant.
fn meant(name: &str) -> String {
    let nearest = if is_name(name) { None } else { nearest(name, names()) };
    nearest.unwrap_or_else(|| name.into())
}

fn names() -> impl Iterator<Item = &'static str> {
    FaultName::all().map(FaultName::as_str)
}

fn is_name(name: &str) -> bool {
    names().any(|known| known == name)
}

fn unused(document: &Document<'_>, name: &str, item: NodeId, left: &[&Fault]) -> Option<BadAllow> {
    if !is_name(name) {
        return Some(BadAllow::Unknown { name: name.into(), nearest: nearest(name, names()) });
    }
    let is_inside = |fault: &&&Fault| document.is_around(item, fault.item);
    // The fault itself says that it cannot be accepted here.
    let is_reported = left.iter().filter(is_inside).any(|fault| fault.name().as_str() == name);
    match name {
        _ if is_reported => None,
        "method_change" | "duplicate" | "open_redirect" | "bad_target" | "unsupported"
        | "unreachable" | "loop" | "chain" => {
            // What could not be read may have the fault all the same.
            let has_others = left.iter().filter(is_inside).any(|_| true);
            (!has_others).then(|| BadAllow::Unused(name.into()))
        }
        _ => Some(BadAllow::Never(name.into())),
    }
}
