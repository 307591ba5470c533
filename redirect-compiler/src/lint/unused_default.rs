//! A `default` that nothing follows in its block.

use crate::diagnostic::kind::{FaultKind, OptionFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::options::is_site_option;
use crate::syntax::document::{Document, ScopeKind};
use crate::syntax::ids::{NodeId, RuleId, ScopeId};

/// Reports a `default` that nothing follows in its block.
pub(super) fn check(document: &Document<'_>) -> Vec<Fault> {
    let mut has_effect = vec![false; document.scopes.len()];
    // Most rules are in the same scope as the rule before them.
    let is_in_new_scope = |rule: &RuleId| {
        let previous = rule.index().checked_sub(1).map(|index| &document.rules[index]);
        previous.is_none_or(|previous| previous.scope != document.rule(*rule).scope)
    };
    let is_file = |scope: &ScopeId| matches!(document.scope(*scope).kind, ScopeKind::Include(_));
    let rules = document.rule_ids().filter(is_in_new_scope).map(NodeId::Rule);
    let lines = document.invalid_line_ids().map(NodeId::Line);
    let assertions = document.assertion_ids().map(NodeId::Assertion);
    let files = document.scope_ids().filter(is_file).map(NodeId::Scope);
    for node in rules.chain(lines).chain(assertions).chain(files) {
        // Files inherit only the options of the site.
        let is_in_file = document.include_of(node).is_some();
        let scopes = document.scopes_around(node);
        for scope in scopes.filter(|&scope| !is_in_file || has_site_option(document, scope)) {
            has_effect[scope.index()] = true;
        }
    }
    let is_unused = |scope: &ScopeId| {
        document.scope(*scope).kind == ScopeKind::Default && !has_effect[scope.index()]
    };
    let fault = FaultKind::Option(OptionFault::UnusedDefault);
    document
        .scope_ids()
        .filter(is_unused)
        .map(|scope| Fault::new(NodeId::Scope(scope), Field::Source, fault.clone()))
        .collect()
}

fn has_site_option(document: &Document<'_>, scope: ScopeId) -> bool {
    document.scope(scope).options.iter().any(|(name, _)| is_site_option(name))
}
