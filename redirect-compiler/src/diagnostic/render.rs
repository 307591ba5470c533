//! The text of each fault: the only place with the words.
//!
//! A fault is one complete sentence, in lower case and without a full stop, that can be understood
//! alone. What belongs to it follows in lines: `note:` where another rule is, `help:` what to
//! write instead, and last the name of the fault.

pub(crate) mod allow;
pub(crate) mod assert;
pub(crate) mod condition;
pub(crate) mod file;
pub(crate) mod help;
pub(crate) mod limit;
pub(crate) mod line;
pub(crate) mod message;
pub(crate) mod option;
pub(crate) mod proof;
pub(crate) mod shape;

use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::render::help::help;
use crate::diagnostic::render::message::message;
use crate::diagnostic::{Fault, Field};
use crate::syntax::document::{Document, NodeId, ScopeKind};
use crate::syntax::rule::Dialect;

pub(crate) fn of(fault: &Fault, document: &Document<'_>) -> String {
    let name = fault.name();
    let dialect = document.dialect(fault.item);
    let accepted = accepting(fault, document)
        .map_or_else(String::new, |place| format!("; `#[allow({name})]` on {place} accepts it"));
    let lines = [
        Some(message(&fault.kind)),
        note(fault, document).map(|note| format!("note: {}", spelt(note, dialect))),
        help(&fault.kind).map(|help| format!("help: {}", spelt(help, dialect))),
        Some(format!("note: this is `{name}`{accepted}")),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// What an `#[allow]` could stand on: a file has no attributes, so that nothing in one that is read
/// by itself can be accepted.
fn accepting(fault: &Fault, document: &Document<'_>) -> Option<&'static str> {
    if !fault.can_be_allowed() {
        return None;
    }
    match document.dialect(fault.item) {
        Dialect::Macro => Some("the rule"),
        Dialect::Netlify | Dialect::Columns => {
            document.include_of(fault.item).map(|_| "the `include`")
        }
    }
}

/// The text with captures as the file has them: with a colon, where the macro has braces.
fn spelt(text: String, dialect: Dialect) -> String {
    match dialect {
        Dialect::Netlify => text
            .replace("{*splat}", "*")
            .replace("{splat}", ":splat")
            .replace('{', ":")
            .replace('}', ""),
        Dialect::Macro | Dialect::Columns => text,
    }
}

fn note(fault: &Fault, document: &Document<'_>) -> Option<String> {
    match &fault.kind {
        FaultKind::Duplicate { of, .. } => {
            let place = document.rules.get(*of)?.place;
            (place.line() > 0).then(|| format!("the earlier rule is at {place}"))
        }
        FaultKind::UnknownCapture { known, .. } if !known.is_empty() => {
            let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
            Some(format!("it has {}", listed(&known)))
        }
        FaultKind::Blank(_)
        | FaultKind::Control(_)
        | FaultKind::Percent
        | FaultKind::BraceUnclosed
        | FaultKind::ShapeUnclosed
        | FaultKind::BraceUnopened
        | FaultKind::TargetBackslash => before(fault, document),
        FaultKind::Shape(_) => inside(fault, document),
        FaultKind::Assert(bad) => assert::note(bad, document),
        FaultKind::Unreachable { .. } | FaultKind::Loop { .. } | FaultKind::Chain { .. } => {
            proof::note(&fault.kind, document)
        }
        _ => None,
    }
}

/// What stands before a single character that is wrong: the character cannot be underlined.
fn before(fault: &Fault, document: &Document<'_>) -> Option<String> {
    let text = text(fault, document)?;
    let before = text.get(..fault.range.start).filter(|before| !before.is_empty())?;
    Some(format!("it follows `{before}`"))
}

/// The part of an expression that is wrong, unless all of it is.
fn inside(fault: &Fault, document: &Document<'_>) -> Option<String> {
    let text = text(fault, document)?;
    let (before, wrong) = (text.get(..fault.range.start)?, text.get(fault.range.clone())?);
    let is_whole = before.ends_with(':') && text[fault.range.end..].starts_with('}');
    match wrong {
        _ if is_whole => None,
        "" if before.is_empty() => None,
        "" => Some(format!("it ends after `{before}`")),
        wrong => Some(format!("it is `{wrong}` behind `{before}`")),
    }
}

/// The text that a fault speaks of.
fn text<'s>(fault: &Fault, document: &'s Document<'_>) -> Option<&'s str> {
    match (fault.item, fault.part) {
        (item, Field::ConditionValue(condition, value)) => {
            document.conditions(item).get(condition)?.values.get(value).map(AsRef::as_ref)
        }
        (NodeId::Rule(rule), Field::Source) => Some(&document.rules.get(rule)?.source),
        (NodeId::Rule(rule), _) => document.rules.get(rule)?.target.as_deref(),
        (NodeId::Assert(assert), Field::Source) => Some(&document.asserts.get(assert)?.asked),
        (NodeId::Assert(assert), _) => document.asserts.get(assert)?.location.as_deref(),
        (NodeId::Scope(scope), _) => match &document.scopes.get(scope)?.kind {
            ScopeKind::Group(prefix) => prefix.as_deref(),
            ScopeKind::Default | ScopeKind::Include(_) => None,
        },
        (NodeId::Line(_), _) => None,
    }
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
