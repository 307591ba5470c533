use crate::draft::Draft;
use crate::fault::{Fault, FaultName, Kind, Part, nearest};

/// Takes away the faults that their rule accepts, and adds the attributes that accept nothing.
pub(crate) fn allows(drafts: &[Draft<'_>], faults: Vec<Fault>) -> Vec<Fault> {
    let is_allowed = |fault: &Fault| {
        let allows = drafts.get(fault.rule).map_or(&[][..], |draft| &draft.allows);
        let is_meant = |name: &str| {
            let meant = if is_name(name) { None } else { nearest(name, names()) };
            meant.as_deref().unwrap_or(name) == fault.name().as_str()
        };
        fault.can_be_allowed() && allows.iter().any(|name| is_meant(name))
    };
    let (allowed, mut left): (Vec<_>, Vec<_>) = faults.into_iter().partition(is_allowed);
    for (rule, draft) in drafts.iter().enumerate().filter(|(_, draft)| !draft.allows.is_empty()) {
        // A rule that could not be read may have the fault all the same.
        let has_others = left.iter().any(|fault| fault.rule == rule);
        for (index, name) in draft.allows.iter().enumerate() {
            let is_used =
                allowed.iter().any(|fault| fault.rule == rule && name == fault.name().as_str())
                    && !draft.allows[..index].contains(name);
            let kind = if is_used { None } else { unused(name, has_others, &left, rule) };
            left.extend(kind.map(|kind| Fault::new(rule, Part::Allow(index), kind)));
        }
    }
    left
}

fn names() -> impl Iterator<Item = &'static str> {
    FaultName::all().map(FaultName::as_str)
}

fn is_name(name: &str) -> bool {
    names().any(|known| known == name)
}

fn unused(name: &str, has_others: bool, left: &[Fault], rule: usize) -> Option<Kind> {
    if !is_name(name) {
        return Some(Kind::AllowUnknown { name: name.into(), nearest: nearest(name, names()) });
    }
    // The fault itself says that it cannot be accepted here.
    let is_reported = left.iter().any(|fault| fault.rule == rule && fault.name().as_str() == name);
    match name {
        _ if is_reported => None,
        "method_change" | "duplicate" | "open_redirect" | "bad_target" => {
            (!has_others).then(|| Kind::AllowUnused(name.into()))
        }
        _ => Some(Kind::AllowNever(name.into())),
    }
}
