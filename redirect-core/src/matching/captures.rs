//! The values of captures, and which values they may have.

use crate::matching::pattern::Piece;
use crate::matching::text::{PathChar, Text};

/// The greatest number of captures of one rule.
pub const MAX_CAPTURES: usize = 16;

/// The greatest number of values that the conditions of one rule may capture from, besides the
/// query. The host of the request in the target counts as one.
pub const MAX_INPUTS: usize = 4;

/// The host and the header values that the conditions of a rule capture from, in order, and then
/// the authority of the request if the target contains it. The result of a lookup holds these
/// instead of [`Captures`], which are three times as large, and computes the captures again if a
/// location needs them.
#[derive(Clone, Copy, Default)]
pub(crate) struct CaptureInputs<'a> {
    values: [&'a [u8]; MAX_INPUTS],
    len: usize,
}

impl<'a> CaptureInputs<'a> {
    /// Adds a value, or returns `None` if there are too many.
    pub(crate) fn push(&mut self, value: &'a [u8]) -> Option<()> {
        *self.values.get_mut(self.len)? = value;
        self.len += 1;
        Some(())
    }

    /// Returns the values.
    pub(crate) fn values(&self) -> &[&'a [u8]] {
        &self.values[..self.len]
    }
}

/// The values of a rule's captures, in the order in which it declares them.
#[derive(Clone, Copy, Default, Debug)]
pub struct Captures<'a> {
    /// `None` if a capture is absent, and after the last value: it takes one byte to initialize,
    /// and an empty text three words.
    values: [Option<Text<'a>>; MAX_CAPTURES],
    len: usize,
}

impl<'a> Captures<'a> {
    /// No captures.
    pub(crate) const NONE: Captures<'static> = Captures { values: [None; MAX_CAPTURES], len: 0 };

    /// Adds a value, or returns `None` if there are too many.
    pub fn push(&mut self, value: Text<'a>) -> Option<()> {
        *self.values.get_mut(self.len)? = Some(value);
        self.len += 1;
        Some(())
    }

    /// Returns the number of values.
    #[expect(clippy::len_without_is_empty, reason = "nothing calls `is_empty`")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Removes all values after the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Inserts an absent capture at an index, or returns `None` if there are too many.
    pub fn insert_absent(&mut self, index: usize) -> Option<()> {
        (index <= self.len && self.len < MAX_CAPTURES).then_some(())?;
        self.values.copy_within(index..self.len, index + 1);
        self.values[index] = None;
        self.len += 1;
        Some(())
    }

    /// Returns the value at that index, or `None` if the capture is absent.
    pub(crate) fn value(&self, index: usize) -> Option<Text<'a>> {
        self.values[..self.len].get(index).copied().flatten()
    }

    /// Returns the value at that index; an empty one if there is none.
    pub fn get(&self, index: usize) -> Text<'a> {
        self.value(index).unwrap_or_default()
    }
}

/// Returns whether the values of a capture have segments, which must not be dot segments: those of
/// a `{*name}`, and those of a `{name}` in a path. A client would resolve dot segments (RFC 3986
/// §5.2.4).
pub(crate) fn is_strict<L>(text: Text<'_>, piece: &Piece<L>) -> bool {
    match piece {
        Piece::Literal(_) | Piece::Optional => false,
        Piece::Param(_) => text.separator() == Some(b'/'),
        Piece::CatchAll(_) => true,
    }
}

/// The state of the check of a value after a prefix of it. A value must not contain a dot segment
/// and must not begin with a slash. Encoded slashes and backslashes count as slashes, because
/// servers and browsers may read them as such.
#[derive(Clone, Copy)]
pub(crate) struct ValueCheck {
    /// False if the whole value is one segment, which may contain slashes.
    is_strict: bool,
    is_at_start: bool,
    segment: DotSegment,
}

impl ValueCheck {
    /// Creates the state before the first character of a value.
    pub(crate) fn new(is_strict: bool) -> ValueCheck {
        ValueCheck { is_strict, is_at_start: true, segment: DotSegment::default() }
    }

    /// Adds a character. Returns false if no value begins like this.
    pub(crate) fn push(&mut self, char: PathChar) -> bool {
        if self.is_strict && is_slash_like(char) {
            if self.is_at_start || self.segment.is_dot_segment() {
                return false;
            }
            self.segment = DotSegment::default();
        } else {
            self.segment.push(char);
        }
        self.is_at_start = false;
        true
    }

    /// Returns whether the value may end here. Only a `{*name}` may be empty.
    pub(crate) fn is_end(self, is_catch_all: bool) -> bool {
        if self.is_at_start { is_catch_all } else { !self.segment.is_dot_segment() }
    }
}

