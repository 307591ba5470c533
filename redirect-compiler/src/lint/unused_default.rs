use std::borrow::Cow;

use crate::diagnostic::kind::{BadOption, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::syntax::document::{Document, NodeId, ScopeKind};

/// A default that nothing follows in its block.
pub(crate) fn check(document: &Document<'_>) -> Vec<Fault> {
    let mut has_effect = vec![false; document.scopes.len()];
    // Most rules stand where the one before stands.
    let is_elsewhere =
        |&rule: &usize| rule == 0 || document.rules[rule].scope != document.rules[rule - 1].scope;
    let rules = (0..document.rules.len()).filter(is_elsewhere).map(NodeId::Rule);
    let lines = (0..document.lines.len()).map(NodeId::Line);
    let asserts = (0..document.asserts.len()).map(NodeId::Assert);
    let files = (0..document.scopes.len())
        .filter(|&scope| matches!(document.scopes[scope].kind, ScopeKind::Include(_)))
        .map(NodeId::Scope);
    for item in rules.chain(lines).chain(asserts).chain(files) {
        // Into a file only reaches what is said of the site.
        let in_file = document.include_of(item).is_some();
        for scope in document.around(item).filter(|&scope| !in_file || is_of_site(document, scope))
        {
            has_effect[scope] = true;
        }
    }
    let is_idle =
        |&scope: &usize| document.scopes[scope].kind == ScopeKind::Default && !has_effect[scope];
    let fault =
        |scope| Fault::new(NodeId::Scope(scope), Field::Source, FaultKind::Option(BadOption::Idle));
    (0..document.scopes.len()).filter(is_idle).map(fault).collect()
}

fn is_of_site(document: &Document<'_>, scope: usize) -> bool {
    let is_of_site = |(key, _): &(Cow<'_, str>, Cow<'_, str>)| key == "origin" || key == "mount";
    document.scopes[scope].options.iter().any(is_of_site)
}
