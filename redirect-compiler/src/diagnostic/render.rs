//! The text of faults.
//!
//! Each family of faults has a file, and each fault of it one row: a [`Description`] with its name,
//! its message, its notes, its help, and whether it can be allowed. The message is one sentence in
//! lower case, without a full stop, that can be understood alone.

mod allow;
mod analysis;
mod assertion;
mod condition;
mod include;
mod limit;
mod line;
mod lint;
mod method;
mod option;
mod shape;
mod source;
mod status;
mod target;
mod text;

use std::borrow::Cow;

use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::{Fault, FaultName, Field};
use crate::syntax::document::{Document, ScopeKind};
use crate::syntax::ids::{NodeId, RuleId};
use crate::syntax::rule::Dialect;

/// Text that is either constant or made for one fault.
type Words = Cow<'static, str>;

/// The row of a fault.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) name: FaultName,
    pub(crate) message: Words,
    pub(crate) notes: Vec<Note>,
    pub(crate) help: Option<Words>,
    /// True if `#[allow(…)]` accepts the fault. Faults of one name may differ in that.
    pub(crate) is_allowable: bool,
}

/// Evidence for a fault. Its text may depend on the document.
#[derive(Debug)]
pub(crate) enum Note {
    Text(Words),
    /// The text before a single faulty character, which cannot be underlined.
    Preceding,
    /// The faulty part of an expression, unless it is all of it.
    Excerpt,
    /// A rule, with its source and its location, between two texts.
    Rule {
        before: Words,
        rule: RuleId,
        after: &'static str,
    },
    /// The location of a rule, where it is known.
    Location {
        text: Words,
        rule: RuleId,
    },
}

impl Description {
    fn new(name: FaultName, message: impl Into<Words>) -> Description {
        let message = message.into();
        Description { name, message, notes: Vec::new(), help: None, is_allowable: false }
    }

    fn help(self, help: impl Into<Words>) -> Description {
        Description { help: Some(help.into()), ..self }
    }

    fn note(mut self, note: Note) -> Description {
        self.notes.push(note);
        self
    }

    fn notes(self, notes: Vec<Note>) -> Description {
        Description { notes, ..self }
    }

    /// Marks the fault as one that `#[allow(…)]` accepts.
    fn allowable(self) -> Description {
        self.allowable_if(true)
    }

    fn allowable_if(self, is_allowable: bool) -> Description {
        Description { is_allowable, ..self }
    }
}

impl FaultKind {
    /// Returns the row of the fault, which is one of that field.
    pub(crate) fn describe(&self, field: Field) -> Description {
        match self {
            FaultKind::Line(fault) => line::describe(fault),
            FaultKind::Include(fault) => include::describe(fault),
            FaultKind::Text(fault) => text::describe(fault, field),
            FaultKind::Source(fault) => source::describe(fault),
            FaultKind::Shape(fault) => shape::describe(fault),
            FaultKind::Target(fault) => target::describe(fault),
            FaultKind::Status(fault) => status::describe(fault),
            FaultKind::Method(fault) => method::describe(fault),
            FaultKind::Condition(fault) => condition::describe(fault),
            FaultKind::Option(fault) => option::describe(fault),
            FaultKind::Lint(fault) => lint::describe(fault),
            FaultKind::Analysis(fault) => analysis::describe(fault),
            FaultKind::Allow(fault) => allow::describe(fault),
            FaultKind::TooLarge(limit) => limit::describe(*limit),
            FaultKind::Assertion(fault) => assertion::describe(fault),
        }
    }
}

/// Renders a fault: its message, then a line for each note and for the help, and last its name.
pub(crate) fn render(fault: &Fault, document: &Document<'_>) -> String {
    let Description { name, message, notes, help, is_allowable } = fault.describe();
    let dialect = match fault.kind {
        // Its text is that of the line.
        FaultKind::Line(_) => Dialect::Macro,
        _ => document.dialect(fault.node),
    };
    let mut lines = vec![message.into_owned()];
    let mut line = |label: &str, text: &str| lines.push(format!("{label}: {text}"));
    for note in &notes {
        if let Some(note) = note.render(fault, document) {
            line("note", &in_dialect(&note, dialect));
        }
    }
    if let Some(help) = help {
        line("help", &in_dialect(&help, dialect));
    }
    let place = if is_allowable { allowing_place(fault, document) } else { None };
    let identity = match place {
        Some(place) => format!("lint `{name}`; `#[allow({name})]` on {place} silences it"),
        None if is_allowable => format!("lint `{name}`"),
        None => format!("error `{name}`"),
    };
    line("note", &identity);
    lines.join("\n")
}

