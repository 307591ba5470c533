use std::collections::HashSet;

use crate::fault::{BadAllow, Fault, FaultName, Kind, Part, nearest};
use crate::sheet::{Item, Sheet};

/// Faults that later versions find: to accept one is no fault.
const TO_COME: [&str; 3] = ["chain", "loop", "unreachable"];

/// Takes away the faults that their rule accepts, or what it stands in, and adds the attributes that
/// accept nothing.
pub(crate) fn allows(sheet: &Sheet<'_>, faults: Vec<Fault>) -> Vec<Fault> {
    let mut used = HashSet::new();
    let mut left: Vec<_> =
        faults.into_iter().filter(|fault| !is_allowed(sheet, fault, &mut used)).collect();
    let with_allows = (0..sheet.scopes.len())
        .map(Item::Scope)
        .chain((0..sheet.rules.len()).map(Item::Rule))
        .filter(|item| !sheet.allows(*item).is_empty());
    for item in with_allows {
        let names = sheet.allows(item);
        for (index, name) in names.iter().enumerate() {
            let is_used =
                used.contains(&(item, name.to_string())) && !names[..index].contains(name);
            let bad = if is_used { None } else { unused(sheet, name, item, &left) };
            left.extend(bad.map(|bad| Fault::new(item, Part::Allow(index), Kind::Allow(bad))));
        }
    }
    left
}

/// Whether the innermost thing that names the fault accepts it, which is then `used`.
fn is_allowed(sheet: &Sheet<'_>, fault: &Fault, used: &mut HashSet<(Item, String)>) -> bool {
    let items = std::iter::once(fault.item).chain(sheet.around(fault.item).map(Item::Scope));
    let mut accepting = items
        .filter(|item| sheet.allows(*item).iter().any(|name| meant(name) == fault.name().as_str()));
    let Some(item) = accepting.next().filter(|_| fault.can_be_allowed()) else { return false };
    used.insert((item, fault.name().to_string()));
    true
}

/// The name that is probably meant.
fn meant(name: &str) -> String {
    let nearest = if is_name(name) { None } else { nearest(name, names()) };
    nearest.unwrap_or_else(|| name.into())
}

fn names() -> impl Iterator<Item = &'static str> {
    FaultName::all().map(FaultName::as_str).chain(TO_COME)
}

fn is_name(name: &str) -> bool {
    names().any(|known| known == name)
}

fn unused(sheet: &Sheet<'_>, name: &str, item: Item, left: &[Fault]) -> Option<BadAllow> {
    if !is_name(name) {
        return Some(BadAllow::Unknown { name: name.into(), nearest: nearest(name, names()) });
    }
    let is_inside = |fault: &&Fault| sheet.is_around(item, fault.item);
    // The fault itself says that it cannot be accepted here.
    let is_reported = left.iter().filter(is_inside).any(|fault| fault.name().as_str() == name);
    match name {
        _ if is_reported || TO_COME.contains(&name) => None,
        "method_change" | "duplicate" | "open_redirect" | "bad_target" | "unsupported" => {
            // What could not be read may have the fault all the same.
            let has_others = left.iter().any(|fault| is_inside(&fault));
            (!has_others).then(|| BadAllow::Unused(name.into()))
        }
        _ => Some(BadAllow::Never(name.into())),
    }
}
