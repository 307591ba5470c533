use std::collections::HashSet;

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::{BadAllow, Kind};
use crate::diagnostic::{Fault, Part, nearest};
use crate::syntax::document::{Item, Sheet};

/// Whether the fault is accepted, by its rule or by what that stands in.
pub(crate) fn is_allowed(sheet: &Sheet<'_>, fault: &Fault) -> bool {
    fault.can_be_allowed() && accepting(sheet, fault).is_some()
}

/// The innermost thing that names the fault.
fn accepting(sheet: &Sheet<'_>, fault: &Fault) -> Option<Item> {
    let mut items = std::iter::once(fault.item).chain(sheet.around(fault.item).map(Item::Scope));
    items.find(|item| sheet.allows(*item).iter().any(|name| meant(name) == fault.name().as_str()))
}

/// The attributes that accept none of the faults.
pub(crate) fn unused_allows(sheet: &Sheet<'_>, faults: &[Fault]) -> Vec<Fault> {
    let (allowed, left): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| is_allowed(sheet, fault));
    let used: HashSet<(Option<Item>, &str)> =
        allowed.into_iter().map(|fault| (accepting(sheet, fault), fault.name().as_str())).collect();
    let with_allows = (0..sheet.scopes.len())
        .map(Item::Scope)
        .chain((0..sheet.rules.len()).map(Item::Rule))
        .filter(|item| !sheet.allows(*item).is_empty());
    let mut found = Vec::new();
    for item in with_allows {
        let names = sheet.allows(item);
        for (index, name) in names.iter().enumerate() {
            let is_used = used.contains(&(Some(item), name)) && !names[..index].contains(name);
            let bad = if is_used { None } else { unused(sheet, name, item, &left) };
            found.extend(bad.map(|bad| Fault::new(item, Part::Allow(index), Kind::Allow(bad))));
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

fn unused(sheet: &Sheet<'_>, name: &str, item: Item, left: &[&Fault]) -> Option<BadAllow> {
    if !is_name(name) {
        return Some(BadAllow::Unknown { name: name.into(), nearest: nearest(name, names()) });
    }
    let is_inside = |fault: &&&Fault| sheet.is_around(item, fault.item);
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
