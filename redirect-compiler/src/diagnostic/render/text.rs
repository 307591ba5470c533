//! The rows of the faults of texts in which captures can be written.

use crate::diagnostic::kind::TextFault;
use crate::diagnostic::render::{Description, Note, Written};
use crate::diagnostic::{FaultName, Field};
use redirect_core::internals::charset::encoded;

/// Returns the row of a fault. Its name depends on the field with the text.
pub(super) fn describe(fault: &TextFault, field: Field, written: &Written) -> Description {
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
    let row = |message: String| Description::new(name, message);
    let Written { noun, text, .. } = written;
    match fault {
        TextFault::UnclosedBrace => row(format!("unclosed `{{` in {noun} `{text}`"))
            .note(Note::Preceding)
            .help("add `}`, or use `{{` for a literal brace"),
        TextFault::UnopenedBrace => row(format!("unmatched `}}` in {noun} `{text}`"))
            .note(Note::Preceding)
            .help("remove it, or use `}}` for a literal brace"),
        TextFault::UnnamedCapture => row(format!("capture without a name in {noun} `{text}`"))
            .help("add a name, as in `{name}`"),
        TextFault::UnclosedShape => row(format!("unclosed capture in {noun} `{text}`"))
            .note(Note::Preceding)
            .note(Note::Text("no `}` follows its shape".into()))
            .help("close each `[` and `{` of the shape; escaped ones do not count"),
        TextFault::CaptureName(text) => {
            row(format!("`{text}` is not a valid capture name")).help(name_suggestion(text))
        }
        TextFault::ReservedName(text) => row(format!(
            "`{text}` is reserved and cannot be the name of a capture"
        ))
        .help(match &text[..] {
            "_" => "write `{rest}`, or use any other name".into(),
            text => format!("write `{{{text}_name}}`, or use any other name"),
        }),
        TextFault::DuplicateCapture(text) => row(format!("duplicate capture `{{{text}}}`"))
            .help(format!("write `{{{text}2}}` for the second")),
        TextFault::AdjacentCaptures => row(format!("adjacent captures in {noun} `{text}`"))
            .note(Note::Text("nothing determines where the first one ends".into()))
            .help("add text between them, such as `/` or `-`"),
        TextFault::SecondCatchAll => row(format!("more than one `{{*name}}` in {noun} `{text}`"))
            .help("use `{name}` for a single segment"),
        TextFault::Whitespace(char) => row(format!("unencoded space in {noun} `{text}`"))
            .note(Note::Preceding)
            .help(format!("write `{}`", percent_encoded(*char))),
        TextFault::ControlCharacter(char) => {
            row(format!("unencoded control character in {noun} `{text}`"))
                .note(Note::Preceding)
                .help(format!("write `{}`", percent_encoded(*char)))
        }
        TextFault::PercentEncoding => row(format!("invalid percent-encoding in {noun} `{text}`"))
            .note(Note::Preceding)
            .note(Note::Text("two hexadecimal digits must follow `%`".into()))
            .help("use `%25` for a percent sign"),
    }
}

/// Suggests an edit for braces that contain no valid name.
fn name_suggestion(inside: &str) -> String {
    let name = inside.trim();
    if name.contains('*') {
        return format!("write `{{*{}}}`", name.replace('*', ""));
    }
    if name.contains(':') {
        return "remove the colon and the text after it".into();
    }
    if name.ends_with('?') {
        return "use two rules: captures cannot be optional".into();
    }
    if name.contains('-') {
        return format!("write `{{{}}}`", name.replace('-', "_"));
    }
    if name.len() < inside.len() {
        return format!("write `{{{name}}}`");
    }
    "use only ASCII letters, digits and `_`, and no digit at the start".into()
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
