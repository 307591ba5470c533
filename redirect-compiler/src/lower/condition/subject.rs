//! The subjects of conditions: the parts of a request, other than method and path, that a rule can
//! match on.
//!
//! `CONTRIBUTING.md` lists the steps to add one.

use http::HeaderName;

use crate::diagnostic::kind::ConditionFault;
use crate::diagnostic::nearest;
use crate::lower::characters::is_all;
use crate::lower::condition::captured_value::KnownCapture;
use crate::syntax::rule::{Condition, Operator};
use redirect_core::internals::condition::Subject;

/// The syntax of a subject.
enum SubjectSyntax {
    /// A word alone: `host`.
    Word(Subject<&'static [u8]>),
    /// A word with a name in brackets: `header["x-country"]`.
    Named(fn(&str) -> Option<Subject<Vec<u8>>>),
}

/// The subjects and their words. The name of a capture is a subject too.
const SUBJECTS: [(&str, SubjectSyntax); 8] = [
    ("host", SubjectSyntax::Word(Subject::Host)),
    ("scheme", SubjectSyntax::Word(Subject::Scheme)),
    ("port", SubjectSyntax::Word(Subject::Port)),
    ("ip", SubjectSyntax::Word(Subject::Ip)),
    ("language", SubjectSyntax::Word(Subject::Language)),
    ("header", SubjectSyntax::Named(header)),
    ("cookie", SubjectSyntax::Named(cookie)),
    ("query", SubjectSyntax::Named(query)),
];

/// Returns the word of every subject.
pub fn subjects() -> impl Iterator<Item = &'static str> {
    SUBJECTS.iter().map(|(word, _)| *word)
}

/// Returns whether a word is a subject. No capture can have such a name.
pub(crate) fn is_subject(word: &str) -> bool {
    find(word).is_some()
}

/// Returns the syntax of the subject with a word.
fn find(word: &str) -> Option<&'static SubjectSyntax> {
    for (subject, syntax) in &SUBJECTS {
        if *subject == word {
            return Some(syntax);
        }
    }
    None
}

/// Parses the subject of a condition. A capture is numbered by its position in `captures`.
pub(crate) fn parse(
    condition: &Condition<'_>,
    captures: &[KnownCapture<'_>],
) -> Result<Subject<Vec<u8>>, ConditionFault> {
    let word = &condition.subject[..];
    match (find(word), &condition.argument) {
        (Some(SubjectSyntax::Word(subject)), None) => Ok(subject.into_owned()),
        (Some(SubjectSyntax::Word(_)), Some(_)) => {
            Err(ConditionFault::UnexpectedArgument(word.into()))
        }
        (Some(SubjectSyntax::Named(subject)), Some(name)) => {
            subject(name).ok_or_else(|| ConditionFault::FieldName(name.to_string()))
        }
        (Some(SubjectSyntax::Named(_)), None) => Err(ConditionFault::MissingArgument(word.into())),
        (None, argument) => {
            let index = captures.iter().position(|known| known.capture.name == word);
            match (index, argument) {
                (Some(index), None) => Ok(Subject::Capture(index)),
                (Some(_), Some(_)) => Err(ConditionFault::UnexpectedArgument(word.into())),
                (None, _) => Err(unknown_subject(condition, captures)),
            }
        }
    }
}

/// Names of subjects in other tools, with ours.
const ALIASES: [(&str, &str); 18] = [
    ("addr", "ip"),
    ("client_ip", "ip"),
    ("args", "query"),
    ("authority", "host"),
    ("domain", "host"),
    ("hostname", "host"),
    ("lang", "language"),
    ("locale", "language"),
    ("param", "query"),
    ("params", "query"),
    ("proto", "scheme"),
    ("protocol", "scheme"),
    ("peer", "ip"),
    ("referer", "header[\"referer\"]"),
    ("remote_addr", "ip"),
    ("remote_address", "ip"),
    ("remote_ip", "ip"),
    ("user_agent", "header[\"user-agent\"]"),
];

/// Returns the subject that a word, here or in other tools, stands for. It takes a name in brackets
/// only if it has one here.
pub(crate) fn of_word(word: &str) -> Option<&'static str> {
    let known = SUBJECTS.iter().map(|(subject, _)| (*subject, *subject)).chain(ALIASES);
    for (name, subject) in known {
        if name == word {
            return Some(subject).filter(|subject| !["query", "header"].contains(subject));
        }
    }
    None
}

/// Returns the fault of a condition with an unknown subject.
fn unknown_subject(condition: &Condition<'_>, captures: &[KnownCapture<'_>]) -> ConditionFault {
    let word = &condition.subject[..];
    let value = match (condition.operator, &condition.values[..]) {
        (Operator::Equal, [value]) => Some(value.to_string()),
        _ => None,
    };
    match word {
        "method" => return ConditionFault::MethodSubject(value),
        "path" | "uri" | "url" => {
            return match (condition.operator, &condition.values[..]) {
                (Operator::NotEqual, [path]) => ConditionFault::PathExcluded(path.to_string()),
                _ => ConditionFault::PathSubject(value),
            };
        }
        _ => {}
    }
    if let Some(suggestion) = scheme_condition(condition) {
        return ConditionFault::SchemeSubject { name: word.into(), suggestion };
    }
    let mut names = Vec::new();
    for (subject, _) in &SUBJECTS {
        names.push(*subject);
    }
    for known in captures {
        names.push(&known.capture.name);
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == word);
    let nearest = match alias {
        Some((_, subject)) => Some((*subject).into()),
        None => nearest(word, names.iter().copied()),
    };
    let mut known = spellings();
    for KnownCapture { capture, .. } in captures {
        known.push(capture.name.clone());
    }
    ConditionFault::UnknownSubject { name: word.into(), nearest, known }
}

