//! Characters that must not reach a terminal or a log in a message.

use std::borrow::Cow;

/// Escapes control characters, and characters that change the direction or the lines of the text
/// around them. In messages, such characters could hide parts of a rule or forge others, as in
/// Boucher and Anderson, *Trojan Source*, 2021.
///
/// ```
/// assert_eq!(redirect_compiler::escaped("/a\u{202E}\n"), r"/a\u{202e}\n");
/// ```
pub fn escaped(text: &str) -> Cow<'_, str> {
    let Some(start) = text.find(is_escaped) else { return text.into() };
    let mut escaped = String::with_capacity(text.len() + 8);
    escaped += &text[..start];
    for character in text[start..].chars() {
        if is_escaped(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped.into()
}

/// Returns whether messages escape a character.
pub(crate) fn is_escaped(character: char) -> bool {
    character.is_control() || is_bidi_control(character) || is_line_break(character)
}

/// Returns whether a character has the Unicode property `Bidi_Control`.
fn is_bidi_control(character: char) -> bool {
    matches!(
        character,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// Returns whether a character is the line separator or the paragraph separator of Unicode.
fn is_line_break(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn control_and_bidi_characters_are_escaped() {
        for (text, expected) in [
            ("/a", "/a"),
            ("", ""),
            ("/é\u{4E2D}\u{627}", "/é\u{4E2D}\u{627}"),
            ("a\nb\tc\r", r"a\nb\tc\r"),
            ("\u{1B}[31m\u{7F}\u{9B}", r"\u{1b}[31m\u{7f}\u{9b}"),
            ("\u{202E}x\u{2066}y\u{2069}", r"\u{202e}x\u{2066}y\u{2069}"),
            ("\u{200E}\u{200F}\u{61C}", r"\u{200e}\u{200f}\u{61c}"),
            ("a\u{2028}b\u{2029}", r"a\u{2028}b\u{2029}"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
