//! The rows of the faults of conditions.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::ConditionFault;
use crate::diagnostic::render::{Description, Words, list, quoted};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message)
}

pub(super) fn describe(fault: &ConditionFault) -> Description {
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
            row(format!("`{subject}` does not accept a name in brackets"))
                .help(format!("write `{subject}`"))
        }
        ConditionFault::MissingArgument(subject) => {
            row(format!("`{subject}` needs a name in brackets"))
                .help(format!("write `{subject}[\"name\"]`"))
        }
        ConditionFault::FieldName(name) => {
            row(format!("`{name}` is not a valid field or cookie name"))
                .help("a name consists of letters, digits and `-`, without spaces")
        }
        ConditionFault::FieldValue(value) => {
            row(format!("no request can have the value `{value}`"))
                .help("remove the spaces around the value")
        }
        ConditionFault::HostValue(host) => {
            row(format!("`{host}` is not a valid host")).help(if host.contains('{') {
                "a capture must be a whole label, as in `{name}.example.com`; \
                 only the first can be `{*name}`"
            } else {
                "use only the host name, without a scheme, port or path"
            })
        }
        ConditionFault::SchemeValue(scheme) => {
            row(format!("`{scheme}` is not the scheme of an HTTP request"))
                .help("write `http` or `https`")
        }
        ConditionFault::LanguageValue(range) => {
            row(format!("`{range}` is not a valid language range"))
                .help("use a language tag, such as `de` or `de-AT`")
        }
        ConditionFault::AlwaysPresent(name) => {
            row(format!("the capture `{name}` is always present"))
                .help(format!("compare it with a value, as in `{name} == \"en\"`"))
        }
        ConditionFault::EmptyList => {
            row("empty list of values").help("add a value between the brackets")
        }
        ConditionFault::CaptureNotAllowed => row("captures are not allowed in this condition")
            .help("captures can follow `==` after `host`, `header`, `cookie` or `query`"),
        ConditionFault::NotAnAssignment => {
            row("`with` must set a part of the request to one value")
                .help("write `with language == \"fr\"`")
        }
        ConditionFault::Duplicate => row("duplicate condition").help("leave one out"),
        ConditionFault::Unsatisfiable => row("no request can meet all conditions of this rule")
            .help("remove one of them, or write two rules"),
        ConditionFault::Contradiction(other) => {
            row(format!("no request can meet both this condition and `{other}`"))
                .help("remove one of them, or write two rules")
        }
    }
}