/// Returns the condition on the scheme for one that names it, such as `!https` or
/// `https == "off"`.
fn scheme_condition(condition: &Condition<'_>) -> Option<String> {
    let (named, other) = match &condition.subject[..] {
        "https" | "secure" | "is_https" | "is_secure" | "ssl" | "tls" => ("https", "http"),
        "http" => ("http", "https"),
        _ => return None,
    };
    let is_true = match (condition.operator, &condition.values[..]) {
        (Operator::Present, _) => true,
        (Operator::Equal | Operator::NotEqual, [value]) => match &value[..] {
            "on" | "true" | "yes" | "1" => condition.operator == Operator::Equal,
            "off" | "false" | "no" | "0" | "" => condition.operator == Operator::NotEqual,
            _ => return None,
        },
        _ => return None,
    };
    let scheme = if is_true == condition.negated { other } else { named };
    Some(format!("scheme == \"{scheme}\""))
}

/// Returns the syntax of each subject, for messages.
fn spellings() -> Vec<String> {
    let mut spellings = Vec::new();
    for (word, syntax) in &SUBJECTS {
        spellings.push(match syntax {
            SubjectSyntax::Word(_) => (*word).into(),
            SubjectSyntax::Named(_) => format!("{word}[…]"),
        });
    }
    spellings
}

fn header(name: &str) -> Option<Subject<Vec<u8>>> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    Some(Subject::Header(name.as_str().into()))
}

fn cookie(name: &str) -> Option<Subject<Vec<u8>>> {
    is_token(name).then(|| Subject::Cookie(name.into()))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of the table")]
fn query(name: &str) -> Option<Subject<Vec<u8>>> {
    Some(Subject::Query(name.into()))
}

/// Returns whether a name is a `token = 1*tchar` (RFC 9110 §5.6.2), as cookie names are.
pub(crate) fn is_token(name: &str) -> bool {
    let is_tchar = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !name.is_empty() && is_all(name, is_tchar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::pattern::{Capture, EmptyValue};

    fn parsed(subject: &str, argument: Option<&str>) -> Result<Subject<Vec<u8>>, ConditionFault> {
        let condition = Condition {
            subject: subject.into(),
            argument: argument.map(Into::into),
            ..Condition::default()
        };
        let capture = |name: &str| Capture {
            name: name.into(),
            is_catch_all: false,
            is_optional: false,
            is_from_host: false,
            is_host_end: false,
            empty: EmptyValue::Never,
        };
        let captures = [capture("id"), capture("slug")];
        parse(&condition, &KnownCapture::all(&captures, [].iter()))
    }

    #[test]
    fn subjects_are_words_names_or_captures() {
        assert_eq!(parsed("host", None), Ok(Subject::Host));
        assert_eq!(parsed("slug", None), Ok(Subject::Capture(1)));
        assert_eq!(parsed("header", Some("X-Country")), Ok(Subject::Header("x-country".into())));
        assert_eq!(parsed("cookie", Some("a.b")), Ok(Subject::Cookie("a.b".into())));
        assert_eq!(parsed("query", Some("a b")), Ok(Subject::Query("a b".into())));
    }

    #[test]
    fn invalid_subjects_are_reported_with_a_suggestion() {
        for subject in ["host", "slug"] {
            let with_name = ConditionFault::UnexpectedArgument(subject.into());
            assert_eq!(parsed(subject, Some("a")), Err(with_name));
        }
        let without_name = ConditionFault::MissingArgument("query".into());
        assert_eq!(parsed("query", None), Err(without_name));
        for subject in ["header", "cookie"] {
            let bad = ConditionFault::FieldName("a b".into());
            assert_eq!(parsed(subject, Some("a b")), Err(bad), "{subject}");
        }
        for (word, nearest) in [
            ("hots", Some("host")),
            ("slugs", Some("slug")),
            ("remote_address", Some("ip")),
            ("weather", None),
        ] {
            let nearest = nearest.map(Into::into);
            let mut known = spellings();
            known.extend(["id".into(), "slug".into()]);
            let bad = ConditionFault::UnknownSubject { name: word.into(), nearest, known };
            assert_eq!(parsed(word, None), Err(bad));
        }
        assert!(parsed("slug", Some("a")).is_err());
    }

    #[test]
    fn names_of_schemes_become_conditions_on_the_scheme() {
        for (subject, operator, value, negated, scheme) in [
            ("https", Operator::Present, None, false, Some("https")),
            ("https", Operator::Present, None, true, Some("http")),
            ("http", Operator::Present, None, true, Some("https")),
            ("secure", Operator::NotEqual, Some("on"), false, Some("http")),
            ("https", Operator::Equal, Some("off"), false, Some("http")),
            ("https", Operator::Equal, Some("x"), false, None),
            ("host", Operator::Present, None, false, None),
        ] {
            let values = value.into_iter().map(Into::into).collect();
            let subject = subject.into();
            let condition = Condition { subject, operator, values, negated, argument: None };
            let expected = scheme.map(|scheme| format!("scheme == \"{scheme}\""));
            assert_eq!(scheme_condition(&condition), expected, "{condition}");
        }
    }
}
