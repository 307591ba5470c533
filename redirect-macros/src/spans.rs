//! A side table of a document: the spans of the nodes that come from the macro call.

use proc_macro2::Span;
use redirect_compiler::Field;
use redirect_compiler::syntax::{Document, NodeId, RuleId};
use syn::LitStr;

/// The spans of the nodes of a document.
#[derive(Default)]
pub(crate) struct Spans {
    /// The spans of the rules in the macro, in declaration order.
    pub(crate) rules: Vec<NodeSpans>,
    /// The identifiers of these rules, which differ from their indices here if rules of included
    /// files precede them.
    rule_ids: Vec<RuleId>,
    /// The spans of each scope.
    pub(crate) scopes: Vec<NodeSpans>,
    /// The spans of each assertion.
    pub(crate) assertions: Vec<NodeSpans>,
    /// The spans of each constant.
    pub(crate) constants: Vec<NodeSpans>,
}

/// The spans of the fields of a node.
pub(crate) struct NodeSpans {
    /// The span for faults in a field that the source does not contain.
    pub(crate) whole: Span,
    pub(crate) methods: Vec<Span>,
    /// The span of the source, the prefix, the file of an include, or the URL of an assertion.
    pub(crate) source: Option<Span>,
    pub(crate) conditions: Vec<ConditionSpans>,
    pub(crate) format: Option<Span>,
    pub(crate) status: Option<Span>,
    /// The literal of the target, which rustc checks as a format string.
    pub(crate) target: Option<LitStr>,
    pub(crate) options: Vec<OptionSpans>,
    pub(crate) allows: Vec<Span>,
}

pub(crate) struct ConditionSpans {
    pub(crate) subject: Span,
    pub(crate) values: Vec<Span>,
}

pub(crate) struct OptionSpans {
    pub(crate) key: Span,
    pub(crate) value: Span,
    /// The spans of the strings, if the value is a list.
    pub(crate) list: Vec<Span>,
}

impl Spans {
    /// Assigns identifiers to the rules. The document must already contain the rules of all files.
    pub(crate) fn assign_rule_ids(&mut self, document: &Document<'_>) {
        let is_in_macro = |rule: &RuleId| document.include_of(NodeId::Rule(*rule)).is_none();
        self.rule_ids = document.rule_ids().filter(is_in_macro).collect();
        debug_assert_eq!(self.rule_ids.len(), self.rules.len());
    }

    /// Returns the rules in the macro call, with their spans.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (RuleId, &NodeSpans)> {
        self.rule_ids.iter().copied().zip(&self.rules)
    }

    /// Returns the spans of a node, or `None` if the node is in an included file.
    pub(crate) fn node(&self, node: NodeId) -> Option<&NodeSpans> {
        match node {
            NodeId::Rule(id) => {
                let index = self.rule_ids.binary_search(&id).ok()?;
                Some(&self.rules[index])
            }
            NodeId::Scope(id) => Some(&self.scopes[id.index()]),
            NodeId::Assertion(id) => Some(&self.assertions[id.index()]),
            NodeId::Constant(id) => Some(&self.constants[id.index()]),
            NodeId::Line(_) => None,
        }
    }

    /// Returns the span of a field of a node.
    pub(crate) fn field(&self, node: NodeId, field: Field) -> Span {
        self.node(node).map_or_else(Span::call_site, |spans| spans.field(field))
    }
}

impl NodeSpans {
    /// Creates the spans of a node that has no fields yet.
    pub(crate) fn new(whole: Span) -> NodeSpans {
        NodeSpans {
            whole,
            methods: Vec::new(),
            source: None,
            conditions: Vec::new(),
            format: None,
            status: None,
            target: None,
            options: Vec::new(),
            allows: Vec::new(),
        }
    }

    fn field(&self, field: Field) -> Span {
        let condition = |index: usize| self.conditions.get(index);
        let option = |index: usize| self.options.get(index);
        let span = match field {
            Field::Source | Field::File => self.source,
            Field::Format => self.format,
            Field::Condition(index) => condition(index).map(|spans| spans.subject),
            Field::ConditionValue(index, value) => {
                condition(index).and_then(|spans| spans.values.get(value).copied())
            }
            Field::Name => option(0).map(|spans| spans.key),
            Field::Status => self.status,
            Field::Target => self.target.as_ref().map(LitStr::span),
            Field::Method(index) => self.methods.get(index).copied(),
            Field::Option(index) => option(index).map(|spans| spans.key),
            Field::Value(index) => option(index).map(|spans| spans.value),
            Field::ListValue(index, value) => {
                option(index).and_then(|spans| spans.list.get(value).copied())
            }
            Field::Allow(index) => self.allows.get(index).copied(),
        };
        span.unwrap_or(self.whole)
    }
}
