//! Checks of characters and segments that apply to every text in a URL.

use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, Limit, TextFault};
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::captures::is_dot_segment;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::text::{Encoding, Text};

/// Reports a text that is too long for the table.
pub(crate) fn too_long(text: &str) -> Option<Spanned<FaultKind>> {
    let kind = FaultKind::TooLarge(Limit::Text);
    (text.len() > MAX_TEXT).then(|| Spanned::new(0..text.len(), kind))
}

/// Reports the first whitespace or control character, which no request line can contain
/// (RFC 9112 §3).
pub(crate) fn blank_or_control(text: &str) -> Option<Spanned<FaultKind>> {
    if !may_have_blank_or_control(text.as_bytes()) {
        return None;
    }
    for (offset, char) in text.char_indices() {
        let kind = if char.is_control() {
            TextFault::ControlCharacter(char)
        } else if char.is_whitespace() {
            TextFault::Whitespace(char)
        } else {
            continue;
        };
        return Some(Spanned::new(offset..offset + char.len_utf8(), FaultKind::Text(kind)));
    }
    None
}

/// Returns whether a text may contain whitespace or a control character, judging by its bytes.
///
/// Outside ASCII, these characters are below U+00A1, or are U+1680, U+2000 to U+205F, or U+3000.
/// The first byte of the UTF-8 encoding therefore excludes them for nearly all texts.
fn may_have_blank_or_control(bytes: &[u8]) -> bool {
    // An index loop: without optimization, as in a macro, iterator adapters are slow.
    let mut index = 0;
    while index < bytes.len() {
        if matches!(bytes[index], 0..=0x20 | 0x7F | 0xC2 | 0xE1..=0xE3) {
            return true;
        }
        index += 1;
    }
    false
}

/// Reports the first `%` that is not followed by two hexadecimal digits (RFC 3986 §2.1).
pub(crate) fn bare_percent(text: &str) -> Option<Spanned<FaultKind>> {
    for (offset, _) in text.match_indices('%') {
        if pct_encoded(&text.as_bytes()[offset..]).is_none() {
            let kind = FaultKind::Text(TextFault::PercentEncoding);
            return Some(Spanned::new(offset..offset + 1, kind));
        }
    }
    None
}

/// Returns the range of the first segment of a path that is `.` or `..`, percent-encoded or not.
pub(crate) fn dot_segment(path: &str) -> Option<Range<usize>> {
    if !path.contains('.') && !path.contains('%') {
        return None;
    }
    let mut offset = 0;
    for segment in path.split('/') {
        if is_dot_segment(Text::new(segment.as_bytes(), Encoding::Path)) {
            return Some(offset..offset + segment.len());
        }
        offset += segment.len() + 1;
    }
    None
}

/// Returns whether every byte of a text is in an ASCII class, such as [`u8::is_ascii_digit`].
pub(crate) fn is_all(text: &str, class: fn(&u8) -> bool) -> bool {
    text.as_bytes().iter().all(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blank_and_control_is_reported_at_its_position() {
        for char in ('\0'..=char::MAX).filter(|char| char.is_whitespace() || char.is_control()) {
            let text = format!("/a{char}b");
            let fault = blank_or_control(&text).unwrap();
            assert_eq!(fault.range, 2..2 + char.len_utf8(), "{char:?}");
        }
        assert_eq!(blank_or_control("/é/語/🦀/\u{E0}"), None);
    }

    #[test]
    fn percent_signs_need_two_hexadecimal_digits() {
        let offset = |text| bare_percent(text).map(|fault| fault.range.start);
        assert_eq!(offset("/%41/%e9"), None);
        assert_eq!(offset("/%41%4"), Some(4));
        assert_eq!(offset("/%%41"), Some(1));
        assert_eq!(offset("/100%"), Some(4));
    }

    #[test]
    fn dot_segments_are_found_in_any_encoding() {
        for (path, range) in [
            ("/a/./b", Some(3..4)),
            ("/a/..", Some(3..5)),
            ("/%2e%2E/", Some(1..7)),
            ("/.a/a../...", None),
        ] {
            assert_eq!(dot_segment(path), range, "{path}");
        }
    }
}
