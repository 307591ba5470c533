use std::borrow::Cow;

use crate::diagnostic::kind::{BadOption, Kind};
use crate::diagnostic::{Fault, Part};
use crate::syntax::document::{Item, ScopeKind, Sheet};

/// A default that nothing follows in its block.
pub(crate) fn check(sheet: &Sheet<'_>) -> Vec<Fault> {
    let mut has_effect = vec![false; sheet.scopes.len()];
    // Most rules stand where the one before stands.
    let is_elsewhere =
        |&rule: &usize| rule == 0 || sheet.rules[rule].scope != sheet.rules[rule - 1].scope;
    let rules = (0..sheet.rules.len()).filter(is_elsewhere).map(Item::Rule);
    let lines = (0..sheet.lines.len()).map(Item::Line);
    let asserts = (0..sheet.asserts.len()).map(Item::Assert);
    let files = (0..sheet.scopes.len())
        .filter(|&scope| matches!(sheet.scopes[scope].kind, ScopeKind::Include(_)))
        .map(Item::Scope);
    for item in rules.chain(lines).chain(asserts).chain(files) {
        // Into a file only reaches what is said of the site.
        let in_file = sheet.include_of(item).is_some();
        for scope in sheet.around(item).filter(|&scope| !in_file || is_of_site(sheet, scope)) {
            has_effect[scope] = true;
        }
    }
    let is_idle =
        |&scope: &usize| sheet.scopes[scope].kind == ScopeKind::Default && !has_effect[scope];
    let fault = |scope| Fault::new(Item::Scope(scope), Part::Source, Kind::Option(BadOption::Idle));
    (0..sheet.scopes.len()).filter(is_idle).map(fault).collect()
}

fn is_of_site(sheet: &Sheet<'_>, scope: usize) -> bool {
    let is_of_site = |(key, _): &(Cow<'_, str>, Cow<'_, str>)| key == "origin" || key == "mount";
    sheet.scopes[scope].options.iter().any(is_of_site)
}
