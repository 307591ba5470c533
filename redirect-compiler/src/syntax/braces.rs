//! Braces in the text of sources and targets: the names of captures, and doubled braces, which
//! stand for literal ones as in `format!`.

use std::borrow::Cow;

/// Returns whether a text is the name of a capture.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && name_len(text) == text.len()
}

/// Returns the length of the capture name at the start of a text, or 0 if there is none. A name is
/// an ASCII letter or `_`, then letters, digits and `_`.
pub(crate) fn name_len(text: &str) -> usize {
    let mut len = 0;
    for byte in text.bytes() {
        let is_letter = byte.is_ascii_alphabetic() || byte == b'_';
        if !is_letter && (len == 0 || !byte.is_ascii_digit()) {
            break;
        }
        len += 1;
    }
    len
}

/// Doubles the braces of a text, so that they do not delimit captures.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if has_braces(text) { text.replace('{', "{{").replace('}', "}}").into() } else { text.into() }
}

/// Returns whether a text contains a brace.
pub(crate) fn has_braces(text: &str) -> bool {
    text.as_bytes().contains(&b'{') || text.as_bytes().contains(&b'}')
}

/// Replaces each doubled brace of a text without captures with a single one.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("{{", "{").replace("}}", "}")
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_name, name_len, unescaped};

    #[test]
    fn names_are_ascii_identifiers() {
        assert!(is_name("slug") && is_name("_") && is_name("a1"));
        assert!(!is_name("") && !is_name("1a") && !is_name("a-b") && !is_name("é"));
        assert_eq!(name_len("slug-2024"), 4);
    }

    #[test]
    fn escaped_braces_are_read_back() {
        assert_eq!(escaped("/a{b}"), "/a{{b}}");
        assert_eq!(unescaped(&escaped("/a{b}")), "/a{b}");
    }
}
