//! The rows of the faults of texts in which captures can be written.

use crate::diagnostic::kind::TextFault;
use crate::diagnostic::render::{Description, Note};
use crate::diagnostic::{FaultName, Field};
use redirect_core::internals::charset::encoded;

/// Returns the row of a fault, whose name is that of the field with the text.
pub(super) fn describe(fault: &TextFault, field: Field) -> Description {
    let name = match field {
        Field::Source => FaultName::BadSource,
        Field::ConditionValue(..) => FaultName::BadCondition,
        Field::File
        | Field::Format
        | Field::Method(_)
        | Field::Condition(_)
        | Field::Status
        | Field::Target
        | Field::Option(_)
        | Field::Value(_)
        | Field::Allow(_) => FaultName::BadTarget,
    };
    match fault {
        TextFault::UnclosedBrace => Description::new(name, "unclosed brace")
            .note(Note::Preceding)
            .help("write a capture as `{name}`, and a literal brace as `{{`"),
        TextFault::UnopenedBrace => Description::new(name, "unopened brace")
            .note(Note::Preceding)
            .help("write a capture as `{name}`, and a literal brace as `}}`"),
        TextFault::UnnamedCapture => {
            Description::new(name, "missing name of a capture").help("write `{name}`")
        }
        TextFault::UnclosedShape => {
            Description::new(name, "unclosed capture: no `}` follows its regular expression")
                .note(Note::Preceding)
                .help(
                    "close each `[` and `{` of the expression; after a backslash they \
                     do not count",
                )
        }
        TextFault::CaptureName(text) => {
            Description::new(name, format!("`{text}` is not a valid capture name"))
                .help(name_suggestion(text))
        }
        TextFault::ReservedName(text) => {
            Description::new(name, format!("the capture name `{text}` is reserved")).help(
                match &text[..] {
                    "_" => "write `{rest}`, or use any other name".into(),
                    text => format!("write `{{{text}_name}}`, or use any other name"),
                },
            )
        }
        TextFault::DuplicateCapture(text) => {
            Description::new(name, format!("duplicate capture `{text}`"))
                .help(format!("write `{{{text}2}}`, or use any other name"))
        }
        TextFault::AdjacentCaptures => Description::new(
            name,
            "adjacent captures: it is ambiguous where one ends and the next starts",
        )
        .help("add text between them, such as `/` or `-`"),
        TextFault::SecondCatchAll => {
            Description::new(name, "a source cannot have more than one `{*name}`")
                .help("use `{name}` for a single segment")
        }
        TextFault::Whitespace(char) => Description::new(name, "URLs cannot contain spaces")
            .note(Note::Preceding)
            .help(format!("write `{}`", percent_encoded(*char))),
        TextFault::ControlCharacter(char) => {
            Description::new(name, "URLs cannot contain control characters")
                .note(Note::Preceding)
                .help(format!("write `{}`", percent_encoded(*char)))
        }
        TextFault::PercentEncoding => {
            Description::new(name, "`%` is not followed by two hexadecimal digits")
                .note(Note::Preceding)
                .help("write a literal percent sign as `%25`")
        }
    }
}

/// Suggests what to write in place of braces that contain no name.
fn name_suggestion(inside: &str) -> String {
    let name = inside.trim();
    if name.contains('*') {
        return format!("write `{{*{}}}`", name.replace('*', ""));
    }
    if name.contains(':') {
        return "use only the name of the capture: captures have no format".into();
    }
    if name.ends_with('?') {
        return "write two rules: captures cannot be optional".into();
    }
    if name.contains('-') {
        return format!("write `{{{}}}`", name.replace('-', "_"));
    }
    if name.len() < inside.len() {
        return format!("write `{{{name}}}`");
    }
    "a name consists of ASCII letters, digits and `_`, and does not \
     start with a digit"
        .into()
}

fn percent_encoded(character: char) -> String {
    let mut utf8 = [0; 4];
    let mut text = String::new();
    for byte in character.encode_utf8(&mut utf8).bytes() {
        for digit in &encoded(byte) {
            text.push(char::from(*digit));
        }
    }
    text
}
