//! Header fields that proxies set from the URL that the client requests.
//!
//! After a redirect to an absolute URL, the client connects to the proxy of the new URL, which sets
//! these fields again. A rule that redirects requests with `x-forwarded-proto: http` to https does
//! therefore not match the next request.

use std::collections::HashSet;
use std::ops::Range;

use crate::analysis::model::hosts::without_default_port;
use crate::analysis::model::sample_request::SampleRequest;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::ScopedCondition;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{Encoding, Text};

/// The value of a field, which follows from the URL.
#[derive(Clone, Copy)]
enum FieldValue {
    /// The scheme.
    Scheme,
    /// `on` for https, and `off` for http.
    OnIfHttps,
    /// The authority.
    Host,
    /// A value that may name the scheme after this key, such as `for=192.0.2.1;proto=https`.
    Named { key: &'static [u8], separator: u8 },
}

/// The fields that proxies set, in lower case.
const FIELDS: [(&str, FieldValue); 8] = [
    ("x-forwarded-proto", FieldValue::Scheme),
    ("cloudfront-forwarded-proto", FieldValue::Scheme),
    ("x-url-scheme", FieldValue::Scheme),
    ("x-forwarded-ssl", FieldValue::OnIfHttps),
    ("front-end-https", FieldValue::OnIfHttps),
    ("x-forwarded-host", FieldValue::Host),
    // RFC 7239 §5.4.
    ("forwarded", FieldValue::Named { key: b"proto", separator: b'=' }),
    ("cf-visitor", FieldValue::Named { key: b"\"scheme\"", separator: b':' }),
];

/// The fields that proxies set and that conditions of some rules inspect.
#[derive(Default)]
pub(crate) struct ProxyFields {
    inspected: Vec<InspectedField>,
}

struct InspectedField {
    name: &'static str,
    value: FieldValue,
    /// The literals that conditions compare the field with, in the order of the rules. They are
    /// collected only for a field that may name the scheme.
    literals: Vec<Vec<u8>>,
    known: HashSet<Vec<u8>>,
}

/// Returns whether a rule has a condition on a field that proxies set to the requested host.
pub(crate) fn inspects_proxy_host(rule: &CheckedRule<'_>) -> bool {
    let is_host = |name: &[u8]| {
        let mut fields = FIELDS.iter();
        fields.any(|(set, value)| matches!(value, FieldValue::Host) && set.as_bytes() == name)
    };
    rule.conditions.iter().any(|scoped| match &scoped.condition.subject {
        Subject::Header(name) => is_host(name),
        Subject::Host
        | Subject::Scheme
        | Subject::Language
        | Subject::SiteLanguage(_)
        | Subject::Cookie(_)
        | Subject::Query(_)
        | Subject::Capture(_)
        | Subject::Ip
        | Subject::Port => false,
    })
}

impl ProxyFields {
    /// Collects the fields that conditions of rules inspect.
    pub(crate) fn new(rules: &[CheckedRule<'_>]) -> ProxyFields {
        let mut fields = ProxyFields::default();
        for rule in rules {
            for ScopedCondition { condition, .. } in &rule.conditions {
                let (subject, patterns) = condition.inspected();
                let Subject::Header(name) = subject else { continue };
                let Some(field) = fields.inspect(name) else { continue };
                if !matches!(field.value, FieldValue::Named { .. }) {
                    continue;
                }
                for pieces in patterns {
                    let literal = match &pieces[..] {
                        [] => Vec::new(),
                        [Piece::Literal(text)] => decoded(text),
                        [Piece::Param(_) | Piece::CatchAll(_) | Piece::Optional] | [_, _, ..] => {
                            continue;
                        }
                    };
                    if field.known.insert(literal.clone()) {
                        field.literals.push(literal);
                    }
                }
            }
        }
        fields
    }

    /// Returns the field with a name, which is added if it is new, or `None` if proxies do not set
    /// it.
    fn inspect(&mut self, name: &[u8]) -> Option<&mut InspectedField> {
        let known = self.inspected.iter().position(|field| field.name.as_bytes() == name);
        let at = if let Some(at) = known {
            at
        } else {
            let &(name, value) = FIELDS.iter().find(|(set, _)| set.as_bytes() == name)?;
            let (literals, known) = (Vec::new(), HashSet::new());
            self.inspected.push(InspectedField { name, value, literals, known });
            self.inspected.len() - 1
        };
        self.inspected.get_mut(at)
    }

    /// Sets the fields of a request to the values for a URL.
    pub(crate) fn set(&self, request: &mut SampleRequest, scheme: &str, authority: &str) {
        for field in &self.inspected {
            let current = request.fields.iter().position(|(name, _)| name == field.name);
            let value = current.map(|at| &request.fields[at].1[..]);
            let Some(value) = field.value_after(value, scheme, authority) else { continue };
            match current {
                Some(at) => request.fields[at].1 = value,
                None => request.fields.push((field.name.into(), value)),
            }
        }
    }
}

impl InspectedField {
    /// Returns the value of the field in a request to a URL, after a request with the value
    /// `before`. Returns `None` if it does not change.
    fn value_after(&self, before: Option<&[u8]>, scheme: &str, authority: &str) -> Option<Vec<u8>> {
        match self.value {
            FieldValue::Scheme => Some(scheme.into()),
            FieldValue::OnIfHttps => Some(if scheme == "https" { "on" } else { "off" }.into()),
            FieldValue::Host => Some(without_default_port(scheme, authority).into()),
            FieldValue::Named { key, separator } => {
                let named = |value: &[u8]| named_scheme(value, key, separator);
                let before = before.unwrap_or_default();
                if let Some(range) = named(before) {
                    let (start, end) = (&before[..range.start], &before[range.end..]);
                    return Some([start, scheme.as_bytes(), end].concat());
                }
                // A value that no condition compares with stands for any value of the proxy.
                if self.known.contains(before) {
                    return None;
                }
                let is_new = |literal: &&Vec<u8>| {
                    named(literal).is_some_and(|range| literal[range] == *scheme.as_bytes())
                };
                self.literals.iter().find(is_new).cloned()
            }
        }
    }
}

/// Returns the range of the scheme that the value of a field names after a key and a separator,
/// which may be followed by a quote.
fn named_scheme(value: &[u8], key: &[u8], separator: u8) -> Option<Range<usize>> {
    for start in 0..value.len() {
        let is_word = start > 0 && value[start - 1].is_ascii_alphanumeric();
        let is_key = value[start..].get(..key.len()).is_some_and(|it| it.eq_ignore_ascii_case(key));
        if is_word || !is_key {
            continue;
        }
        let mut at = after_spaces(value, start + key.len());
        if value.get(at) != Some(&separator) {
            continue;
        }
        at = after_spaces(value, at + 1);
        at += usize::from(value.get(at) == Some(&b'"'));
        for scheme in ["https", "http"] {
            let end = at + scheme.len();
            let found = value.get(at..end);
            if found.is_some_and(|found| found.eq_ignore_ascii_case(scheme.as_bytes())) {
                return Some(at..end);
            }
        }
    }
    None
}

fn after_spaces(value: &[u8], mut at: usize) -> usize {
    while value.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// Returns the text that a literal in its normal form matches.
fn decoded(normal: &[u8]) -> Vec<u8> {
    let mut literal = Vec::with_capacity(normal.len());
    for byte in Text::new(normal, Encoding::Path).decoded() {
        literal.push(byte);
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::{ProxyFields, named_scheme};
    use crate::analysis::model::sample_request::SampleRequest;
    use crate::analysis::test_rules::{condition, redirect, with_document_rules};
    use crate::syntax::rule::{Condition, Operator, Rule};

    /// Returns the value of a field after a redirect to a URL. Conditions compare the field with
    /// some literals.
    fn after(name: &str, literals: &[&str], before: Option<&str>, url: (&str, &str)) -> String {
        let header = condition("header", Operator::In, literals);
        let conditions = vec![Condition { argument: Some(name.into()), ..header }];
        let rule = Rule { conditions, ..redirect("/a", "/b") };
        let mut value = String::new();
        with_document_rules(vec![rule], |rules| {
            let mut request = SampleRequest::default();
            request.fields.extend(before.map(|before| (name.to_owned(), before.into())));
            ProxyFields::new(rules).set(&mut request, url.0, url.1);
            if let [(_, line)] = &request.fields[..] {
                value = String::from_utf8(line.clone()).unwrap();
            }
        });
        value
    }

    #[test]
    fn fields_have_the_value_for_the_new_url() {
        let (https, http) = (("https", "a.example"), ("http", "a.example:80"));
        for (name, before, url, expected) in [
            ("x-forwarded-proto", Some("http"), https, "https"),
            ("x-forwarded-proto", None, http, "http"),
            ("cloudfront-forwarded-proto", None, https, "https"),
            ("x-url-scheme", Some("x"), https, "https"),
            ("x-forwarded-ssl", None, https, "on"),
            ("front-end-https", Some("on"), http, "off"),
            ("x-forwarded-host", Some("x"), http, "a.example"),
            ("x-forwarded-host", None, ("https", "a.example:80"), "a.example:80"),
            ("x-other", Some("http"), https, "http"),
            ("x-other", None, https, ""),
        ] {
            assert_eq!(after(name, &["x"], before, url), expected, "{name} after {before:?}");
        }
    }

    #[test]
    fn a_field_that_names_the_scheme_names_the_new_one() {
        let (http, https) = (r#"{{"scheme":"http"}}"#, r#"{{"scheme":"https"}}"#);
        let url = ("https", "a.example");
        let bare = |literal: &str| literal.replace("{{", "{").replace("}}", "}");
        for (literals, before, expected) in [
            (&[http][..], Some(http), https),
            (&[https], Some(http), https),
            (&[https], Some("x"), https),
            (&[https], None, https),
            (&[http], None, ""),
            (&[http], Some("x"), "x"),
            // A literal that names no scheme still holds.
            (&["x", https], Some("x"), "x"),
        ] {
            let before = before.map(bare);
            let found = after("cf-visitor", literals, before.as_deref(), url);
            assert_eq!(found, bare(expected), "{literals:?} after {before:?}");
        }
        assert_eq!(
            after("forwarded", &["x"], Some("for=1;proto=http;by=2"), url),
            "for=1;proto=https;by=2"
        );
    }

    #[test]
    fn the_scheme_follows_its_key() {
        for (value, expected) in [
            ("proto=http", Some(6..10)),
            ("for=1; Proto=\"https\"", Some(14..19)),
            ("xproto=http", None),
            ("proto=ftp", None),
            ("http", None),
            ("", None),
        ] {
            assert_eq!(named_scheme(value.as_bytes(), b"proto", b'='), expected, "{value}");
        }
    }
}
