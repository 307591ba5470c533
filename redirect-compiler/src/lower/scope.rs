//! What a rule stands in: prefixes, conditions and options of the scopes around it.

use std::sync::Arc;

use crate::diagnostic::kind::{FaultKind, TextFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::condition::{Guarded, conditions};
use crate::lower::options;
use crate::lower::options::{On, Options};
use crate::lower::source::prefix;
use crate::syntax::document::{Document, NodeId, Scope, ScopeKind};

/// What a scope and those around it give to a rule.
#[derive(Clone, Default, Debug)]
pub(crate) struct InheritedScope<'a> {
    /// The prefixes, as they are written.
    pub(crate) prefix: String,
    /// The conditions, from the outermost scope to the innermost.
    pub(crate) conditions: Vec<Guarded>,
    pub(crate) options: Arc<Options>,
    /// The doc comment on the innermost scope that has one.
    pub(crate) doc: &'a str,
    /// One of the scopes could not be read.
    pub(crate) is_faulty: bool,
}

/// What each scope gives, in the order of the document; what is wrong with one goes to `faults`.
pub(crate) fn inherited<'a>(
    document: &'a Document<'_>,
    faults: &mut Vec<Fault>,
) -> Vec<InheritedScope<'a>> {
    let mut all: Vec<InheritedScope<'_>> = Vec::with_capacity(document.scopes.len());
    for (index, scope) in document.scopes.iter().enumerate() {
        let outer = scope.parent.and_then(|parent| all.get(parent)).cloned().unwrap_or_default();
        let known = faults.len();
        let mut inner = inside(NodeId::Scope(index), scope, outer, faults);
        inner.is_faulty |= faults[known..].iter().any(Fault::is_in_guard);
        all.push(inner);
    }
    all
}

fn inside<'a>(
    item: NodeId,
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
        ScopeKind::Group(Some(path)) => match prefix(path) {
            Ok(()) => inner.prefix += path,
            Err(fault) => faults.push(fault.at(item, Field::Source)),
        },
        ScopeKind::Default => {
            let own = options::read(item, On::Default, &scope.options, |_| Ok(()), faults);
            inner.options = own.or(&inner.options).into();
        }
        ScopeKind::Include(_) => {
            let own = options::read(item, On::Include, &scope.options, |_| Ok(()), faults);
            inner.options = own.or(&inner.options.of_site()).into();
        }
    }
    for guarded in conditions(item, &scope.conditions, Some(&[]), faults) {
        faults.extend(captured_twice(&inner.conditions, &guarded));
        inner.conditions.push(guarded);
    }
    inner
}

fn captured_twice(outer: &[Guarded], guarded: &Guarded) -> Option<Fault> {
    let mut known = outer.iter().flat_map(|outer| &outer.condition.captures);
    let mut is_known = |name: &str| known.any(|known| known.name == name);
    let mut names = guarded.condition.captures.iter().map(|capture| &capture.name);
    let twice = names.find(|name| is_known(name))?.clone();
    let part = Field::ConditionValue(guarded.number, 0);
    Some(Fault::new(guarded.item, part, FaultKind::Text(TextFault::DuplicateCapture(twice))))
}
