//! The words for conditions.

use crate::diagnostic::kind::BadCondition;

pub(crate) fn message(bad: &BadCondition) -> String {
    match bad {
        BadCondition::SubjectUnknown { word, .. } => {
            format!("`{word}` is nothing that a rule can ask for")
        }
        BadCondition::SubjectWithName(word) => format!("`{word}` takes no name in brackets"),
        BadCondition::SubjectWithoutName(word) => format!("`{word}` needs a name in brackets"),
        BadCondition::FieldName(name) => format!("`{name}` is no name of a field or cookie"),
        BadCondition::FieldValue(value) => format!("no request has the value `{value}`"),
        BadCondition::HostValue(host) => format!("`{host}` is no host"),
        BadCondition::SchemeValue(scheme) => format!("`{scheme}` is no scheme of a request"),
        BadCondition::LanguageValue(range) => format!("`{range}` is no range of languages"),
        BadCondition::AlwaysPresent(name) => format!("the capture `{name}` is always there"),
        BadCondition::InNothing => "nothing is in an empty list".into(),
        BadCondition::CaptureNotHere => "this condition captures nothing".into(),
        BadCondition::NotSet => "a `with` sets what the request says to one value".into(),
        BadCondition::ConditionTwice => "this condition is there twice".into(),
        BadCondition::NeverMet => "no request meets all conditions of this rule".into(),
        BadCondition::Contradiction(other) => format!("no request meets this and `{other}`"),
    }
}

pub(crate) fn help(bad: &BadCondition) -> String {
    match bad {
        BadCondition::SubjectUnknown { nearest: Some(word), .. } => format!("write `{word}`"),
        BadCondition::SubjectUnknown { .. } => {
            "write `host`, `scheme`, `language`, `header[…]`, `cookie[…]`, `query[…]` or a capture"
                .into()
        }
        BadCondition::SubjectWithName(word) => format!("write `{word}` alone"),
        BadCondition::SubjectWithoutName(word) => format!("write `{word}[\"name\"]`"),
        BadCondition::HostValue(host) if host.contains('{') => {
            "a capture is a whole label, as in `{name}.example.com`; `{*name}` is the first".into()
        }
        BadCondition::HostValue(_) => "write its name alone, without scheme, port and path".into(),
        BadCondition::SchemeValue(_) => "write `http` or `https`".into(),
        BadCondition::LanguageValue(_) => "write a tag, such as `de` or `de-AT`".into(),
        BadCondition::AlwaysPresent(name) => format!("compare it, as in `{name} == \"en\"`"),
        BadCondition::CaptureNotHere => {
            "captures stand behind `==`, for `host`, `header`, `cookie` and `query`".into()
        }
        BadCondition::NotSet => "write `with language == \"fr\"`".into(),
        BadCondition::ConditionTwice => "leave one out".into(),
        BadCondition::FieldName(_) => "a name is letters, digits and `-`, without blanks".into(),
        BadCondition::FieldValue(_) => "write the value without blanks around it".into(),
        BadCondition::InNothing => "write a value between the brackets".into(),
        BadCondition::NeverMet | BadCondition::Contradiction(_) => {
            "leave one of them out, or write two rules".into()
        }
    }
}
