//! The text of faults.
//!
//! Each family of faults has a file, and each fault of it has one row: a [`Description`] with its
//! name, its message, its notes, its help, and whether it can be allowed. The message is lowercase,
//! has no full stop, and makes sense on its own. Notes give evidence, and the help is an edit. It
//! says "write" only before text that the author can copy.

mod allow;
mod analysis;
mod assertion;
mod condition;
mod constant;
mod constants_in;
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
mod written;

pub(crate) use written::Written;

use std::borrow::Cow;

use crate::diagnostic::escape::escaped;
use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::render::written::field_text;
use crate::diagnostic::{Fault, FaultName, Field};
use crate::syntax::braces::name_len;
use crate::syntax::document::Document;
use crate::syntax::ids::{NodeId, RuleId};
use crate::syntax::rule::Dialect;

/// A constant text, or one formatted for a fault.
type Words = Cow<'static, str>;

/// The row of a fault.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) name: FaultName,
    pub(crate) message: Words,
    pub(crate) notes: Vec<Note>,
    pub(crate) help: Option<Words>,
    /// True if `#[allow(…)]` silences the fault. Faults of one name may differ in this.
    pub(crate) is_allowable: bool,
}

/// Evidence for a fault. Its text may depend on the document.
#[derive(Debug)]
pub(crate) enum Note {
    Text(Words),
    /// The text before a faulty character, which cannot be underlined.
    Preceding,
    /// The faulty part of a regular expression. Omitted if it is the entire expression.
    Excerpt,
    /// A rule, with its source and its location, and a text after them.
    Rule {
        rule: RuleId,
        after: Words,
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

    /// Marks the fault as one that `#[allow(…)]` silences.
    fn allowable(self) -> Description {
        self.allowable_if(true)
    }

    fn allowable_if(self, is_allowable: bool) -> Description {
        Description { is_allowable, ..self }
    }
}

impl FaultKind {
    /// Returns the row of the fault in `field`, whose text is `written`.
    pub(crate) fn describe(&self, field: Field, written: &Written) -> Description {
        match self {
            FaultKind::Line(fault) => line::describe(fault),
            FaultKind::Include(fault) => include::describe(fault),
            FaultKind::Text(fault) => text::describe(fault, field, written),
            FaultKind::Source(fault) => source::describe(fault, written),
            FaultKind::Shape(fault) => shape::describe(fault),
            FaultKind::Target(fault) => target::describe(fault, written),
            FaultKind::Status(fault) => status::describe(fault),
            FaultKind::Method(fault) => method::describe(fault),
            FaultKind::Condition(fault) => condition::describe(fault, written),
            FaultKind::Option(fault) => option::describe(fault),
            FaultKind::Lint(fault) => lint::describe(fault, written),
            FaultKind::Analysis(fault) => analysis::describe(fault, written),
            FaultKind::Allow(fault) => allow::describe(fault),
            FaultKind::TooLarge(limit) => limit::describe(*limit, written),
            FaultKind::Assertion(fault) => assertion::describe(fault, written),
            FaultKind::Constant(fault) => constant::describe(fault),
        }
    }
}

/// Renders a fault: its message, then a line for each note and for the help, and last its name.
/// Control characters and the like are [`escaped`], whichever part of the message quotes them.
pub(crate) fn render(fault: &Fault, document: &Document<'_>) -> String {
    let description = fault.kind.describe(fault.field, &Written::new(fault, document));
    let Description { name, message, notes, help, is_allowable } = description;
    let dialect = match fault.node {
        // The text about a line that is not a rule quotes the line itself, or a rule for the macro.
        NodeId::Line(_) => Dialect::Macro,
        node
        @ (NodeId::Rule(_) | NodeId::Scope(_) | NodeId::Assertion(_) | NodeId::Constant(_)) => {
            document.dialect(node)
        }
    };
    let constants = constants_in::constants(fault, document);
    let is_confidential = constants.iter().any(|constant| constant.variable().is_some());
    let shown = |text: &str| {
        let text = constants_in::redacted(text, document);
        let text = if is_confidential {
            constants_in::without_parts(&text, &constants).into()
        } else {
            text
        };
        escaped(&in_dialect(&text, dialect)).into_owned()
    };
    let mut lines = vec![shown(&message)];
    let mut line = |label: &str, text: &str| lines.push(format!("{label}: {text}"));
    for note in &notes {
        // A part of a text with a variable would show a part of its value.
        let is_shown = !is_confidential || !matches!(note, Note::Preceding | Note::Excerpt);
        if let Some(note) = note.render(fault, document).filter(|_| is_shown) {
            line("note", &shown(&note));
        }
    }
    for constant in &constants {
        line("note", &escaped(&constants_in::note(constant)));
    }
    // The edit belongs to the value of the variable.
    if let Some(help) = help.filter(|_| !is_confidential) {
        line("help", &shown(&help));
    }
    let is_built = dialect == Dialect::Built;
    let identity = match (is_allowable, allowing_node(fault, document)) {
        (true, Some(node)) if is_built => {
            format!("lint `{name}`; `.allow(FaultName::{name:?})` on {node} silences it")
        }
        (true, Some(node)) => format!("lint `{name}`; `#[allow({name})]` on {node} silences it"),
        (true, None) => format!("lint `{name}`"),
        (false, _) => format!("error `{name}`"),
    };
    line("note", &identity);
    lines.join("\n")
}

/// Returns the node on which an `#[allow(…)]` silences a fault. A file that is read by itself has
/// no attributes, so nothing in it can be allowed.
fn allowing_node(fault: &Fault, document: &Document<'_>) -> Option<&'static str> {
    match document.dialect(fault.node) {
        Dialect::Macro | Dialect::Built => Some("the rule"),
        Dialect::Netlify | Dialect::Tsv => {
            let include = document.scope(document.include_of(fault.node)?).kind.include()?;
            (!include.file.is_empty()).then_some("the `include`")
        }
    }
}

/// Converts captures, which have braces in the macro, to the syntax of a dialect: `:slug` and `*`
/// in a `_redirects` file.
fn in_dialect(text: &str, dialect: Dialect) -> Cow<'_, str> {
    match dialect {
        Dialect::Macro | Dialect::Built | Dialect::Tsv => text.into(),
        Dialect::Netlify => with_colons(text).into(),
    }
}

/// Replaces `{*splat}` by `*`, other captures by their name after a colon, and a doubled brace by
/// a single one.
fn with_colons(text: &str) -> String {
    let (mut converted, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(brace) = rest.find(['{', '}']) {
        let (before, at_brace) = rest.split_at(brace);
        converted += before;
        let inside = at_brace[1..].trim_start_matches('*');
        let name = &inside[..name_len(inside)];
        let is_doubled = at_brace.starts_with("{{") || at_brace.starts_with("}}");
        match inside[name.len()..].strip_prefix('}') {
            Some(after) if at_brace.starts_with('{') && !name.is_empty() => {
                if at_brace.starts_with("{*splat") {
                    converted.push('*');
                } else {
                    converted.push(':');
                    converted += name;
                }
                rest = after;
            }
            _ => {
                converted += &at_brace[..1];
                rest = &at_brace[if is_doubled { 2 } else { 1 }..];
            }
        }
    }
    converted + rest
}

impl Note {
    fn render<'n>(&'n self, fault: &Fault, document: &Document<'_>) -> Option<Cow<'n, str>> {
        match self {
            Note::Text(text) => Some(text[..].into()),
            Note::Preceding => preceding(fault, document).map(Into::into),
            Note::Excerpt => excerpt(fault, document).map(Into::into),
            Note::Rule { rule, after } => {
                let source = document.source(*rule);
                let at = match location(*rule, document) {
                    Some(location) => format!(" at {location}"),
                    None if document.rule(*rule).dialect == Dialect::Built => {
                        format!(" (rule {})", rule.index())
                    }
                    None => String::new(),
                };
                Some(format!("`{source}`{at}{after}").into())
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
    let text = field_text(fault.node, fault.field, document)?;
    let before = text.get(..fault.range.start).filter(|before| !before.is_empty())?;
    Some(format!("found after `{before}`"))
}

fn excerpt(fault: &Fault, document: &Document<'_>) -> Option<String> {
    let text = field_text(fault.node, fault.field, document)?;
    let (before, excerpt) = (text.get(..fault.range.start)?, text.get(fault.range.clone())?);
    let is_whole = before.ends_with(':') && text[fault.range.end..].starts_with('}');
    match excerpt {
        _ if is_whole => None,
        "" if before.is_empty() => None,
        "" => Some(format!("found after `{before}`")),
        excerpt => Some(format!("found `{excerpt}` after `{before}`")),
    }
}

/// Returns a phrase for a `canonical` with an option.
fn canonical_with(option: &str) -> String {
    format!(
        "`canonical 308 {{ origin: \"https://example.com\", {option} }}` at the start of the table"
    )
}

/// Puts each item in backticks.
fn quoted<T: AsRef<str>>(items: &[T]) -> Vec<String> {
    let mut quoted = Vec::new();
    for item in items {
        quoted.push(format!("`{}`", item.as_ref()));
    }
    quoted
}

/// Joins items with commas, and with a word before the last one.
fn list(items: &[String], word: &str) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{list, quoted, with_colons};

    #[test]
    fn captures_are_converted_and_other_braces_kept() {
        for (text, converted) in [
            ("/a/{id}/{*splat}", "/a/:id/*"),
            ("/{*rest}-{a}", "/:rest-:a"),
            ("add `{ query: drop }`", "add `{ query: drop }`"),
            ("/a{{b}}", "/a{b}"),
            ("/{", "/{"),
        ] {
            assert_eq!(with_colons(text), converted, "{text}");
        }
    }

    #[test]
    fn lists_have_commas_and_a_word_before_the_last() {
        assert_eq!(list(&[], "and"), "");
        assert_eq!(list(&["a".into()], "and"), "a");
        assert_eq!(list(&["a".into(), "b".into()], "or"), "a or b");
        assert_eq!(list(&quoted(&["a", "b", "c"]), "and"), "`a`, `b` and `c`");
    }
}
