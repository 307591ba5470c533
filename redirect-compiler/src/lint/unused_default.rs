use std::borrow::Cow;

use crate::diagnostic::kind::{BadOption, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::syntax::document::{Document, ScopeKind};
use crate::syntax::ids::{NodeId, RuleId, ScopeId};

/// A default that nothing follows in its block.
pub(crate) fn check(document: &Document<'_>) -> Vec<Fault> {
    let mut has_effect = vec![false; document.scopes.len()];
    // Most rules stand where the one before stands.
    let is_elsewhere = |rule: &RuleId| {
        let before = rule.index().checked_sub(1).map(|before| document.rules[before].scope);
        before != Some(document.rule(*rule).scope)
    };
    let rules = document.rule_ids().filter(is_elsewhere).map(NodeId::Rule);
    let lines = document.invalid_line_ids().map(NodeId::Line);
    let assertions = document.assertion_ids().map(NodeId::Assertion);
    let files = document
        .scope_ids()
        .filter(|&scope| matches!(document.scope(scope).kind, ScopeKind::Include(_)))
        .map(NodeId::Scope);
    for item in rules.chain(lines).chain(assertions).chain(files) {
        // Into a file only reaches what is said of the site.
        let in_file = document.include_of(item).is_some();
        for scope in
            document.scopes_around(item).filter(|&scope| !in_file || is_of_site(document, scope))
        {
            has_effect[scope.index()] = true;
        }
    }
    let is_idle = |&scope: &ScopeId| {
        document.scope(scope).kind == ScopeKind::Default && !has_effect[scope.index()]
    };
    let fault =
        |scope| Fault::new(NodeId::Scope(scope), Field::Source, FaultKind::Option(BadOption::Idle));
    document.scope_ids().filter(is_idle).map(fault).collect()
}

fn is_of_site(document: &Document<'_>, scope: ScopeId) -> bool {
    let is_of_site = |(key, _): &(Cow<'_, str>, Cow<'_, str>)| key == "origin" || key == "mount";
    document.scope(scope).options.iter().any(is_of_site)
}
