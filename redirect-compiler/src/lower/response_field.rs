//! The option `header`: fields that a rule adds to its response.

use crate::diagnostic::kind::{FaultKind, FieldFault, OptionFault};
use crate::diagnostic::{Fault, Field};
use crate::lower::cache_control::Caching;
use crate::lower::condition::subject::is_token;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{Setting, SettingValue};
use redirect_core::internals::Status;

/// A field of a response.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ResponseField {
    /// The name, in lower case.
    pub(crate) name: String,
    /// The value, or `None` to remove the field that an outer scope sets.
    pub(crate) value: Option<String>,
}

/// The fields that a rule cannot set, each with the edit in place of it.
const REFUSED: [(&str, &str); 15] = [
    ("location", "remove it: the target of a rule sets it"),
    ("vary", "remove it: the table adds the fields that conditions inspect"),
    ("cache-control", "use the option `cache`, as in `cache: \"no-cache\"`"),
    ("date", "remove it: the server sets it"),
    ("age", "remove it: caches set it"),
    ("refresh", "remove it: it would redirect in place of `Location`"),
    // The fields that concern one connection (RFC 9110 §7.6.1, RFC 2616 §13.5.1).
    ("connection", OF_CONNECTIONS),
    ("keep-alive", OF_CONNECTIONS),
    ("proxy-authenticate", OF_CONNECTIONS),
    ("proxy-authorization", OF_CONNECTIONS),
    ("proxy-connection", OF_CONNECTIONS),
    ("te", OF_CONNECTIONS),
    ("trailer", OF_CONNECTIONS),
    ("transfer-encoding", OF_CONNECTIONS),
    ("upgrade", OF_CONNECTIONS),
];

const OF_CONNECTIONS: &str = "remove it: it concerns one connection, and the server sets it";

const OF_CONTENT: &str = "remove it: the server describes the content of the response";

/// The fields whose names begin with `content-` although they do not describe the content.
const POLICIES: [&str; 2] = ["content-security-policy", "content-security-policy-report-only"];

impl ResponseField {
    /// Parses the name in brackets, in lower case.
    pub(crate) fn parse_name(argument: &str) -> Result<String, FieldFault> {
        if !is_token(argument) {
            return Err(FieldFault::Name(argument.into()));
        }
        let name = argument.to_ascii_lowercase();
        let mut help = REFUSED.iter().find(|(refused, _)| *refused == name).map(|(_, help)| *help);
        if name.starts_with("content-") && !POLICIES.contains(&&name[..]) {
            help = Some(OF_CONTENT);
        }
        match help {
            Some(help) => Err(FieldFault::Refused { name: argument.into(), help }),
            None => Ok(name),
        }
    }

    /// Parses the value: a string, or `unset`, for which it returns `None`.
    pub(crate) fn parse_value(
        value: &SettingValue<'_>,
    ) -> Result<Option<String>, InvalidFieldValue> {
        match value {
            SettingValue::Word(word) if word == "unset" => Ok(None),
            SettingValue::Text(text) if is_value(text) => Ok(Some(text.to_string())),
            _ => Err(InvalidFieldValue),
        }
    }
}

/// Reports each `unset` of a field that no outer scope sets. `own` and `outer` are the fields of
/// the node and of the scopes around it.
pub(crate) fn check_unset(
    node: NodeId,
    settings: &[Setting<'_>],
    own: &[ResponseField],
    outer: &[ResponseField],
    faults: &mut Vec<Fault>,
) {
    for field in own {
        let is_inherited = outer.iter().any(|other| other.name == field.name);
        if field.value.is_some() || is_inherited {
            continue;
        }
        if let Some(index) = setting(settings, &field.name) {
            let fault = FieldFault::NotInherited(field.name.clone());
            let kind = FaultKind::Option(OptionFault::Field(fault));
            faults.push(Fault::new(node, Field::Option(index), kind));
        }
    }
}

/// Returns the index of the option that sets or removes a field.
fn setting(settings: &[Setting<'_>], name: &str) -> Option<usize> {
    settings.iter().position(|setting| {
        let argument = setting.argument.as_deref().unwrap_or_default();
        setting.name == "header" && argument.eq_ignore_ascii_case(name)
    })
}

/// Returns the fault of a response that sets a cookie and may be stored by a cache, which would
/// send the cookie to other clients. `settings` are the options of the node itself.
pub(crate) fn stored_cookie(
    fields: &[ResponseField],
    cache: &Caching,
    status: Status,
    settings: &[Setting<'_>],
) -> Option<(Field, FaultKind)> {
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    let is_stored = has("set-cookie") && cache.may_store(status.is_cacheable() || has("expires"));
    let field = setting(settings, "set-cookie").map_or(Field::Source, Field::Option);
    is_stored.then_some((field, FaultKind::Option(OptionFault::Field(FieldFault::StoredCookie))))
}

/// The value of the option is neither a valid field value nor `unset`.
#[derive(Debug)]
pub(crate) struct InvalidFieldValue;

/// Returns whether a text is a `field-value` (RFC 9110 §5.5) of ASCII.
fn is_value(text: &str) -> bool {
    let is_content = |byte: u8| matches!(byte, b' '..=b'~' | b'\t');
    text.trim_matches([' ', '\t']) == text && text.bytes().all(is_content)
}

/// Combines fields with those of the scopes around them. A field replaces or removes the outer one
/// of its name.
pub(crate) fn inherit(own: Vec<ResponseField>, outer: &[ResponseField]) -> Vec<ResponseField> {
    let mut all = Vec::new();
    for field in outer {
        if !own.iter().any(|other| other.name == field.name) {
            all.push(field.clone());
        }
    }
    all.extend(own.into_iter().filter(|field| field.value.is_some()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_server_and_of_connections_are_refused() {
        for name in ["Location", "vary", "Content-Type", "content-x", "Keep-Alive", "te"] {
            let result = ResponseField::parse_name(name);
            assert!(matches!(result, Err(FieldFault::Refused { .. })), "{name}: {result:?}");
        }
        for name in ["Strict-Transport-Security", "content-security-policy", "set-cookie", "x"] {
            assert_eq!(ResponseField::parse_name(name), Ok(name.to_ascii_lowercase()));
        }
        for name in ["", "x y", "x:", "é"] {
            assert_eq!(ResponseField::parse_name(name), Err(FieldFault::Name(name.into())));
        }
    }

    #[test]
    fn values_are_ascii_without_controls_and_blanks_around_them() {
        for text in ["", "a", "a \"b\"\tc"] {
            assert!(is_value(text), "{text}");
        }
        for text in [" a", "a\t", "a\nb", "a\u{7f}", "é"] {
            assert!(!is_value(text), "{text}");
        }
    }

    #[test]
    fn fields_are_inherited_by_name() {
        let field = |name: &str, value: Option<&str>| ResponseField {
            name: name.into(),
            value: value.map(Into::into),
        };
        let outer = [field("a", Some("1")), field("b", Some("2")), field("c", Some("3"))];
        let own = vec![field("b", None), field("c", Some("4")), field("d", Some("5"))];
        let all = [field("a", Some("1")), field("c", Some("4")), field("d", Some("5"))];
        assert_eq!(inherit(own, &outer), all);
    }
}
