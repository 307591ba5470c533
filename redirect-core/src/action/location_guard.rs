//! The last check before a redirect: captured values must not lead anywhere that the author's
//! target does not allow.
//!
//! A value could otherwise turn the host into another one, or add a dot segment (`..`) or an empty
//! segment (`//other.example`) to the path. The check is one pass over the parts of the target, in
//! time linear in the length of the location. For most rules it is done at compile time instead,
//! see [`is_always_safe`](crate::table::segment_pattern::is_always_safe).

use crate::action::location::{Part, Substitution, UriPosition, sent_chars};
use crate::matching::captures::{DotSegment, is_slash_like};
use crate::matching::text::{Encoding, PathChar, Text};
use crate::request::authority::{MAX_HOST, is_host, is_label};

/// Returns whether each value is valid in its position, and the path with all values has no empty
/// segment or dot segment that its literal text lacks.
pub fn is_safe<'a, 't>(
    substitution: &Substitution<'a, impl Iterator<Item = Part<&'t [u8]>> + Clone>,
) -> bool {
    let mut path: Option<PathState> = None;
    for part in substitution.parts.clone() {
        let is_safe = match (part, &mut path) {
            (Part::Query | Part::Fragment, _) => break,
            (Part::Path, _) => path.replace(PathState::default()).is_none(),
            (Part::Literal(text), Some(path)) => path.push_literal(text),
            (Part::Literal(_), None) => true,
            (Part::Capture(UriPosition::Rest, index), Some(path)) => {
                path.push_rest(substitution.value(index))
            }
            (Part::Capture(_, index), Some(path)) => path.push_segment(substitution.value(index)),
            (Part::Capture(UriPosition::Host, index), None) => {
                is_sent_as(substitution.value(index), is_host)
            }
            (Part::Capture(_, index), None) => is_sent_as(substitution.value(index), is_label),
        };
        if !is_safe {
            return false;
        }
    }
    path.is_none_or(|path| path.is_safe_at_end())
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

/// Returns an iterator over the characters of a value as the client reads them.
fn received_chars(value: Text<'_>, position: UriPosition) -> impl Iterator<Item = PathChar> {
    let mut chars = sent_chars(value, position);
    std::iter::from_fn(move || Text::new(chars.next()?.bytes(), Encoding::Path).chars().next())
}

/// The state of the check after a prefix of the path.
#[derive(Default)]
struct PathState {
    /// The prefix is the first slash.
    is_at_first_slash: bool,
    /// The characters of the current segment.
    segment: DotSegment,
    /// The current segment contains a value or follows one.
    has_value: bool,
}

impl PathState {
    fn push_literal(&mut self, text: &[u8]) -> bool {
        let is_first_slash = text == b"/" && self.segment.is_empty() && !self.has_value;
        for char in Text::new(text, Encoding::Path).chars() {
            if !self.push(char, false) {
                return false;
            }
        }
        self.is_at_first_slash = is_first_slash;
        true
    }

    fn push_segment(&mut self, value: Text<'_>) -> bool {
        self.has_value = true;
        for char in received_chars(value, UriPosition::Segment) {
            let is_second_slash = self.is_at_first_slash && is_slash_like(char);
            self.is_at_first_slash = false;
            if is_second_slash || !self.push(char, false) {
                return false;
            }
        }
        true
    }

    fn push_rest(&mut self, value: Text<'_>) -> bool {
        self.has_value = true;
        for char in received_chars(value, UriPosition::Rest) {
            self.is_at_first_slash = false;
            if !self.push(char, true) {
                return false;
            }
        }
        true
    }

    fn push(&mut self, char: PathChar, in_rest: bool) -> bool {
        if char != PathChar::Plain(b'/') {
            self.segment.push(char);
            return true;
        }
        // A `{*name}` may contain empty segments, and never contains dot segments.
        let is_safe = !self.has_value || in_rest || self.is_safe_segment();
        self.segment = DotSegment::default();
        self.has_value = in_rest;
        is_safe
    }

    fn is_safe_segment(&self) -> bool {
        !self.segment.is_empty() && !self.segment.is_dot_segment()
    }

    /// Returns whether the path may end here. The last segment may be empty: the path then ends in
    /// a slash.
    fn is_safe_at_end(&self) -> bool {
        !self.has_value || !self.segment.is_dot_segment()
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;
    use crate::action::location::{Part, Substitution, UriPosition};
    use crate::matching::captures::Captures;
    use crate::matching::text::{Encoding, Text};

    fn is_safe_with(parts: &[Part<&[u8]>], value: &str, encoding: Encoding) -> bool {
        let mut captures = Captures::default();
        captures.push(Text::new(value.as_bytes(), encoding)).unwrap_or_default();
        is_safe(&Substitution { parts: parts.iter().copied(), captures: &captures })
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
    fn a_value_next_to_a_dot_must_not_form_a_dot_segment() {
        let parts = [Part::Path, Part::Literal(&b"/."[..]), Part::Capture(UriPosition::Segment, 0)];
        assert!(is_safe_with(&parts, "well-known", Encoding::Bytes));
        assert!(!is_safe_with(&parts, ".", Encoding::Bytes));
        assert!(!is_safe_with(&parts, "", Encoding::Bytes));
    }

    #[test]
    fn values_in_the_host_are_labels_or_hosts() {
        let label = [Part::Capture(UriPosition::Label, 0), Part::Literal(&b".example.com"[..])];
        let host = [Part::Capture(UriPosition::Host, 0), Part::Path];
        for (value, is_label, is_host) in [
            ("shop", true, true),
            ("a.b", false, true),
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
