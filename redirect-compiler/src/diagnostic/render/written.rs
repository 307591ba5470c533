//! The text that the author has written, as messages quote it.

use std::borrow::Cow;

use crate::diagnostic::{Fault, Field};
use crate::syntax::document::{Document, ScopeKind};
use crate::syntax::ids::NodeId;

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
            NodeId::Scope(_) | NodeId::Line(_) => "".into(),
        };
        Written {
            noun: noun(fault.node, fault.field),
            text: quotable(&text),
            source: quotable(&source),
        }
    }
}

/// Escapes control characters, so that a text is on one line, and truncates a long text.
fn quotable(text: &str) -> String {
    let mut quotable = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        if index == MAX_QUOTED {
            quotable.push('…');
            break;
        }
        if character.is_control() {
            quotable.extend(character.escape_default());
        } else {
            quotable.push(character);
        }
    }
    quotable
}

fn noun(node: NodeId, field: Field) -> &'static str {
    match (field, node) {
        (Field::Source, NodeId::Scope(_)) => "prefix",
        (Field::Source, NodeId::Assertion(_)) => "URL",
        (Field::Source, NodeId::Rule(_) | NodeId::Line(_)) => "source",
        (Field::ConditionValue(..) | Field::Value(_), _) => "value",
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
        (Field::Allow(index), _) => document.allows(node).get(index)?,
        (Field::Method(index), NodeId::Rule(id)) => document.rule(id).methods.get(index)?,
        (Field::Method(_), NodeId::Assertion(id)) => document.assertion(id).method.as_ref()?,
        (Field::Source, NodeId::Rule(id)) => &document.rule(id).source,
        (Field::Source, NodeId::Assertion(id)) => &document.assertion(id).url,
        (Field::Source, NodeId::Scope(id)) => match &document.scope(id).kind {
            ScopeKind::Group(prefix) => prefix.as_ref()?,
            ScopeKind::Default | ScopeKind::Include(_) => return None,
        },
        (Field::Status, NodeId::Rule(id)) => &document.rule(id).status,
        (Field::Status, NodeId::Assertion(id)) => &document.assertion(id).status,
        (Field::Target, NodeId::Rule(id)) => document.rule(id).target.as_ref()?,
        (Field::Target, NodeId::Assertion(id)) => document.assertion(id).location.as_ref()?,
        (
            Field::File
            | Field::Format
            | Field::Method(_)
            | Field::Source
            | Field::Status
            | Field::Target
            | Field::Option(_)
            | Field::Value(_),
            _,
        ) => return None,
    };
    Some(text[..].into())
}
