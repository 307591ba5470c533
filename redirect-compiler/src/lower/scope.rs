//! The prefixes, conditions and options that rules inherit from the scopes around them.

use std::sync::Arc;

use crate::diagnostic::kind::{FaultKind, LanguagesFault, OptionFault, TextFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::canonical;
use crate::lower::canonical::Canonical;
use crate::lower::condition::captured_value::number_captures;
use crate::lower::condition::{self, ScopedCondition};
use crate::lower::foreign_syntax;
use crate::lower::language::LanguagesInScope;
use crate::lower::options::{self, Options};
use crate::lower::pattern::{Capture, capture_index};
use crate::lower::response_field::check_unset;
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
    /// The languages of the site.
    pub(crate) languages: LanguagesInScope,
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
        let mut root = InheritedScope::default();
        if document.scopes.iter().any(|scope| languages_setting(scope).is_some()) {
            root.languages = LanguagesInScope::DeclaredLater;
        }
        let mut all = InheritedScopes { root, scopes };
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

    /// Returns the canonical URLs of the site.
    pub(crate) fn canonical(&self, document: &Document<'_>) -> Option<&Canonical> {
        let is_canonical =
            |id: &ScopeId| matches!(document.scope(*id).kind, ScopeKind::Canonical(_));
        let scope = document.scope_ids().find(is_canonical)?;
        self.get(Some(scope)).options.canonical.as_deref()
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
        ScopeKind::Group(Some(prefix)) => {
            let form = inner.options.canonical_form();
            let fault = foreign_syntax::in_prefix(prefix)
                .or_else(|| check_prefix(prefix).err())
                .or_else(|| canonical::check_source(&inner.prefix, prefix, form));
            if let Some(fault) = fault {
                let mut found = vec![fault];
                suggestion::refine(prefix, &scope.conditions, &mut found);
                faults.extend(found.into_iter().map(|fault| fault.at(node, Field::Source)));
            } else {
                inner.prefix += prefix;
            }
        }
        ScopeKind::Default => {
            let own =
                options::scope_options(node, OptionPlacement::Default, &scope.options, faults);
            check_unset(node, &scope.options, &own.fields, &inner.options.fields, faults);
            if let Some(list) = &own.languages {
                if let Some(fault) = misplaced_languages(document, scope, &inner) {
                    let field = Field::Option(languages_setting(scope).unwrap_or_default());
                    let kind = FaultKind::Option(OptionFault::Languages(fault));
                    faults.push(Fault::new(node, field, kind));
                }
                inner.languages = LanguagesInScope::Declared(list.clone());
            } else if languages_setting(scope).is_some() {
                // The list is declared, but unknown.
                inner.languages = LanguagesInScope::Undeclared;
            }
            inner.options = own.or(&inner.options).into();
        }
        ScopeKind::Include(_) => {
            let own =
                options::scope_options(node, OptionPlacement::Include, &scope.options, faults);
            let outer = inner.options.site_options();
            check_unset(node, &scope.options, &own.fields, &outer.fields, faults);
            inner.options = own.or(&outer).into();
        }
        ScopeKind::Canonical(status) => {
            let own =
                options::scope_options(node, OptionPlacement::Canonical, &scope.options, faults);
            inner.options =
                canonical::lower(document, node, status, own, &inner.options, faults).into();
        }
    }
    canonical::check_options(document, node, inner.options.canonical.as_deref(), faults);
    let (outer, languages) = (&inner.conditions, &inner.languages);
    let lowered = condition::lower(document, node, outer, Some(&[]), languages, faults);
    // Without one of its conditions, its rules would match more requests.
    inner.is_faulty |= lowered.len() < scope.conditions.len();
    for condition in lowered {
        if let Some(name) = repeated_capture(&inner.conditions, &condition) {
            let field = Field::ConditionValue(condition.index, 0);
            let kind = FaultKind::Text(TextFault::DuplicateCapture(name.into()));
            faults.push(Fault::new(node, field, kind));
        }
        inner.conditions.push(condition);
    }
    number_captures(0, &mut inner.conditions);
    inner
}

/// Returns the index of the option `languages` of a `default`.
fn languages_setting(scope: &Scope<'_>) -> Option<usize> {
    if scope.kind != ScopeKind::Default {
        return None;
    }
    scope.options.iter().position(|setting| setting.name == "languages")
}

/// Reports `languages` below the top level, or after another one.
fn misplaced_languages(
    document: &Document<'_>,
    scope: &Scope<'_>,
    outer: &InheritedScope<'_>,
) -> Option<LanguagesFault> {
    let mut parent = scope.parent;
    while let Some(id) = parent {
        let around = document.scope(id);
        if !matches!(around.kind, ScopeKind::Default | ScopeKind::Canonical(_)) {
            return Some(LanguagesFault::InGroup);
        }
        parent = around.parent;
    }
    matches!(outer.languages, LanguagesInScope::Declared(_)).then_some(LanguagesFault::Twice)
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
