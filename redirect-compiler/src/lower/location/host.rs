//! The host of a target. Its checks ensure that browsers read the host that the author wrote.

use std::net::Ipv6Addr;
use std::ops::Range;

use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::braces::{SpannedToken, Token, tokenize};
use crate::lower::pattern::{Capture, REQUEST_HOST};
use redirect_core::internals::authority::{MAX_HOST, MAX_LABEL, ends_in_number, is_misread};
use redirect_core::internals::charset::LABEL;

/// A capture in the host of a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HostCapture {
    /// The range of the capture in the target.
    pub(crate) range: Range<usize>,
    /// The domain after the capture, if it is the whole first label and the only capture.
    pub(crate) domain: Option<String>,
    /// True for a catch-all of the path, as opposed to one of the request's host.
    pub(crate) is_path_catch_all: bool,
    /// True if the capture is the whole host, and contains the end of the request's host. The
    /// author of a link cannot choose which host a browser requests from this site.
    pub(crate) is_end_of_request_host: bool,
}

/// Checks a host, and returns the first fault.
pub(crate) fn check(host: &str) -> Option<FaultKind> {
    if !cfg!(feature = "idna") && !host.is_ascii() {
        return Some(FaultKind::Target(TargetFault::UnicodeHost(host.into())));
    }
    if host.contains('{') {
        return captures_at_end(host)
            .or_else(|| invalid_pattern(host))
            .or_else(|| check_name(domain_after_captures(host)?));
    }
    if host.starts_with('[') {
        return invalid_ipv6(host);
    }
    check_name(host).or_else(|| numeric(host))
}

fn check_name(host: &str) -> Option<FaultKind> {
    misread(host).or_else(|| invalid_name(host))
}

/// Reports a last label with several captures, or with a capture next to text. It could become any
/// top-level domain.
fn captures_at_end(host: &str) -> Option<FaultKind> {
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_one_capture = tokenize(last)
        .is_ok_and(|tokens| matches!(&tokens[..], [token] if token.capture().is_some()));
    (last.contains('{') && !is_one_capture)
        .then_some(FaultKind::Target(TargetFault::CaptureAtHostEnd))
}

/// Reports a host that is not a valid name after captures are filled in.
fn invalid_pattern(host: &str) -> Option<FaultKind> {
    // Splitting off the port may have cut a capture in two, for example at the colon of a shape.
    // The tokens are then empty, and the host is reported.
    let tokens = tokenize(host).unwrap_or_default();
    let mut filled = String::new();
    let mut has_a_labels = true;
    for token in &tokens {
        filled += match token.value {
            Token::Text(text) => {
                has_a_labels &= to_ascii(text).is_some();
                text
            }
            Token::Capture(_) => "x",
        };
    }
    let is_valid =
        has_a_labels && to_ascii(&filled).is_some_and(|sent| is_browser_host(undotted(&sent)));
    (!is_valid).then(|| FaultKind::Target(TargetFault::Host(host.into())))
}

/// Returns the domain after the last capture, if there is one.
fn domain_after_captures(host: &str) -> Option<&str> {
    let domain = host.rsplit('}').next()?.trim_start_matches('.');
    (!domain.is_empty()).then_some(domain)
}

fn invalid_ipv6(host: &str) -> Option<FaultKind> {
    let is_valid = normal_ipv6(host).is_some();
    (!is_valid).then(|| FaultKind::Target(TargetFault::Host(host.into())))
}

/// Returns an IPv6 address in brackets as browsers send it (WHATWG URL, IPv6 serializer), or `None`
/// if a text is not one.
pub(crate) fn normal_ipv6(host: &str) -> Option<String> {
    let address: Ipv6Addr = host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
    Some(match address.segments() {
        // Browsers do not use the decimal notation.
        [0, 0, 0, 0, 0, 0xFFFF, high, low] => format!("[::ffff:{high:x}:{low:x}]"),
        _ => format!("[{address}]"),
    })
}

/// Reports a host that browsers read as another one.
fn misread(host: &str) -> Option<FaultKind> {
    let read = read_differently(host, &to_ascii(host)?)?;
    Some(FaultKind::Target(TargetFault::NormalizedHost { host: host.into(), normalized: read }))
}

fn invalid_name(host: &str) -> Option<FaultKind> {
    let is_valid = to_ascii(host).is_some_and(|sent| is_browser_host(undotted(&sent)));
    (!is_valid).then(|| FaultKind::Target(TargetFault::Host(host.into())))
}

/// Reports a host that browsers read as an IPv4 address, but that is not written as one.
fn numeric(host: &str) -> Option<FaultKind> {
    // Browsers remove the final dot of an address.
    let is_dotted = host.ends_with('.') && ends_in_number(undotted(host).as_bytes());
    (is_dotted || is_misread(host.as_bytes()))
        .then(|| FaultKind::Target(TargetFault::NumericHost(host.into())))
}

/// Removes the final dot of a fully qualified name.
fn undotted(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// Returns whether a host is a name that browsers resolve. Unlike in the host of a request, labels
/// may begin and end with a hyphen, because the labels of some existing sites do.
fn is_browser_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len()) && label.bytes().all(|byte| LABEL.contains(byte))
    };
    host.len() <= MAX_HOST && host.split('.').all(is_label)
}

/// Converts the Unicode labels of a host to A-labels (UTS 46). Returns `None` if a label cannot be
/// converted.
#[cfg(feature = "idna")]
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    let labels: Option<Vec<String>> = host.split('.').map(label_to_ascii).collect();
    labels.map(|labels| labels.join("."))
}