/// Returns whether a `{name}` may match a value: it is neither empty nor, in any encoding, a dot
/// segment. Encoded slashes divide a value of the path into segments, see [`ValueCheck`].
pub(crate) fn is_param_value(value: Text<'_>) -> bool {
    if value.is_empty() || value.has_separator() {
        return false;
    }
    if !value.has_encoded_slash() {
        return !is_dot_segment(value);
    }
    let mut check = ValueCheck::new(true);
    value.chars().all(|char| check.push(char)) && check.is_end(false)
}

/// Returns the length of the longest prefix of a value that a `{*name}` may match: it neither
/// starts with a slash nor contains a dot segment. Encoded slashes and backslashes count as
/// slashes, because servers and browsers may read them as such.
pub(crate) fn catch_all_len(value: Text<'_>) -> usize {
    if value.chars().next().is_some_and(is_slash_like) {
        return 0;
    }
    let (mut start, mut at, mut dots) = (0, 0, DotSegment::default());
    while let Some((char, next)) = value.after(at) {
        at = next;
        if !is_slash_like(char) {
            dots.push(char);
        } else if dots.is_dot_segment() {
            return start;
        } else {
            (start, dots) = (at, DotSegment::default());
        }
    }
    if dots.is_dot_segment() { start } else { at }
}

/// Returns whether a segment is `.` or `..`, in any encoding.
pub fn is_dot_segment(segment: Text<'_>) -> bool {
    let mut dots = DotSegment::default();
    for char in segment.chars() {
        dots.push(char);
        if !dots.may_be_dot_segment() {
            return false;
        }
    }
    dots.is_dot_segment()
}

/// Returns whether the text after the last slash (or backslash, see [`is_slash_like`]) is a dot
/// segment.
pub(crate) fn ends_in_dot_segment(value: Text<'_>) -> bool {
    let mut dots = DotSegment::default();
    for char in value.chars_from_end() {
        if is_slash_like(char) {
            break;
        }
        dots.push(char);
        if !dots.may_be_dot_segment() {
            return false;
        }
    }
    dots.is_dot_segment()
}

/// Returns whether a character is a slash or a backslash, encoded or not.
pub(crate) fn is_slash_like(char: PathChar) -> bool {
    matches!(char, PathChar::Plain(b'/') | PathChar::Encoded(b'/' | b'\\'))
}

/// The characters of one segment, as far as needed to recognize `.` and `..`.
#[derive(Clone, Copy, Default)]
pub(crate) struct DotSegment {
    dots: usize,
    has_other: bool,
}

impl DotSegment {
    /// Adds a character of the segment.
    pub(crate) fn push(&mut self, char: PathChar) {
        match char {
            PathChar::Plain(b'.') => self.dots += 1,
            PathChar::Plain(_) | PathChar::Encoded(_) => self.has_other = true,
        }
    }

    /// Returns whether the segment is `.` or `..`.
    pub(crate) fn is_dot_segment(self) -> bool {
        self.may_be_dot_segment() && self.dots > 0
    }

    fn may_be_dot_segment(self) -> bool {
        !self.has_other && self.dots <= 2
    }
}

#[cfg(test)]
mod tests {
    use super::{catch_all_len, ends_in_dot_segment, is_dot_segment, is_param_value};
    use crate::matching::text::Text;

    #[test]
    fn dot_segments_are_recognized_in_any_encoding() {
        for segment in [".", "..", "%2e", ".%2E", "%2e%2e"] {
            assert!(is_dot_segment(Text::path(segment)), "{segment}");
            assert!(!is_param_value(Text::path(segment)), "{segment}");
        }
        assert!(!is_dot_segment(Text::path("%2F.")));
        for segment in ["...", ".a", "a.", " "] {
            assert!(!is_dot_segment(Text::path(segment)), "{segment}");
            assert!(is_param_value(Text::path(segment)), "{segment}");
        }
        assert!(!is_dot_segment(Text::path("")));
        assert!(!is_param_value(Text::path("")));
        assert!(!is_param_value(Text::path("a/b")));
    }

    #[test]
    fn params_have_no_dot_segments_between_encoded_slashes() {
        for (value, is_value) in [
            ("a%2Fb", true),
            ("a%5c", true),
            ("a%2F..b", true),
            ("%2Fa", false),
            ("a%2F%2e%2E%5Cb", false),
            ("a%2F.", false),
        ] {
            assert_eq!(is_param_value(Text::path(value)), is_value, "{value}");
        }
    }

    #[test]
    fn catch_all_ends_before_the_first_dot_segment() {
        let cases = [("a/b", 3), ("a/../b", 2), ("..", 0), ("/a", 0), ("%2Fa", 0), ("a//b", 4)];
        for (value, len) in cases {
            assert_eq!(catch_all_len(Text::path(value)), len, "{value}");
        }
    }

    #[test]
    fn last_segment_is_checked_after_any_slash() {
        for value in ["a/..", "a%2F.", "a%5C..", "."] {
            assert!(ends_in_dot_segment(Text::path(value)), "{value}");
        }
        for value in ["a/...", "../a", ""] {
            assert!(!ends_in_dot_segment(Text::path(value)), "{value}");
        }
    }
}
