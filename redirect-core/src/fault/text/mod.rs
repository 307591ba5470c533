//! The text of each fault: the only place with the words.
//!
//! A fault is one complete sentence, in lower case and without a full stop, that can be understood
//! alone. What belongs to it follows in lines: `note:` where another rule is, `help:` what to
//! write instead, and last the name of the fault.

mod condition;
mod help;
mod message;

use super::{Fault, Kind, Part};
use crate::draft::{Dialect, Draft};
use help::help;
use message::message;

pub(super) fn of(fault: &Fault, drafts: &[Draft<'_>]) -> String {
    let name = fault.name();
    let dialect = drafts.get(fault.rule).map_or(Dialect::Netlify, |draft| draft.dialect);
    // A file has no attributes, so that nothing in it can be accepted.
    let accepted = if dialect == Dialect::Macro && fault.can_be_allowed() {
        format!("; `#[allow({name})]` on the rule accepts it")
    } else {
        String::new()
    };
    let lines = [
        Some(message(&fault.kind)),
        note(fault, drafts).map(|note| format!("note: {}", spelt(note, dialect))),
        help(&fault.kind).map(|help| format!("help: {}", spelt(help, dialect))),
        Some(format!("note: this is `{name}`{accepted}")),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The text with captures as the file has them: with a colon, where the macro has braces.
fn spelt(text: String, dialect: Dialect) -> String {
    match dialect {
        Dialect::Netlify => text.replace('{', ":").replace('}', ""),
        Dialect::Macro | Dialect::Columns => text,
    }
}

fn note(fault: &Fault, drafts: &[Draft<'_>]) -> Option<String> {
    match &fault.kind {
        Kind::Duplicate { of, .. } => {
            let place = drafts.get(*of)?.place;
            (place.line > 0).then(|| format!("the earlier rule is at {place}"))
        }
        Kind::UnknownCapture { known, .. } if !known.is_empty() => {
            let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
            Some(format!("it has {}", listed(&known)))
        }
        Kind::Blank(_)
        | Kind::Control(_)
        | Kind::Percent
        | Kind::BraceUnclosed
        | Kind::BraceUnopened
        | Kind::TargetBackslash => before(fault, drafts.get(fault.rule)?),
        _ => None,
    }
}

/// What stands before a single character that is wrong: the character cannot be underlined.
fn before(fault: &Fault, draft: &Draft<'_>) -> Option<String> {
    let text = match fault.part {
        Part::Source => &draft.source,
        _ => draft.target.as_ref()?,
    };
    let before = text.get(..fault.range.start).filter(|before| !before.is_empty())?;
    Some(format!("it follows `{before}`"))
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
