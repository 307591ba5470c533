//! The rows of the faults of conditions.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::ConditionFault;
use crate::diagnostic::render::{Description, Note, Words, Written, list, quoted};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message)
}

pub(super) fn describe(fault: &ConditionFault, written: &Written) -> Description {
    let text = &written.text;
    match fault {
        ConditionFault::UnknownSubject { name, nearest, known } => {
            row(format!("unknown condition `{name}`")).help(nearest.as_ref().map_or_else(
                || format!("use {}", list(&quoted(known), "or")),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        ConditionFault::CapturedByCondition { name, suggestion } => {
            row(format!("`{name}` is a capture of a condition, which conditions cannot compare"))
                .help(match suggestion {
                    Some(suggestion) => format!("write `{suggestion}`"),
                    None => "compare the value that it is captured from".into(),
                })
        }
        ConditionFault::UnexpectedArgument(subject) => {
            row(format!("`{subject}` does not take a name in brackets")).help("remove the brackets")
        }
        ConditionFault::MissingArgument(subject) => row(format!("missing name after `{subject}`"))
            .help(format!("add a name in brackets, as in `{subject}[\"name\"]`")),
        ConditionFault::FieldName(name) => {
            row(format!("`{name}` is not a valid header or cookie name"))
                .help("use only letters, digits and `-`")
        }
        ConditionFault::FieldValue(value) => {
            row(format!("no request can have the value `{value}`")).help(if value.trim() == value {
                "remove spaces, semicolons and control characters"
            } else {
                "remove the spaces around it"
            })
        }
        ConditionFault::HostValue(host) => {
            row(format!("`{host}` is not a valid host")).help(if host.contains('{') {
                "use a capture for a whole label, as in `{name}.example.com`, or `{*name}` for \
                 the first labels"
            } else {
                "use only the name of the host, without scheme, port or path"
            })
        }
        ConditionFault::SchemeValue(scheme) => {
            row(format!("`{scheme}` is not a valid scheme")).help("use `http` or `https`")
        }
        ConditionFault::LanguageValue(range) => {
            row(format!("`{range}` is not a valid language range"))
                .help("use a language tag, such as `de` or `de-AT`")
        }
        ConditionFault::AlwaysPresent(name) => row(format!("capture `{name}` always has a value"))
            .help(format!("compare it with a value, as in `{name} == \"en\"`")),
        ConditionFault::EmptyList => row(format!("`{text}` never matches: the list is empty"))
            .help("add a value between the brackets"),
        ConditionFault::CaptureNotAllowed => {
            row(format!("capture in `{text}`, in a condition that cannot have captures"))
                .help("use `==` with `host`, `header`, `cookie` or `query` to capture a value")
        }
        ConditionFault::NotAnAssignment => {
            row(format!("`with {text}` does not set a single value"))
                .help("use `==` and one value, as in `with language == \"fr\"`")
        }
        ConditionFault::Duplicate => {
            row(format!("duplicate condition `{text}`")).help("remove one of them")
        }
        ConditionFault::Unsatisfiable => row(format!(
            "unreachable rule: no request for `{}` meets all of its conditions",
            written.source
        ))
        .help("remove one of the conditions, or use a rule for each"),
        ConditionFault::Contradiction(other) => row(format!("`{text}` contradicts `{other}`"))
            .note(Note::Text("no request meets both conditions".into()))
            .help("remove one of them, or use a rule for each"),
    }
}
