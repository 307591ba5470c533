//! The rows of the faults of texts in which captures can be written.

use crate::diagnostic::kind::{ForeignFix, Suggestion, TextFault};
use crate::diagnostic::render::{Description, Note, Written, list, quoted};
use crate::diagnostic::{FaultName, Field};
use crate::syntax::braces::is_name;
use redirect_core::internals::charset::encoded;

/// Returns the row of a fault. Its name depends on the field with the text.
pub(super) fn describe(fault: &TextFault, field: Field, written: &Written) -> Description {
    let name = match field {
        Field::Source => FaultName::BadSource,
        Field::ConditionValue(..) => FaultName::BadCondition,
        Field::File
        | Field::Format
        | Field::Method(_)
        | Field::Name
        | Field::Condition(_)
        | Field::Status
        | Field::Target
        | Field::Option(_)
        | Field::Value(_)
        | Field::ListValue(..)
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
            .help(if text.contains("{*}") {
                "add a name, as in `{*name}`"
            } else {
                "add a name, as in `{name}`"
            }),
        TextFault::UnclosedShape => row(format!("unclosed capture in {noun} `{text}`"))
            .note(Note::Preceding)
            .note(Note::Text("no `}` follows its regular expression".into()))
            .help("close each `[` and `{` of the regular expression; escaped ones do not count"),
        TextFault::CaptureName(text) => {
            row(format!("`{text}` is not a valid capture name")).help(name_suggestion(text))
        }
        TextFault::ReservedName(text) => row(format!(
            "`{text}` is reserved and cannot be the name of a capture"
        ))
        .help(match &text[..] {
            "_" => "write `{rest}`, or use any other name".into(),
            text => {
                format!("write `{{{}_name}}`, or use any other name", text.to_ascii_lowercase())
            }
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
        TextFault::ForeignSyntax { text, fix } => {
            foreign(format!("`{text}` is literal text, not a capture"), fix)
        }
        TextFault::ForeignCapture { text, fix } => {
            foreign(format!("`{text}` is not a valid capture"), fix)
        }
        TextFault::ForeignSigil { sigil, capture, fix } => {
            foreign(format!("`{sigil}` before `{capture}` is literal text"), fix)
        }
        TextFault::TypeName { text, shape, fix } => {
            foreign(format!("`{text}` matches only the text `{shape}`"), fix)
                .note(Note::Text("the shape of a capture is a regular expression".into()))
        }
        TextFault::OptionalShape { text, fix } => {
            foreign(format!("the `?` in `{text}` applies only to the letter before it"), fix)
                .note(Note::Text("the shape of a capture is a regular expression".into()))
        }
        TextFault::PartialCapture { capture, literal } => Description::new(
            FaultName::ForeignSyntax,
            format!(
                "`{capture}` is literal text: only a whole segment is a capture in this format"
            ),
        )
        .help(format!(
            "write `{literal}` for the literal text, or declare the rule in `redirects!`"
        )),
        TextFault::RegexInPlainText(text) => Description::new(
            FaultName::ForeignSyntax,
            format!("`{text}` is literal text in this format"),
        )
        .note(Note::Text("this format has no regular expressions".into()))
        .help("declare the rule in `redirects!`, or percent-encode the first character")
        .allowable(),
    }
}

fn foreign(message: String, fix: &ForeignFix) -> Description {
    Description::new(FaultName::ForeignSyntax, message).help(foreign_help(fix))
}

/// Returns the help for a text in the syntax of another language.
pub(super) fn foreign_help(fix: &ForeignFix) -> String {
    let ForeignFix { suggestion, literal, known } = fix;
    let literally = |verb: &str| match literal {
        Some(literal) => format!(", or {verb}`{literal}` for the literal text"),
        None => String::new(),
    };
    match (suggestion, known.as_deref()) {
        (Some(Suggestion::Text(text)), _) => format!("write `{text}`{}", literally("")),
        (Some(Suggestion::Two(without, with)), _) => {
            format!("use two rules, for `{without}` and `{with}`{}", literally("write "))
        }
        (None, Some([])) => match literal {
            Some(literal) => {
                format!("write `{literal}` for the literal text, or add a capture to the source")
            }
            None => "add a capture to the source, as in `/{name}`, and use it by its name".into(),
        },
        (None, Some(known)) => {
            let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
            format!("use {}{}", list(&quoted(&known), "or"), literally("write "))
        }
        (None, None) => {
            let captures = "use `{name}` for one segment, `{name?}` for one that may be missing, \
                            and `{*name}` for the rest of the path";
            format!("{captures}{}", literally("write "))
        }
    }
}

/// Suggests an edit for braces that contain no valid name.
fn name_suggestion(inside: &str) -> String {
    let inside = inside.trim();
    let (star, name) = match inside.strip_prefix('*') {
        Some(name) => ("*", name.trim_matches('*').trim()),
        None => ("", inside.trim_end_matches('*')),
    };
    if let Some(domain) =
        name.strip_prefix('.').filter(|name| is_name(&name.replace(['.', '-'], "_")))
    {
        return format!("write `{{{star}sub}}.{domain}`");
    }
    let star = if inside.contains('*') { "*" } else { star };
    let valid = name.replace('-', "_");
    if is_name(&valid) {
        return format!("write `{{{star}{valid}}}`");
    }
    if name.split_once('=').is_some_and(|(name, _)| is_name(name.trim_end_matches('?'))) {
        return "use two rules, with and without the segment: captures have no default".into();
    }
    if name.contains(['|', ':']) {
        return "use only a name in the braces".into();
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
