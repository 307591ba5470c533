//! Checks and normalization of the values that conditions compare with.

use crate::diagnostic::kind::ConditionFault;
use crate::lower::braces::{SpannedToken, Token};
use crate::lower::characters::is_all;
use crate::lower::condition::network::Network;
use crate::lower::foreign_syntax;
use crate::lower::language;
use crate::lower::location::host::to_ascii;
use redirect_core::internals::authority::is_label;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::site_language::{LanguageList, language_code};
use redirect_core::internals::text::Text;

/// Returns the normal form of a text to compare with a subject's value.
pub(crate) fn normalize(subject: &Subject<Vec<u8>>, text: &str) -> Vec<u8> {
    let normal =
        |text: &str| Text::from_rule(text.as_bytes(), subject.encoding()).normalized().collect();
    match subject {
        Subject::Host => {}
        Subject::SiteLanguage(list) => {
            let rank = LanguageList::new(list).rank(text.as_bytes());
            return rank.map_or(&[][..], language_code).to_vec();
        }
        Subject::Ip => return network(text),
        Subject::Scheme
        | Subject::Language
        | Subject::Header(_)
        | Subject::Cookie(_)
        | Subject::Query(_)
        | Subject::Capture(_)
        | Subject::Port => return normal(text),
    }
    #[expect(clippy::expect_used, reason = "`check_host_text` has checked every text")]
    let host = to_ascii(text).expect("invariant: text between captures of a host has an A-label");
    normal(&host)
}

/// Checks a value, from which shapes have been removed. No request can have a value with a fault.
pub(crate) fn check(subject: &Subject<Vec<u8>>, value: &str) -> Option<ConditionFault> {
    let has_controls = || value.chars().any(char::is_control);
    let (is_valid, kind): (bool, fn(String) -> ConditionFault) = match subject {
        Subject::Ip => return Network::parse(value).err(),
        Subject::Port => (is_port(value), ConditionFault::PortValue),
        Subject::Host => (is_host_pattern(value), host_fault),
        Subject::Scheme => (["http", "https"].contains(&value), ConditionFault::SchemeValue),
        Subject::Language => (is_language_range(value), ConditionFault::LanguageValue),
        Subject::SiteLanguage(list) => return unlisted_language(list, value),
        Subject::Header(_) => {
            (value.trim() == value && !has_controls(), ConditionFault::FieldValue)
        }
        Subject::Cookie(_) => {
            (!value.contains([';', ' ']) && !has_controls(), ConditionFault::FieldValue)
        }
        Subject::Query(_) | Subject::Capture(_) => return None,
    };
    (!is_valid).then(|| kind(value.into()))
}

/// Checks a value of a capture that is a part of a subject's value.
pub(crate) fn check_captured(subject: &Subject<Vec<u8>>, value: &str) -> Option<ConditionFault> {
    let is_valid = match subject {
        Subject::Host if is_host(value) => true,
        Subject::Host if !cfg!(feature = "idna") && !value.is_ascii() => {
            return Some(ConditionFault::UnicodeHost(value.into()));
        }
        Subject::Host => return Some(ConditionFault::HostValue(value.into())),
        // Spaces may be at the start or the end of a part.
        Subject::Header(_) => !value.chars().any(char::is_control),
        Subject::Cookie(_) => return check(subject, value),
        Subject::Query(_)
        | Subject::Scheme
        | Subject::Language
        | Subject::SiteLanguage(_)
        | Subject::Capture(_)
        | Subject::Ip
        | Subject::Port => true,
    };
    (!is_valid).then(|| ConditionFault::FieldValue(value.into()))
}

/// Reports a language that is not one of the site.
fn unlisted_language(list: &[u8], value: &str) -> Option<ConditionFault> {
    if LanguageList::new(list).rank(value.as_bytes()).is_some() {
        return None;
    }
    let known = language::tags(list);
    let lower = value.to_ascii_lowercase();
    let general = known
        .iter()
        .find(|tag| lower.strip_prefix(&tag[..]).is_some_and(|rest| rest.starts_with('-')));
    Some(ConditionFault::UnlistedLanguage { value: value.into(), general: general.cloned(), known })
}

#[expect(clippy::expect_used, reason = "`check` has checked every text")]
fn network(text: &str) -> Vec<u8> {
    Network::parse(text).expect("invariant: the value is a network").to_bytes()
}

/// Returns whether a value is a port, from 1 to 65,535.
fn is_port(value: &str) -> bool {
    let port: Option<u16> = value.parse().ok();
    port.is_some_and(|port| port > 0 && port.to_string() == value)
}

