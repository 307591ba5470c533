//! A `default` without an effect: nothing follows it in its block, or only files.

use crate::diagnostic::kind::{FaultKind, OptionFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::options::is_site_option;
use crate::syntax::document::{Document, Scope, ScopeKind};
use crate::syntax::ids::{NodeId, ScopeId};

/// Reports a `default` that nothing follows in its block, or only files, which do not inherit its
/// options, unless a `canonical` lacks its origin.
pub(super) fn check(document: &Document<'_>) -> Vec<Fault> {
    let has_effect = scopes_with_effect(document);
    let mut faults = Vec::new();
    for scope in document.scope_ids() {
        let is_default = document.scope(scope).kind == ScopeKind::Default;
        if is_default && !has_effect[scope.index()] && !is_origin_of_canonical(document, scope) {
            let fault = if is_before_file(document, scope) {
                OptionFault::DefaultBeforeFile
            } else {
                OptionFault::UnusedDefault
            };
            let kind = FaultKind::Option(fault);
            faults.push(Fault::new(NodeId::Scope(scope), Field::Source, kind));
        }
    }
    faults
}

/// Returns whether an include follows a `default` in its block.
fn is_before_file(document: &Document<'_>, default: ScopeId) -> bool {
    let is_include = |scope: &ScopeId| document.scope(*scope).kind.include().is_some();
    let mut includes = document.scope_ids().filter(is_include);
    includes.any(|include| document.is_around(default.into(), include.into()))
}

/// Returns whether a scope sets the origin that a `canonical` lacks, which is another fault.
fn is_origin_of_canonical(document: &Document<'_>, scope: ScopeId) -> bool {
    let sets_origin =
        |scope: &Scope<'_>| scope.options.iter().any(|setting| setting.name == "origin");
    let mut scopes = document.scopes.iter();
    sets_origin(document.scope(scope))
        && scopes.any(|it| matches!(it.kind, ScopeKind::Canonical(_)) && !sets_origin(it))
}

/// Returns, for each scope, whether anything inherits from it.
fn scopes_with_effect(document: &Document<'_>) -> Vec<bool> {
    let mut has_effect = vec![false; document.scopes.len()];
    let mut previous = None;
    for rule in document.rule_ids() {
        let scope = Some(document.rule(rule).scope);
        // Most rules are in the same scope as the rule before them.
        if scope != previous {
            mark_scopes_around(rule.into(), document, &mut has_effect);
        }
        previous = scope;
    }
    for line in document.invalid_line_ids() {
        mark_scopes_around(line.into(), document, &mut has_effect);
    }
    for assertion in document.assertion_ids() {
        mark_scopes_around(assertion.into(), document, &mut has_effect);
    }
    for scope in document.scope_ids() {
        if document.scope(scope).kind.include().is_some() {
            mark_scopes_around(scope.into(), document, &mut has_effect);
        }
    }
    has_effect
}

/// Marks the scopes from which a node inherits.
fn mark_scopes_around(node: NodeId, document: &Document<'_>, has_effect: &mut [bool]) {
    // Files inherit only the options of the site.
    let is_in_file = document.include_of(node).is_some();
    for scope in document.scopes_around(node) {
        if !is_in_file || has_site_option(document, scope) {
            has_effect[scope.index()] = true;
        }
    }
}

fn has_site_option(document: &Document<'_>, scope: ScopeId) -> bool {
    document.scope(scope).options.iter().any(|setting| is_site_option(&setting.name))
}