#[cfg(feature = "idna")]
fn label_to_ascii(label: &str) -> Option<String> {
    use idna::AsciiDenyList;
    use idna::uts46::{DnsLength, Hyphens, Uts46};

    let is_ascii_label = label.is_ascii() && !label.to_ascii_lowercase().starts_with("xn--");
    if is_ascii_label {
        return Some(label.into());
    }
    let (list, length) = (AsciiDenyList::STD3, DnsLength::Verify);
    let ascii = Uts46::new().to_ascii(label.as_bytes(), list, Hyphens::Check, length);
    ascii.ok().map(Into::into)
}

/// Returns an ASCII host unchanged. Without the feature `idna`, a Unicode host has already been
/// reported.
#[cfg(not(feature = "idna"))]
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    host.is_ascii().then(|| host.into())
}

/// Returns the host that browsers read, if it differs from the Unicode host as written. For
/// example, browsers drop soft hyphens and map full-width letters to ASCII.
#[cfg(feature = "idna")]
fn read_differently(host: &str, ascii: &str) -> Option<String> {
    use idna::AsciiDenyList;
    use idna::uts46::{Hyphens, Uts46};

    let (read, _) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
    // Lowercasing hides some differences: the Kelvin sign becomes the letter k.
    let ascii_letters = |text: &str| text.chars().filter(char::is_ascii).count();
    let is_same = read == host.to_lowercase() && ascii_letters(&read) == ascii_letters(host);
    (!host.is_ascii() && !is_same).then(|| read.into())
}

#[cfg(not(feature = "idna"))]
fn read_differently(_host: &str, _ascii: &str) -> Option<String> {
    None
}

/// Returns the captures of a checked host, without the host of the request, which the author of a
/// link cannot choose. `offset` is the offset of the host in the target, and
/// `known` are the captures of the rule.
pub(crate) fn captures(
    tokens: &[SpannedToken<'_>],
    offset: usize,
    known: &[Capture],
) -> Vec<HostCapture> {
    let domain = match tokens {
        [first, SpannedToken { value: Token::Text(text), .. }] if first.capture().is_some() => {
            text.strip_prefix('.').and_then(to_ascii)
        }
        _ => None,
    };
    let host_capture = |token: &SpannedToken<'_>| {
        let name = token.capture().filter(|capture| capture.name != REQUEST_HOST)?.name;
        let known = known.iter().find(|capture| capture.name == name);
        Some(HostCapture {
            range: offset + token.range.start..offset + token.range.end,
            domain: domain.clone(),
            is_path_catch_all: known.is_some_and(|known| known.is_catch_all && !known.is_from_host),
            is_end_of_request_host: tokens.len() == 1 && known.is_some_and(|it| it.is_host_end),
        })
    };
    tokens.iter().filter_map(host_capture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_or_addresses() {
        for host in [
            "example.com",
            "example.com.",
            "localhost",
            "-a.example",
            "127.0.0.1",
            "[::1]",
            "{sub}.example.com",
            "a-{sub}.example.com",
            "{host}",
        ] {
            assert_eq!(check(host), None, "{host}");
        }
        let invalid = |host: &str| FaultKind::Target(TargetFault::Host(host.into()));
        for host in ["", "a..b", "a b", "[::1", "[1]", "{a}.b..c"] {
            assert_eq!(check(host), Some(invalid(host)), "{host}");
        }
        for host in ["1.1", "0x7f.1", "127.0.0.1.", "a.0x"] {
            assert_eq!(
                check(host),
                Some(FaultKind::Target(TargetFault::NumericHost(host.into()))),
                "{host}"
            );
        }
        for host in ["example.{tld}x", "{a}{b}"] {
            assert_eq!(
                check(host),
                Some(FaultKind::Target(TargetFault::CaptureAtHostEnd)),
                "{host}"
            );
        }
    }

    #[test]
    fn addresses_are_written_as_browsers_send_them() {
        for (host, normal) in [
            ("[::1]", Some("[::1]")),
            ("[2001:DB8:0:0:0:0:0:1]", Some("[2001:db8::1]")),
            ("[::ffff:192.0.2.1]", Some("[::ffff:c000:201]")),
            ("[::192.0.2.1]", Some("[::c000:201]")),
            ("[::]", Some("[::]")),
            ("::1", None),
            ("[fe80::1%25eth0]", None),
            ("[192.0.2.1]", None),
        ] {
            assert_eq!(normal_ipv6(host).as_deref(), normal, "{host}");
        }
    }

    #[test]
    #[cfg(feature = "idna")]
    fn unicode_hosts_must_be_normalized_and_have_a_labels() {
        assert_eq!(check("bücher.example"), None);
        assert_eq!(to_ascii("Bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        let read = FaultKind::Target(TargetFault::NormalizedHost {
            host: "ab\u{AD}c.de".into(),
            normalized: "abc.de".into(),
        });
        assert_eq!(check("ab\u{AD}c.de"), Some(read));
        // The text before the capture has no A-label.
        let host = "é-{a}.example.com";
        assert_eq!(check(host), Some(FaultKind::Target(TargetFault::Host(host.into()))));
    }
    #[test]
    #[cfg(not(feature = "idna"))]
    fn unicode_hosts_need_idna_but_a_labels_do_not() {
        for host in ["bücher.example", "{a}.bücher.example"] {
            let fault = FaultKind::Target(TargetFault::UnicodeHost(host.into()));
            assert_eq!(check(host), Some(fault), "{host}");
        }
        assert_eq!(check("xn--bcher-kva.example"), None);
    }
}
