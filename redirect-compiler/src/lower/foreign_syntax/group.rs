//! Groups of regular expressions: `(.*)`, `(\d+)` and `(a|b)`.

use crate::lower::foreign_syntax::construct::{Extent, ForeignCapture, Meaning, Reference};
use crate::syntax::braces::name_len;

/// Regular expressions for one segment or a part of one.
const SEGMENTS: [&str; 6] = ["[^/]+", "[^/]*", r"[^\/]+", r"[^\/]*", "[^/]+?", "[^/]*?"];

/// Regular expressions for the rest of a path.
const RESTS: [&str; 4] = [".*", ".+", ".*?", ".+?"];

/// The longest group, in bytes. The limit makes the time for a text linear in its length.
const MAX_GROUP: usize = 1_000;

/// Returns the length of the group at the start of a text, with its parentheses.
pub(super) fn group_len(text: &str) -> Option<usize> {
    let (mut depth, mut is_in_class, mut is_escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate().take(MAX_GROUP) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'[' => is_in_class = true,
            b']' => is_in_class = false,
            b'(' if !is_in_class => depth += 1,
            b')' if !is_in_class => {
                depth -= 1;
                if depth == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns whether the content of parentheses is evidently a regular expression, and not text as in
/// `Rust_(language)` or `dir(rtl)`.
pub(super) fn is_regex(content: &str) -> bool {
    content.contains(['|', '\\'])
        || content.contains(".*")
        || content.contains(".+")
        || content.starts_with('?')
        || has_class(content)
}

/// Returns whether a text contains a character class that is evidently one, and not text in
/// brackets: it is negated, has a range, or is repeated.
fn has_class(text: &str) -> bool {
    for (offset, _) in text.match_indices('[') {
        if class_len(&text[offset..]).is_some() {
            return true;
        }
    }
    false
}

/// Returns the length of the character class at the start of a text, without its repetition, if it
/// is evidently one.
pub(super) fn class_len(text: &str) -> Option<usize> {
    let end = text.strip_prefix('[')?.find(']')? + 1;
    let (inside, after) = (&text[1..end], &text[end + 1..]);
    let has_range = inside.split('-').collect::<Vec<_>>().windows(2).any(|pair| {
        let (before, after) = (pair[0].chars().next_back(), pair[1].chars().next());
        match (before, after) {
            (Some(first), Some(last)) => {
                let same = |class: fn(&char) -> bool| class(&first) && class(&last);
                let is_range = same(char::is_ascii_digit)
                    || same(char::is_ascii_lowercase)
                    || same(char::is_ascii_uppercase);
                // `post-id` is a name with a hyphen.
                is_range && first < last && pair[0].len() <= 3 && pair[1].len() <= 3
            }
            _ => false,
        }
    });
    let is_repeated = after.starts_with(['+', '*', '{']);
    (inside.starts_with('^') || has_range || is_repeated && !inside.is_empty()).then_some(end + 1)
}

/// Returns the length of the repetition at the start of a text: `+`, `*`, `{2}`, or nothing.
pub(super) fn repetition_len(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(b'+' | b'*') => 1,
        Some(b'{') => {
            let end = text.find('}').unwrap_or(0);
            let digits = text.get(1..end).unwrap_or_default();
            let is_count = digits.starts_with(|char: char| char.is_ascii_digit())
                && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
            if is_count { end + 1 } else { 0 }
        }
        _ => 0,
    }
}

/// Returns the meaning of a group, given the text between its parentheses.
pub(super) fn meaning(content: &str, is_optional: bool) -> Meaning<'_> {
    let (reference, content) = match content.strip_prefix('?') {
        None => (Reference::Group, content),
        Some(rest) => match flags(rest) {
            Some(parts) => parts,
            None => return Meaning::Unknown,
        },
    };
    let capture = |extent, prefix| {
        Meaning::Capture(ForeignCapture { reference, extent, is_optional, prefix })
    };
    if let Some(rest) = content.strip_prefix('/').filter(|rest| RESTS.contains(rest)) {
        return capture(Extent::Rest, &content[..content.len() - rest.len()]);
    }
    let is_named = matches!(reference, Reference::Name(_));
    if let Some(text) = literal(content).filter(|_| !is_named) {
        return if is_optional { Meaning::OptionalText(text) } else { Meaning::Text(text) };
    }
    match extent(content) {
        Some(extent) => capture(extent, ""),
        None => Meaning::Unknown,
    }
}

/// Parses the text after `(?`: the start of a group that has a name or no number.
fn flags(rest: &str) -> Option<(Reference<'_>, &str)> {
    if let Some(content) = rest.strip_prefix(':') {
        return Some((Reference::Anonymous, content));
    }
    let named = rest.strip_prefix("P<").or_else(|| rest.strip_prefix('<'))?;
    let (name, content) = named.split_at(name_len(named));
    let content = content.strip_prefix('>')?;
    (!name.is_empty()).then_some((Reference::Name(name), content))
}

/// Returns the values that a regular expression matches.
pub(super) fn extent(content: &str) -> Option<Extent> {
    if RESTS.contains(&content) {
        return Some(Extent::Rest);
    }
    if SEGMENTS.contains(&content) {
        return Some(Extent::Segment);
    }
    shape(content).map(Extent::Shape)
}

/// Returns the text that a regular expression matches, if it matches only one.
fn literal(content: &str) -> Option<String> {
    let (mut text, mut chars) = (String::new(), content.chars());
    while let Some(char) = chars.next() {
        match char {
            '\\' => text.push(chars.next().filter(|char| !char.is_alphanumeric())?),
            _ if r"()[]{}*+?|^$.".contains(char) => return None,
            _ => text.push(char),
        }
    }
    Some(text)
}

/// Returns a regular expression without backslashes, so that it needs no raw string. Returns `None`
/// if that is not possible, or if it can match a slash.
fn shape(content: &str) -> Option<String> {
    let (mut shape, mut chars) = (String::new(), content.chars());
    let mut is_in_class = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                let escaped = chars.next()?;
                let class = match escaped {
                    'd' => "0-9",
                    'w' => "0-9A-Za-z_",
                    '/' if is_in_class => "/",
                    '.' | '+' | '*' | '?' | '(' | ')' | '|' | '$' | '{' | '}' => {
                        &content[content.len() - chars.as_str().len() - 1..][..1]
                    }
                    '-' if !is_in_class => {
                        shape.push('-');
                        continue;
                    }
                    _ => return None,
                };
                if is_in_class {
                    shape += class;
                } else {
                    shape.push('[');
                    shape += class;
                    shape.push(']');
                }
                continue;
            }
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            '/' if !is_in_class => return None,
            _ => {}
        }
        shape.push(char);
    }
    Some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_balanced() {
        for (text, len) in [
            ("(a)b", Some(3)),
            ("((a)(b))", Some(8)),
            (r"(\))", Some(4)),
            ("([)])x", Some(5)),
            ("(a", None),
        ] {
            assert_eq!(group_len(text), len, "{text}");
        }
    }

    #[test]
    fn words_in_parentheses_are_text() {
        for text in ["language", "ltr", "", "5__", "[scope]", "a.b", "n-ary"] {
            assert!(!is_regex(text), "{text}");
        }
        for text in [".*", "a|b", r"\d+", "[^/]+", "[a-z]", "[abc]+", "?:a", "[a-zA-Z]{1,}"] {
            assert!(is_regex(text), "{text}");
        }
    }

    #[test]
    fn classes_are_not_names() {
        for text in ["[a-z]", "[0-9]+", "[^x]", "[ab]*", "[A-Za-z_-]"] {
            assert!(class_len(text).is_some(), "{text}");
        }
        for text in ["[slug]", "[post-id]", "[a", "[...rest]"] {
            assert_eq!(class_len(text), None, "{text}");
        }
    }

    #[test]
    fn shapes_have_no_backslashes() {
        for (content, expected) in [
            (r"\d+", Some("[0-9]+")),
            (r"[\w-]+", Some("[0-9A-Za-z_-]+")),
            (r"v\.\d", Some("v[.][0-9]")),
            (r"a\-b", Some("a-b")),
            ("a|b", Some("a|b")),
            (r"\s", None),
            ("a/b", None),
        ] {
            assert_eq!(shape(content).as_deref(), expected, "{content}");
        }
    }

    #[test]
    fn groups_have_meanings() {
        let text = |text: &str| Meaning::OptionalText(text.into());
        assert_eq!(meaning(r"\.js", true), text(".js"));
        assert_eq!(meaning("?!general", false), Meaning::Unknown);
        let Meaning::Capture(named) = meaning("?P<year>[0-9]+", false) else { unreachable!() };
        assert_eq!(named.reference, Reference::Name("year"));
        let Meaning::Capture(rest) = meaning("/.*", true) else { unreachable!() };
        assert_eq!((rest.extent, rest.prefix, rest.is_optional), (Extent::Rest, "/", true));
    }
}
