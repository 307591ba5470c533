//! The last check before a redirect: captured values must not lead anywhere that the author's
//! target does not allow.
//!
//! A value could otherwise turn the host into another one, add a dot segment (`..`) to the path, or
//! let the path begin with two slashes (`//other.example`). Encoded slashes and backslashes count,
//! because a server may decode them. The check is one pass over the parts of the target, in
//! time linear in the length of the location. For most rules it is done at compile time instead,
//! see [`is_always_safe`](crate::table::segment_pattern::is_always_safe).

use crate::action::location::{Part, Substitution, UriPosition, sent_chars};
use crate::matching::captures::{DotSegment, ValueCheck, is_slash_like};
use crate::matching::text::{Encoding, PathChar, Text};
use crate::request::authority::{MAX_HOST, is_host, is_label, is_misread};

/// Returns whether each value is valid in its position, and the path with all values neither begins
/// with two slashes nor has a dot segment that its literal text lacks.
pub fn is_safe<'a, 't>(
    substitution: &Substitution<'a, impl Iterator<Item = Part<&'t [u8]>> + Clone>,
) -> bool {
    let mut path: Option<PathState> = None;
    let mut is_after_path = false;
    let mut before: &[u8] = b"";
    let mut parts = substitution.parts.clone();
    while let Some(part) = parts.next() {
        let is_safe = match (part, &mut path) {
            (Part::Query | Part::Parameter | Part::Fragment, _) => {
                is_after_path = true;
                true
            }
            (Part::RequestUri, _) => !substitution.uri.starts_with_host(),
            (Part::RequestHost, _) => substitution.host.is_some(),
            _ if is_after_path => true,
            (Part::Path, _) => path.replace(PathState::default()).is_none(),
            (Part::Literal(text), Some(path)) => path.push_literal(text),
            (Part::Slash, Some(path)) => {
                !substitution.keeps_slash(parts.clone(), path.len == 0) || path.push_literal(b"/")
            }
            (Part::Literal(_) | Part::Slash, None) => true,
            (Part::Capture(position, index), Some(path)) => {
                path.push_value(substitution.value(index), position)
            }
            (Part::Capture(UriPosition::Host, index), None) => {
                let is_whole = before.ends_with(b"//") && ends_host(parts.clone().next());
                let is_valid: fn(&[u8]) -> bool =
                    if is_whole { |host| is_host(host) && !is_misread(host) } else { is_host };
                is_sent_as(substitution.value(index), is_valid)
            }
            (Part::Capture(_, index), None) => is_sent_as(substitution.value(index), is_label),
        };
        if !is_safe {
            return false;
        }
        before = if let Part::Literal(text) = part { text } else { b"" };
    }
    path.is_none_or(|path| path.is_safe_segment())
}

/// Returns whether a host ends before a part: the path, or the port.
pub fn ends_host(part: Option<Part<&[u8]>>) -> bool {
    match part {
        Some(Part::Path) | None => true,
        Some(Part::Literal(text)) => text.starts_with(b":"),
        Some(_) => false,
    }
}

/// Returns whether a value is a valid host, or label, in the form in which it is sent. A character
/// that would be encoded is not valid.
fn is_sent_as(value: Text<'_>, is_valid: fn(&[u8]) -> bool) -> bool {
    let mut host = [0; MAX_HOST];
    let mut len = 0;
    for char in sent_chars(value, UriPosition::Label) {
        let bytes = char.bytes();
        let Some(free) = host.get_mut(len..len + bytes.len()) else { return false };
        free.copy_from_slice(bytes);
        len += bytes.len();
    }
    is_valid(&host[..len])
}

/// Returns whether a value may be a part of a path. A source matches only such values of the path.
fn is_path_value(value: Text<'_>) -> bool {
    match value.encoding() {
        Encoding::Path | Encoding::NormalPath | Encoding::CaselessPath => true,
        Encoding::Form | Encoding::Bytes | Encoding::Host => {
            let mut check = ValueCheck::new(true);
            value.chars().all(|char| check.push(char)) && check.is_end(true)
        }
    }
}

/// Returns an iterator over the characters of a value as the client reads them.
fn received_chars(value: Text<'_>, position: UriPosition) -> impl Iterator<Item = PathChar> {
    let mut chars = sent_chars(value, position);
    std::iter::from_fn(move || Text::new(chars.next()?.bytes(), Encoding::Path).chars().next())
}

/// The state of the check after a prefix of the path.
#[derive(Default)]
struct PathState {
    /// The number of characters.
    len: usize,
    /// The characters of the current segment.
    segment: DotSegment,
    /// The current segment contains a value or follows one.
    has_value: bool,
}

impl PathState {
    fn push_literal(&mut self, text: &[u8]) -> bool {
        for char in Text::new(text, Encoding::Path).chars() {
            if !self.push(char, false) {
                return false;
            }
        }
        true
    }

    fn push_value(&mut self, value: Text<'_>, position: UriPosition) -> bool {
        self.has_value = true;
        for char in received_chars(value, position) {
            if !self.push(char, true) {
                return false;
            }
        }
        is_path_value(value)
    }

