//! The prefixes, conditions and options that rules inherit from the scopes around them.

use std::sync::Arc;

use crate::diagnostic::kind::{FaultKind, TextFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::condition::{self, ScopedCondition};
use crate::lower::options::{self, Options};
use crate::lower::pattern::{Capture, capture_index};
use crate::lower::source::check_prefix;
use crate::lower::suggestion;
use crate::syntax::document::{Document, Scope, ScopeKind};
use crate::syntax::ids::{NodeId, ScopeId};
use crate::syntax::rule::OptionPlacement;

/// A scope, combined with the scopes around it.
#[derive(Clone, Default, Debug)]
pub(crate) struct InheritedScope<'a> {
    /// The concatenated prefixes, with their braces escaped.
    pub(crate) prefix: String,
    /// The conditions, from the outermost scope to the innermost.
    pub(crate) conditions: Vec<ScopedCondition>,
    /// The options. Inner ones override outer ones. Rules without options of their own share them.
    pub(crate) options: Arc<Options>,
    /// The doc comment of the innermost scope that has one.
    pub(crate) doc: &'a str,
    /// True if a fault makes it unknown which requests the rules inside match.
    pub(crate) is_faulty: bool,
}

/// The inherited scopes of a document.
#[derive(Debug)]
pub(crate) struct InheritedScopes<'a> {
    /// The empty scope, for nodes that are in no other scope.
    root: InheritedScope<'a>,
    scopes: Vec<InheritedScope<'a>>,
}

impl<'a> InheritedScopes<'a> {
    /// Lowers the scopes of a document, outer ones before inner ones. Returns them and their
    /// faults.
    pub(crate) fn new(document: &'a Document<'_>) -> (InheritedScopes<'a>, Vec<Fault>) {
        let mut faults = Vec::new();
        let scopes = Vec::with_capacity(document.scopes.len());
        let mut all = InheritedScopes { root: InheritedScope::default(), scopes };
        for id in document.scope_ids() {
            let scope = document.scope(id);
            // A scope comes after its parent, so the parent is lowered already.
            let outer = all.get(scope.parent).clone();
            let known = faults.len();
            let mut inner = inside(document, id.into(), scope, outer, &mut faults);
            for fault in &faults[known..] {
                inner.is_faulty |= fault.affects_matching();
            }
            all.scopes.push(inner);
        }
        (all, faults)
    }

    /// Returns the inherited scope of a scope, or the root for `None`.
    pub(crate) fn get(&self, scope: Option<ScopeId>) -> &InheritedScope<'a> {
        scope.map_or(&self.root, |scope| &self.scopes[scope.index()])
    }

    /// Returns every scope, in the order of the document.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (NodeId, &InheritedScope<'a>)> {
        self.scopes.iter().enumerate().map(|(index, scope)| (ScopeId::new(index).into(), scope))
    }
}

/// Combines a scope with the scopes around it.
fn inside<'a>(
    document: &Document<'_>,
    node: NodeId,
    scope: &'a Scope<'_>,
    outer: InheritedScope<'a>,
    faults: &mut Vec<Fault>,
) -> InheritedScope<'a> {
    let mut inner = outer;
    if !scope.doc.is_empty() {
        inner.doc = &scope.doc;
    }
    match &scope.kind {
        ScopeKind::Group(None) => {}
        ScopeKind::Group(Some(prefix)) => match check_prefix(prefix) {
            Ok(()) => inner.prefix += prefix,
            Err(fault) => {
                let mut found = vec![fault];
                suggestion::refine(prefix, &scope.conditions, &mut found);
                faults.extend(found.into_iter().map(|fault| fault.at(node, Field::Source)));
            }
        },
        ScopeKind::Default => {
            let own =
                options::scope_options(node, OptionPlacement::Default, &scope.options, faults);
            inner.options = own.or(&inner.options).into();
        }
        ScopeKind::Include(_) => {
            let own =
                options::scope_options(node, OptionPlacement::Include, &scope.options, faults);
            inner.options = own.or(&inner.options.site_options()).into();
        }
    }
    for condition in condition::lower(document, node, &scope.conditions, Some(&[]), faults) {
        if let Some(name) = repeated_capture(&inner.conditions, &condition) {
            let field = Field::ConditionValue(condition.index, 0);
            let kind = FaultKind::Text(TextFault::DuplicateCapture(name.into()));
            faults.push(Fault::new(node, field, kind));
        }
        inner.conditions.push(condition);
    }
    inner
}

/// Returns the name of the first capture that a condition and an outer one both declare.
fn repeated_capture<'c>(outer: &[ScopedCondition], inner: &'c ScopedCondition) -> Option<&'c str> {
    for Capture { name, .. } in &inner.condition.captures {
        for outer in outer {
            if capture_index(&outer.condition.captures, name).is_some() {
                return Some(name);
            }
        }
    }
    None
}
