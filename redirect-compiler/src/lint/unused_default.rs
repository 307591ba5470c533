use std::borrow::Cow;

use crate::diagnostic::kind::{FaultKind, OptionFault};
use crate::diagnostic::{Fault, Field};
use crate::syntax::document::{Document, NodeId, ScopeKind};

/// Reports a `default` that nothing follows in its block.
pub(super) fn check(document: &Document<'_>) -> Vec<Fault> {
    let mut has_effect = vec![false; document.scopes.len()];
    // Most rules are in the same scope as the rule before them.
    let is_in_new_scope =
        |&rule: &usize| rule == 0 || document.rules[rule].scope != document.rules[rule - 1].scope;
    let rules = (0..document.rules.len()).filter(is_in_new_scope).map(NodeId::Rule);
    let lines = (0..document.lines.len()).map(NodeId::Line);
    let asserts = (0..document.asserts.len()).map(NodeId::Assert);
    let files = (0..document.scopes.len())
        .filter(|&scope| matches!(document.scopes[scope].kind, ScopeKind::Include(_)))
        .map(NodeId::Scope);
    for node in rules.chain(lines).chain(asserts).chain(files) {
        // Files inherit only the options of the site.
        let in_file = document.include_of(node).is_some();
        let scopes = document.around(node);
        for scope in scopes.filter(|&scope| !in_file || has_site_option(document, scope)) {
            has_effect[scope] = true;
        }
    }
    let is_unused =
        |&scope: &usize| document.scopes[scope].kind == ScopeKind::Default && !has_effect[scope];
    let fault = FaultKind::Option(OptionFault::UnusedDefault);
    (0..document.scopes.len())
        .filter(is_unused)
        .map(|scope| Fault::new(NodeId::Scope(scope), Field::Source, fault.clone()))
        .collect()
}

fn has_site_option(document: &Document<'_>, scope: usize) -> bool {
    let is_of_site = |(name, _): &(Cow<'_, str>, Cow<'_, str>)| name == "origin" || name == "mount";
    document.scopes[scope].options.iter().any(is_of_site)
}
