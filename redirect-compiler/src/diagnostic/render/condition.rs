//! The rows of the faults of conditions.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::ConditionFault;
use crate::diagnostic::render::{Description, Words, list, quoted};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message)
}

pub(super) fn describe(fault: &ConditionFault) -> Description {
    match fault {
        ConditionFault::UnknownSubject { name, nearest, known } => row(format!(
            "`{name}` is nothing that a rule can ask for"
        ))
        .help(nearest.as_ref().map_or_else(
            || format!("write {}", list(&quoted(known), "or")),
            |nearest| format!("write `{nearest}`"),
        )),
        ConditionFault::CapturedByCondition { name, suggestion } => row(format!(
            "`{name}` is a capture of a condition, which cannot be compared yet"
        ))
        .help(match suggestion {
            Some(suggestion) => format!("write `{suggestion}`"),
            None => "compare the value that it is captured from".into(),
        }),
        ConditionFault::UnexpectedArgument(subject) => {
            row(format!("`{subject}` takes no name in brackets"))
                .help(format!("write `{subject}` alone"))
        }
        ConditionFault::MissingArgument(subject) => {
            row(format!("`{subject}` needs a name in brackets"))
                .help(format!("write `{subject}[\"name\"]`"))
        }
        ConditionFault::FieldName(name) => row(format!("`{name}` is no name of a field or cookie"))
            .help("a name is letters, digits and `-`, without blanks"),
        ConditionFault::FieldValue(value) => row(format!("no request has the value `{value}`"))
            .help("write the value without blanks around it"),
        ConditionFault::HostValue(host) => {
            row(format!("`{host}` is no host")).help(if host.contains('{') {
                "a capture is a whole label, as in `{name}.example.com`; `{*name}` is the first"
            } else {
                "write its name alone, without scheme, port and path"
            })
        }
        ConditionFault::SchemeValue(scheme) => {
            row(format!("`{scheme}` is no scheme of a request")).help("write `http` or `https`")
        }
        ConditionFault::LanguageValue(range) => row(format!("`{range}` is no range of languages"))
            .help("write a tag, such as `de` or `de-AT`"),
        ConditionFault::AlwaysPresent(name) => row(format!("the capture `{name}` is always there"))
            .help(format!("compare it, as in `{name} == \"en\"`")),
        ConditionFault::EmptyList => {
            row("nothing is in an empty list").help("write a value between the brackets")
        }
        ConditionFault::CaptureNotAllowed => row("this condition captures nothing")
            .help("captures stand behind `==`, for `host`, `header`, `cookie` and `query`"),
        ConditionFault::NotAnAssignment => row("a `with` sets what the request says to one value")
            .help("write `with language == \"fr\"`"),
        ConditionFault::Duplicate => row("this condition is there twice").help("leave one out"),
        ConditionFault::Unsatisfiable => row("no request meets all conditions of this rule")
            .help("leave one of them out, or write two rules"),
        ConditionFault::Contradiction(other) => row(format!("no request meets this and `{other}`"))
            .help("leave one of them out, or write two rules"),
    }
}