/// Returns the place of an `#[allow(…)]` for a fault. A file that is read by itself has no
/// attributes, so that nothing in it can be allowed.
fn allowing_place(fault: &Fault, document: &Document<'_>) -> Option<&'static str> {
    match document.dialect(fault.node) {
        Dialect::Macro => Some("the rule"),
        Dialect::Netlify | Dialect::Tsv => {
            let include = document.scope(document.include_of(fault.node)?).kind.include()?;
            (!include.file.is_empty()).then_some("the `include`")
        }
    }
}

/// Writes captures as the dialect has them: with a colon in Netlify's, where the macro has braces.
fn in_dialect(text: &str, dialect: Dialect) -> Cow<'_, str> {
    match dialect {
        Dialect::Netlify => text
            .replace("{*splat}", "*")
            .replace("{splat}", ":splat")
            .replace('{', ":")
            .replace('}', "")
            .into(),
        Dialect::Macro | Dialect::Tsv => text.into(),
    }
}

impl Note {
    fn render<'n>(&'n self, fault: &Fault, document: &Document<'_>) -> Option<Cow<'n, str>> {
        match self {
            Note::Text(text) => Some(text[..].into()),
            Note::Preceding => preceding(fault, document).map(Into::into),
            Note::Excerpt => excerpt(fault, document).map(Into::into),
            Note::Rule { before, rule, after } => {
                let source = document.source(*rule);
                Some(match location(*rule, document) {
                    Some(location) => format!("{before}`{source}` at {location}{after}").into(),
                    None => format!("{before}`{source}`{after}").into(),
                })
            }
            Note::Location { text, rule } => {
                location(*rule, document).map(|location| format!("{text} {location}").into())
            }
        }
    }
}

/// Returns the location of a rule, if it is known.
fn location(rule: RuleId, document: &Document<'_>) -> Option<String> {
    document.rule(rule).source_location.map(|location| location.to_string())
}

fn preceding(fault: &Fault, document: &Document<'_>) -> Option<String> {
    let text = faulty_text(fault, document)?;
    let before = text.get(..fault.range.start).filter(|before| !before.is_empty())?;
    Some(format!("it follows `{before}`"))
}

fn excerpt(fault: &Fault, document: &Document<'_>) -> Option<String> {
    let text = faulty_text(fault, document)?;
    let (before, excerpt) = (text.get(..fault.range.start)?, text.get(fault.range.clone())?);
    let is_whole = before.ends_with(':') && text[fault.range.end..].starts_with('}');
    match excerpt {
        _ if is_whole => None,
        "" if before.is_empty() => None,
        "" => Some(format!("it ends after `{before}`")),
        excerpt => Some(format!("it is `{excerpt}` after `{before}`")),
    }
}

/// Returns the text of the faulty field.
fn faulty_text<'d>(fault: &Fault, document: &'d Document<'_>) -> Option<&'d str> {
    match (fault.node, fault.field) {
        (node, Field::ConditionValue(condition, value)) => {
            document.conditions(node).get(condition)?.values.get(value).map(AsRef::as_ref)
        }
        (NodeId::Rule(rule), Field::Source) => Some(&document.rule(rule).source),
        (NodeId::Rule(rule), _) => document.rule(rule).target.as_deref(),
        (NodeId::Assertion(id), Field::Source) => Some(&document.assertion(id).url),
        (NodeId::Assertion(id), _) => document.assertion(id).location.as_deref(),
        (NodeId::Scope(scope), _) => match &document.scope(scope).kind {
            ScopeKind::Group(prefix) => prefix.as_deref(),
            ScopeKind::Default | ScopeKind::Include(_) => None,
        },
        (NodeId::Line(_), _) => None,
    }
}

/// Puts each item in backticks.
fn quoted<T: AsRef<str>>(items: &[T]) -> Vec<String> {
    let mut quoted = Vec::new();
    for item in items {
        quoted.push(format!("`{}`", item.as_ref()));
    }
    quoted
}

/// Lists items as a sentence does: with commas, and with a word before the last.
fn list(items: &[String], word: &str) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{list, quoted};

    #[test]
    fn lists_have_commas_and_a_word_before_the_last() {
        assert_eq!(list(&[], "and"), "");
        assert_eq!(list(&["a".into()], "and"), "a");
        assert_eq!(list(&["a".into(), "b".into()], "or"), "a or b");
        assert_eq!(list(&quoted(&["a", "b", "c"]), "and"), "`a`, `b` and `c`");
    }
}
