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
        TextFault::UnclosedBrace => Description::new(name, "this brace is never closed")
            .note(Note::Preceding)
            .help("a capture is written `{name}`, and a literal brace `{{`"),
        TextFault::UnopenedBrace => Description::new(name, "this brace was never opened")
            .note(Note::Preceding)
            .help("a capture is written `{name}`, and a literal brace `}}`"),
        TextFault::UnnamedCapture => {
            Description::new(name, "a capture needs a name").help("write `{name}`")
        }
        TextFault::UnclosedShape => {
            Description::new(name, "nothing closes this capture behind its shape")
                .note(Note::Preceding)
                .help("close each `[` and `{` of the shape; behind a backslash neither counts")
        }
        TextFault::CaptureName(text) => {
            Description::new(name, format!("`{text}` cannot be the name of a capture"))
                .help(name_suggestion(text))
        }
        TextFault::ReservedName(text) => {
            Description::new(name, format!("`{text}` is reserved and cannot name a capture")).help(
                match &text[..] {
                    "_" => "write `{rest}`, or any other name".into(),
                    text => format!("write `{{{text}_name}}`, or any other name"),
                },
            )
        }
        TextFault::DuplicateCapture(text) => {
            Description::new(name, format!("the rule has two captures named `{text}`"))
                .help(format!("write `{{{text}2}}` for the second"))
        }
        TextFault::AdjacentCaptures => {
            Description::new(name, "nothing says where one capture ends and the next begins")
                .help("write some text between them, such as `/` or `-`")
        }
        TextFault::SecondCatchAll => Description::new(name, "a source has at most one `{*name}`")
            .help("write `{name}` for what is one segment"),
        TextFault::Whitespace(char) => Description::new(name, "no URL has a space in it")
            .note(Note::Preceding)
            .help(format!("write `{}`", percent_encoded(*char))),
        TextFault::ControlCharacter(char) => {
            Description::new(name, "no URL has a control character in it")
                .note(Note::Preceding)
                .help(format!("write `{}`", percent_encoded(*char)))
        }
        TextFault::PercentEncoding => {
            Description::new(name, "`%` is not followed by two hexadecimal digits")
                .note(Note::Preceding)
                .help("a percent sign itself is written `%25`")
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
        return "a capture has no format: write its name alone".into();
    }
    if name.ends_with('?') {
        return "no capture is optional: write two rules".into();
    }
    if name.contains('-') {
        return format!("write `{{{}}}`", name.replace('-', "_"));
    }
    if name.len() < inside.len() {
        return format!("write `{{{name}}}`");
    }
    "a name is a letter or `_`, then letters, digits and `_`, all of them ASCII".into()
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