    fn push(&mut self, char: PathChar, in_value: bool) -> bool {
        self.len += 1;
        if self.len == 2 && is_slash_like(char) {
            return false;
        }
        if char != PathChar::Plain(b'/') {
            self.segment.push(char);
            return true;
        }
        let is_safe = self.is_safe_segment();
        self.segment = DotSegment::default();
        self.has_value = in_value;
        is_safe
    }

    /// Returns whether the current segment may end here.
    fn is_safe_segment(&self) -> bool {
        !self.has_value || !self.segment.is_dot_segment()
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;
    use crate::action::location::{Part, RequestUri, Substitution, UriPosition};
    use crate::matching::captures::Captures;
    use crate::matching::text::{Encoding, Text};
    use crate::request::authority::RequestHost;

    fn is_safe_with(parts: &[Part<&[u8]>], value: &str, encoding: Encoding) -> bool {
        let mut captures = Captures::default();
        captures.push(Text::new(value.as_bytes(), encoding)).unwrap_or_default();
        let parts = parts.iter().copied();
        let uri = RequestUri::default();
        is_safe(&Substitution { parts, captures: &captures, final_slash: false, uri, host: None })
    }

    #[test]
    fn values_do_not_add_dot_segments_or_a_second_slash() {
        let parts = [Part::Path, Part::Literal(&b"/"[..]), Part::Capture(UriPosition::Segment, 0)];
        for value in ["a", "a.b", "...", ""] {
            assert!(is_safe_with(&parts, value, Encoding::Bytes), "{value}");
        }
        for value in [".", "..", "/other.example", "\\other.example"] {
            assert!(!is_safe_with(&parts, value, Encoding::Bytes), "{value}");
        }
        assert!(!is_safe_with(&parts, "%2e%2E", Encoding::Path));
    }

    #[test]
    fn segments_of_values_of_other_parts_of_the_request_are_checked_too() {
        for position in [UriPosition::Segment, UriPosition::Rest] {
            let parts = [Part::Path, Part::Literal(&b"/a/"[..]), Part::Capture(position, 0)];
            for (value, is_safe) in [
                ("b/c", true),
                ("b/", true),
                ("b/..c", true),
                ("b//c", true),
                ("/b", false),
                ("\\b", false),
                ("b/../c", false),
                ("b\\..\\c", false),
                ("b/.", false),
                ("../b", false),
            ] {
                assert_eq!(is_safe_with(&parts, value, Encoding::Bytes), is_safe, "{value}");
            }
            assert!(!is_safe_with(&parts, "b%2F..", Encoding::Form));
            assert!(is_safe_with(&parts, "b%2F..", Encoding::Bytes));
        }
    }

    #[test]
    fn a_value_next_to_a_dot_must_not_form_a_dot_segment() {
        let parts = [Part::Path, Part::Literal(&b"/."[..]), Part::Capture(UriPosition::Segment, 0)];
        assert!(is_safe_with(&parts, "well-known", Encoding::Bytes));
        assert!(!is_safe_with(&parts, ".", Encoding::Bytes));
        assert!(!is_safe_with(&parts, "", Encoding::Bytes));
    }

    #[test]
    fn the_requested_path_does_not_start_with_two_slashes() {
        let parts =
            [Part::Path, Part::Literal(&b"/login?next="[..]), Part::Query, Part::RequestUri];
        let captures = Captures::default();
        for (path, expected) in [
            ("/", true),
            ("/a//b", true),
            ("//a", false),
            ("/%2Fa", false),
            ("/%5ca", false),
            ("/\\a", false),
        ] {
            let uri = RequestUri { path: path.as_bytes(), query: None };
            let parts = parts.iter().copied();
            let substitution =
                Substitution { parts, captures: &captures, final_slash: false, uri, host: None };
            assert_eq!(is_safe(&substitution), expected, "{path}");
        }
    }

    #[test]
    fn a_request_without_a_valid_host_does_not_fill_a_target_with_its_host() {
        let in_authority = [Part::Literal(&b"https://"[..]), Part::RequestHost, Part::Path];
        let in_query = [Part::Path, Part::Literal(&b"/"[..]), Part::Query, Part::RequestHost];
        let (captures, uri) = (Captures::default(), RequestUri::default());
        for parts in [&in_authority[..], &in_query] {
            for host in [RequestHost::parse("example.com:80"), None] {
                let parts = parts.iter().copied();
                let substitution =
                    Substitution { parts, captures: &captures, final_slash: false, uri, host };
                assert_eq!(is_safe(&substitution), host.is_some());
            }
        }
    }

    #[test]
    fn values_in_the_host_are_labels_or_hosts() {
        let label = [Part::Capture(UriPosition::Label, 0), Part::Literal(&b".example.com"[..])];
        let host =
            [Part::Literal(&b"https://"[..]), Part::Capture(UriPosition::Host, 0), Part::Path];
        for (value, is_label, is_host) in [
            ("shop", true, true),
            ("a.b", false, true),
            ("1.2.3.4", false, true),
            ("127.1", false, false),
            ("1", true, false),
            ("a@b", false, false),
            ("a/", false, false),
            ("é", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_safe_with(&label, value, Encoding::Bytes), is_label, "{value}");
            assert_eq!(is_safe_with(&host, value, Encoding::Bytes), is_host, "{value}");
        }
    }
}
