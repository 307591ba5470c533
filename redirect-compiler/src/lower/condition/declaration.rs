//! Declarations of captures that are not known where a condition compares them.

use crate::diagnostic::kind::ConditionFault;
use crate::lower::braces::tokenize;
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{Condition, Operator};

/// Replaces the fault of an unknown subject if a later condition of the node captures it, and
/// returns all other faults as they are. Returns `None` if the subject may be a capture whose
/// declaration has a fault, which is reported instead.
pub(super) fn refine_unknown_subject(
    fault: ConditionFault,
    document: &Document<'_>,
    node: NodeId,
    index: usize,
    is_source_known: bool,
) -> Option<ConditionFault> {
    if !is_unknown_subject(&fault) {
        return Some(fault);
    }
    match declaration(document, node, index) {
        Declaration::Later(declaration) => {
            let name = document.conditions(node)[index].subject.to_string();
            Some(ConditionFault::CapturedLater { name, declaration })
        }
        Declaration::Faulty => None,
        Declaration::Missing => is_source_known.then_some(fault),
    }
}

fn is_unknown_subject(fault: &ConditionFault) -> bool {
    matches!(
        fault,
        ConditionFault::UnknownSubject { .. }
            | ConditionFault::SchemeSubject { .. }
            | ConditionFault::MethodSubject(_)
            | ConditionFault::PathSubject(_)
            | ConditionFault::PathExcluded(_)
    )
}

/// The declaration of a capture that is not known from the conditions before its use.
enum Declaration {
    /// A later condition of the same node declares it.
    Later(String),
    /// A condition declares it, but has a fault.
    Faulty,
    /// No condition declares it.
    Missing,
}

/// Returns the declaration of the subject of a condition.
fn declaration(document: &Document<'_>, node: NodeId, index: usize) -> Declaration {
    let own = document.conditions(node);
    let is_declaration = |condition: &&Condition<'_>| declares(condition, &own[index].subject);
    if let Some(later) = own[index + 1..].iter().find(is_declaration) {
        return match later.operator {
            Operator::Equal => Declaration::Later(later.to_string()),
            Operator::NotEqual | Operator::In | Operator::Present => Declaration::Faulty,
        };
    }
    let mut before = own[..index].iter();
    let mut scopes = document.scopes_around(node);
    let is_before = before.any(|condition| is_declaration(&condition))
        || scopes
            .any(|scope| document.conditions(scope.into()).iter().any(|it| is_declaration(&it)));
    if is_before { Declaration::Faulty } else { Declaration::Missing }
}

/// Returns whether a value of a condition contains a capture with a name.
fn declares(condition: &Condition<'_>, name: &str) -> bool {
    for value in &condition.values {
        for token in tokenize(value).unwrap_or_default() {
            if token.capture().is_some_and(|capture| capture.name == name) {
                return true;
            }
        }
    }
    false
}