/// Returns the fault of an invalid host.
fn host_fault(host: String) -> ConditionFault {
    if !cfg!(feature = "idna") && !host.is_ascii() {
        ConditionFault::UnicodeHost(host)
    } else if host.contains('*')
        && !host.contains(['(', '\\', '^', '$', '['])
        && !host.contains("{*")
    {
        let suggestion = wildcard_capture(&host);
        ConditionFault::WildcardHost { host, suggestion }
    } else if foreign_syntax::is_foreign_host(&host) {
        let suggestion = foreign_syntax::translate_host(&host).filter(|text| is_host_pattern(text));
        ConditionFault::ForeignHost { host, suggestion }
    } else {
        ConditionFault::HostValue(host)
    }
}

/// Returns a host with a capture in place of its only `*`, if that is a whole label.
fn wildcard_capture(host: &str) -> Option<String> {
    let capture = match host {
        "*" => "{*site}",
        _ if host.ends_with(".*") => "{*domain}",
        _ => "{sub}",
    };
    let replaced = host.replacen('*', capture, 1);
    (!replaced.contains("{sub}*") && is_host_pattern(&replaced)).then_some(replaced)
}

/// Returns whether a value is a host in which each label is either text or one capture. Only the
/// first and the last label can be a catch-all.
fn is_host_pattern(value: &str) -> bool {
    let last = value.split('.').count() - 1;
    for (index, label) in value.split('.').enumerate() {
        let is_label_or_capture = match label.strip_prefix('{') {
            Some(capture) if capture.starts_with('*') => {
                [0, last].contains(&index) && capture.ends_with('}')
            }
            Some(capture) => capture.find('}').is_some_and(|brace| brace + 1 == capture.len()),
            None => is_host_label(label),
        };
        if !is_label_or_capture {
            return false;
        }
    }
    true
}

/// Returns whether a text consists of labels.
fn is_host(text: &str) -> bool {
    text.split('.').all(is_host_label)
}

fn is_host_label(text: &str) -> bool {
    to_ascii(text).is_some_and(|label| is_label(label.as_bytes()))
}

/// Checks that Unicode text between the captures of a host has an A-label. Next to a catch-all, the
/// text may be a part of a label.
pub(crate) fn check_host_text(
    subject: &Subject<Vec<u8>>,
    value: &str,
    tokens: &[SpannedToken<'_>],
) -> Option<ConditionFault> {
    let has_no_a_label = |token: &SpannedToken<'_>| match token.value {
        Token::Text(text) => to_ascii(text).is_none(),
        Token::Capture(_) => false,
    };
    let is_invalid = *subject == Subject::Host && tokens.iter().any(has_no_a_label);
    is_invalid.then(|| ConditionFault::HostValue(value.into()))
}

/// Returns whether a value is a basic language range other than `*` (RFC 4647 §2.1).
pub(crate) fn is_language_range(value: &str) -> bool {
    for subtag in value.split('-') {
        if !matches!(subtag.len(), 1..=8) || !is_all(subtag, u8::is_ascii_alphanumeric) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_labels_and_captures() {
        for host in [
            "localhost",
            "example.com",
            "{sub}.example.com",
            "{*sub}.example.com",
            "{a}.{b}",
            "www.{*domain}",
            "{*site}",
        ] {
            assert_eq!(check(&Subject::Host, host), None, "{host}");
        }
        for host in ["", "a..b", "-a.b", "a_b c", "a{b}.c", "{a}b.c", "a.{*b}.c", "a:80", "a."] {
            let bad = ConditionFault::HostValue(host.into());
            assert_eq!(check(&Subject::Host, host), Some(bad), "{host}");
        }
    }

    #[test]
    fn wildcards_are_replaced_by_captures() {
        for (host, capture) in [
            ("*", Some("{*site}")),
            ("*.example.com", Some("{sub}.example.com")),
            ("www.*.example", Some("www.{sub}.example")),
            ("www.*", Some("www.{*domain}")),
            ("*.*.example", None),
            ("a*.example", None),
            ("*:80", None),
        ] {
            assert_eq!(wildcard_capture(host).as_deref(), capture, "{host}");
        }
    }

    #[test]
    fn languages_are_basic_ranges() {
        for range in ["de", "de-CH", "zh-Hant-TW", "x-12345678"] {
            assert_eq!(check(&Subject::Language, range), None, "{range}");
        }
        for range in ["", "*", "de-", "de_CH", "abcdefghi"] {
            let bad = ConditionFault::LanguageValue(range.into());
            assert_eq!(check(&Subject::Language, range), Some(bad), "{range}");
        }
    }

    #[test]
    fn field_values_have_no_controls_and_no_blanks_around_them() {
        let header = Subject::Header(b"x-a".to_vec());
        let cookie = Subject::Cookie(b"a".to_vec());
        assert_eq!(check(&header, "a b;c"), None);
        assert_eq!(check(&cookie, "a=b"), None);
        for (subject, value) in
            [(&header, " a"), (&header, "a\nb"), (&cookie, "a;b"), (&cookie, "a b")]
        {
            let bad = ConditionFault::FieldValue(value.into());
            assert_eq!(check(subject, value), Some(bad), "{value:?}");
        }
    }
}
