//! Which token a part of an item is.

use proc_macro2::{Ident, Span};
use redirect_compiler::Field;
use redirect_compiler::syntax::{Document, NodeId};
use syn::LitStr;

use crate::ast::{Assert, Condition, Rule, Scope, ScopeKind, Setting, Table, Word};

/// The tokens of a table, by the items of its document.
pub(crate) struct Tokens<'a> {
    table: &'a Table,
    /// The rules of the document; `None` for those of files.
    rules: Vec<Option<&'a Rule>>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(table: &'a Table, document: &Document<'_>) -> Tokens<'a> {
        let mut written = table.rules();
        let rules = (0..document.rules.len()).map(|index| {
            if document.include_of(NodeId::Rule(index)).is_some() { None } else { written.next() }
        });
        Tokens { table, rules: rules.collect() }
    }

    /// The rule of that number, if it is written in source.
    pub(crate) fn rule(&self, index: usize) -> Option<&'a Rule> {
        self.rules.get(index).copied().flatten()
    }

    /// The token that an error about a part of an item stands at.
    pub(crate) fn span(&self, item: NodeId, part: Field) -> Span {
        let parts = match item {
            NodeId::Rule(index) => self.rule(index).map(Parts::of_rule),
            NodeId::Scope(index) => self.table.scopes.get(index).map(Parts::of_scope),
            NodeId::Assert(index) => self.table.asserts.get(index).map(Parts::of_assert),
            NodeId::Line(_) => None,
        };
        parts.map_or_else(Span::call_site, |parts| parts.span(part))
    }
}

/// The tokens of an item, as far as it has them.
#[derive(Default)]
struct Parts<'a> {
    methods: &'a [Ident],
    source: Option<&'a LitStr>,
    conditions: &'a [Condition],
    format: Option<&'a Word>,
    status: Option<&'a Word>,
    target: Option<&'a LitStr>,
    options: &'a [Setting],
    allows: &'a [Word],
    /// What is underlined where there is no such part.
    first: Option<Span>,
}

impl<'a> Parts<'a> {
    fn of_rule(rule: &'a Rule) -> Parts<'a> {
        Parts {
            methods: &rule.methods,
            source: Some(&rule.source),
            conditions: &rule.conditions,
            status: Some(&rule.status),
            target: rule.target.as_ref(),
            options: &rule.options,
            allows: &rule.attributes.allows,
            ..Parts::default()
        }
    }

    fn of_scope(scope: &'a Scope) -> Parts<'a> {
        let (source, format) = match &scope.kind {
            ScopeKind::Default => (None, None),
            ScopeKind::Group(prefix) => (prefix.as_ref(), None),
            ScopeKind::Include { file, format } => (Some(file), format.as_ref()),
        };
        Parts {
            source,
            format,
            conditions: &scope.conditions,
            options: &scope.options,
            allows: &scope.attributes.allows,
            first: Some(scope.span),
            ..Parts::default()
        }
    }

    fn of_assert(assert: &'a Assert) -> Parts<'a> {
        Parts {
            methods: assert.method.as_slice(),
            source: Some(&assert.asked),
            conditions: &assert.with,
            status: Some(&assert.status),
            target: assert.location.as_ref(),
            ..Parts::default()
        }
    }

    fn span(&self, part: Field) -> Span {
        let setting = |index: usize| self.options.get(index);
        let condition = |index: usize| self.conditions.get(index);
        let found = match part {
            Field::Source | Field::File => self.source.map(LitStr::span),
            Field::Format => self.format.map(|format| format.span),
            Field::Condition(index) => condition(index).map(|condition| condition.subject.span),
            Field::ConditionValue(index, value) => {
                condition(index).and_then(|condition| condition.values.get(value)).map(LitStr::span)
            }
            Field::Status => self.status.map(|status| status.span),
            Field::Target => self.target.map(LitStr::span),
            Field::Method(index) => self.methods.get(index).map(Ident::span),
            Field::Option(index) => setting(index).map(|setting| setting.key.span),
            Field::Value(index) => setting(index).map(|setting| setting.value.span),
            Field::Allow(index) => self.allows.get(index).map(|name| name.span),
        };
        let source = || self.source.map(LitStr::span);
        found.or(self.first).or_else(source).unwrap_or_else(Span::call_site)
    }
}
