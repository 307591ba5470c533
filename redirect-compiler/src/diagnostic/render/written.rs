//! The text that the author has written, as messages quote it.

use std::borrow::Cow;

use crate::diagnostic::render::constants_in::redacted;
use crate::diagnostic::{Fault, Field};
use crate::syntax::document::{Document, ScopeKind};
use crate::syntax::ids::NodeId;
use crate::syntax::rule::SettingValue;

/// The longest text that is quoted in full, in characters.
const MAX_QUOTED: usize = 100;

/// The text of a faulty field, for messages to quote.
#[derive(Clone, Default, Debug)]
pub(crate) struct Written {
    /// The word for a text of this kind, such as "source".
    pub(crate) noun: &'static str,
    /// The text of the field; empty if it is unknown.
    pub(crate) text: String,
    /// The source of the rule, with the prefixes of its groups, or the URL of the assertion; empty
    /// for other nodes.
    pub(crate) source: String,
}

impl Written {
    /// Returns the text of the field with a fault.
    pub(crate) fn new(fault: &Fault, document: &Document<'_>) -> Written {
        let text = field_text(fault.node, fault.field, document).unwrap_or_default();
        let source = match fault.node {
            NodeId::Rule(rule) => document.source(rule),
            NodeId::Assertion(assertion) => document.assertion(assertion).url[..].into(),
            NodeId::Scope(_) | NodeId::Line(_) | NodeId::Constant(_) => "".into(),
        };
        Written {
            noun: noun(fault.node, fault.field),
            text: quotable(&redacted(&text, document)),
            source: quotable(&redacted(&source, document)),
        }
    }
}

/// Truncates a long text.
pub(super) fn quotable(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}

fn noun(node: NodeId, field: Field) -> &'static str {
    match (field, node) {
        (Field::Source, NodeId::Scope(_)) => "prefix",
        (Field::Source, NodeId::Assertion(_)) => "URL",
        (Field::Source, NodeId::Rule(_) | NodeId::Line(_) | NodeId::Constant(_)) => "source",
        (Field::Name, _) => "name",
        (Field::ConditionValue(..) | Field::Value(_) | Field::ListValue(..), _) => "value",
        (Field::Target, _) => "target",
        (Field::Condition(_), _) => "condition",
        (Field::Status, _) => "status",
        (Field::Method(_), _) => "method",
        (Field::Option(_), _) => "option",
        (Field::Allow(_), _) => "lint",
        (Field::File, _) => "file",
        (Field::Format, _) => "format",
    }
}

/// Returns the text of a field of a node.
pub(super) fn field_text<'d>(
    node: NodeId,
    field: Field,
    document: &'d Document<'_>,
) -> Option<Cow<'d, str>> {
    let text = match (field, node) {
        (Field::Condition(index), _) => {
            return Some(document.conditions(node).get(index)?.to_string().into());
        }
        (Field::ConditionValue(condition, value), _) => {
            document.conditions(node).get(condition)?.values.get(value)?
        }
        (Field::Value(index), _) => match &document.options(node).get(index)?.value {
            SettingValue::Text(text) => text,
            SettingValue::Word(_) | SettingValue::List(_) => return None,
        },
        (Field::ListValue(index, value), _) => match &document.options(node).get(index)?.value {
            SettingValue::List(values) => values.get(value)?,
            SettingValue::Word(_) | SettingValue::Text(_) => return None,
        },
        (Field::Allow(index), _) => document.allows(node).get(index)?,
        (Field::Method(index), NodeId::Rule(id)) => document.rule(id).methods.get(index)?,
        (Field::Method(_), NodeId::Assertion(id)) => document.assertion(id).method.as_ref()?,
        (Field::Source, NodeId::Rule(id)) => &document.rule(id).source,
        (Field::Source, NodeId::Assertion(id)) => &document.assertion(id).url,
        (Field::Source, NodeId::Scope(id)) => match &document.scope(id).kind {
            ScopeKind::Group(prefix) => prefix.as_ref()?,
            ScopeKind::Default | ScopeKind::Include(_) | ScopeKind::Canonical(_) => return None,
        },
        (Field::Status, NodeId::Scope(id)) => match &document.scope(id).kind {
            ScopeKind::Canonical(status) => status,
            ScopeKind::Default | ScopeKind::Group(_) | ScopeKind::Include(_) => return None,
        },
        (Field::Status, NodeId::Rule(id)) => &document.rule(id).status,
        (Field::Status, NodeId::Assertion(id)) => &document.assertion(id).status,
        (Field::Target, NodeId::Rule(id)) => document.rule(id).target.as_ref()?,
        (Field::Target, NodeId::Assertion(id)) => document.assertion(id).location.as_ref()?,
        (
            Field::File
            | Field::Format
            | Field::Method(_)
            | Field::Name
            | Field::Source
            | Field::Status
            | Field::Target
            | Field::Option(_),
            _,
        ) => return None,
    };
    Some(text[..].into())
}
