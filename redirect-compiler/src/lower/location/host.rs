//! The host of a target: what browsers read must be what the author wrote.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::braces::{Braced, Chunk, Placed, chunks};
use crate::lower::capture::Capture;
use redirect_core::internals::charset::LABEL;

/// A capture in a host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HostCapture {
    /// Where it stands in the target.
    pub(crate) range: Range<usize>,
    /// The domain behind it, where it is all of the first label and no other capture follows.
    pub(crate) domain: Option<String>,
    /// It is a `{*name}` of the source, and not of the request's host.
    pub(crate) rest: bool,
}

/// Checks the host that stands at `at` in the target.
pub(crate) fn check(host: &str, at: usize) -> Option<Spanned<FaultKind>> {
    let range = at..at + host.len();
    let kind = if host.contains('{') {
        bad_pattern(host)
    } else if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').and_then(|text| text.parse::<Ipv6Addr>().ok());
        address.is_none().then(|| FaultKind::Target(TargetFault::Host(host.into())))
    } else {
        bad_name(host).or_else(|| bad_number(host))
    };
    kind.map(|kind| Spanned::new(range, kind))
}

/// What is wrong with a host that has captures.
fn bad_pattern(host: &str) -> Option<FaultKind> {
    let last = host.rsplit('.').next().unwrap_or_default();
    if last.contains('{') && !is_one_capture(last) {
        return Some(FaultKind::Target(TargetFault::CaptureAtHostEnd));
    }
    let sample = ascii(&filled(host)).unwrap_or_default();
    if !is_name(sample.strip_suffix('.').unwrap_or(&sample)) {
        return Some(FaultKind::Target(TargetFault::Host(host.into())));
    }
    let domain = host.rsplit('}').next().unwrap_or_default().trim_start_matches('.');
    if domain.is_empty() { None } else { bad_name(domain) }
}

fn is_one_capture(label: &str) -> bool {
    matches!(chunks(label).as_deref(), Ok([(_, Chunk::Capture(_))]))
}

fn filled(host: &str) -> String {
    let chunks = chunks(host).unwrap_or_default();
    let text = |(_, chunk)| match chunk {
        Chunk::Text(text) => text,
        Chunk::Capture(_) => "x",
    };
    chunks.into_iter().map(text).collect()
}

fn bad_name(host: &str) -> Option<FaultKind> {
    let Some(sent) = ascii(host) else {
        return Some(FaultKind::Target(TargetFault::Host(host.into())));
    };
    if let Some(read) = read_otherwise(host, &sent) {
        return Some(FaultKind::Target(TargetFault::NormalizedHost {
            host: host.into(),
            normalized: read,
        }));
    }
    let dotless = sent.strip_suffix('.').unwrap_or(&sent);
    (!is_name(dotless)).then(|| FaultKind::Target(TargetFault::Host(host.into())))
}

/// A host that browsers take for an IPv4 address, and that is not written as one.
fn bad_number(host: &str) -> Option<FaultKind> {
    let dotless = host.strip_suffix('.').unwrap_or(host);
    let is_address = dotless.parse::<Ipv4Addr>().is_ok() && dotless == host;
    (ends_in_number(dotless) && !is_address)
        .then(|| FaultKind::Target(TargetFault::NumericHost(host.into())))
}

fn is_name(host: &str) -> bool {
    host.len() <= 253 && host.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len()) && label.bytes().all(|byte| LABEL.has(byte))
}

/// Whether a browser takes the host for an IPv4 address, and `1.1` for `1.0.0.1` (WHATWG URL,
/// ends-in-a-number checker).
pub(crate) fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let hexadecimal = last.strip_prefix("0x");
    is_decimal || hexadecimal.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A host as it is sent: its Unicode labels by IDNA (UTS 46). `None` if it is no host.
#[cfg(feature = "idna")]
pub(crate) fn ascii(host: &str) -> Option<String> {
    let labels: Option<Vec<String>> = host.split('.').map(ascii_label).collect();
    labels.map(|labels| labels.join("."))
}

#[cfg(feature = "idna")]
fn ascii_label(label: &str) -> Option<String> {
    use idna::AsciiDenyList;
    use idna::uts46::{DnsLength, Hyphens, Uts46};

    let is_plain = label.is_ascii() && !label.to_ascii_lowercase().starts_with("xn--");
    if is_plain {
        return Some(label.into());
    }
    let (list, length) = (AsciiDenyList::STD3, DnsLength::Verify);
    let ascii = Uts46::new().to_ascii(label.as_bytes(), list, Hyphens::Check, length);
    ascii.ok().map(Into::into)
}

/// A host as it is sent. Difference the feature `idna` no Unicode host is one.
#[cfg(not(feature = "idna"))]
pub(crate) fn ascii(host: &str) -> Option<String> {
    host.is_ascii().then(|| host.into())
}

/// What a Unicode host is read as, if its characters are mapped to others: a soft hyphen is
/// dropped, a full-width letter becomes a plain one, and the host is another than it looks.
#[cfg(feature = "idna")]
fn read_otherwise(host: &str, ascii: &str) -> Option<String> {
    use idna::AsciiDenyList;
    use idna::uts46::{Hyphens, Uts46};

    let (read, _) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
    // Some characters are in lower case what they look like, such as the Kelvin sign.
    let letters = |text: &str| text.chars().filter(char::is_ascii).count();
    let is_same = read == host.to_lowercase() && letters(&read) == letters(host);
    (!host.is_ascii() && !is_same).then(|| read.into())
}

#[cfg(not(feature = "idna"))]
fn read_otherwise(_host: &str, _ascii: &str) -> Option<String> {
    None
}

/// The captures of the host that stands at `at`; those of the source are `known`.
pub(crate) fn captures(host: &str, at: usize, known: &[Capture]) -> Vec<HostCapture> {
    let chunks = chunks(host).unwrap_or_default();
    let domain = match &chunks[..] {
        [(_, Chunk::Capture(_)), (_, Chunk::Text(text))] => text.strip_prefix('.'),
        _ => None,
    };
    let capture = |(range, chunk): &Placed<'_>| match *chunk {
        Chunk::Text(_) => None,
        Chunk::Capture(Braced { name, .. }) => Some(HostCapture {
            range: at + range.start..at + range.end,
            domain: domain.map(|domain| ascii(domain).unwrap_or_default()),
            rest: known
                .iter()
                .any(|capture| capture.name == name && capture.rest && !capture.of_host),
        }),
    };
    chunks.iter().filter_map(capture).collect()
}
