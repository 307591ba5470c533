//! The parts of a rule's text: its conditions one by one, and the names of its captures.

/// Returns the conditions of a rule in the order in which they are evaluated: those on header
/// fields after the others, and those on the address of the peer last. A condition on a capture of
/// another condition is evaluated with those on the subject of that condition. `text` has them in
/// declaration order, with `&&` between them.
pub(crate) fn conditions_in_order(text: &str) -> Vec<&str> {
    let mut conditions: Vec<(u8, &str)> = Vec::new();
    for condition in split_conditions(text) {
        let subject = subject_word(condition);
        let declares = |(_, earlier): &&(u8, &str)| capture_names(earlier).contains(&subject);
        let declaration = conditions.iter().find(declares);
        let order = declaration.map_or_else(|| evaluation_order(subject), |(order, _)| *order);
        conditions.push((order, condition));
    }
    // The sort is stable.
    conditions.sort_by_key(|(order, _)| *order);
    conditions.into_iter().map(|(_, condition)| condition).collect()
}

fn split_conditions(text: &str) -> Vec<&str> {
    const SEPARATOR: &str = " && ";
    let (mut conditions, mut start, mut in_value) = (Vec::new(), 0, false);
    for (at, char) in text.char_indices() {
        if char == '"' {
            in_value = !in_value;
        } else if !in_value && at >= start && text[at..].starts_with(SEPARATOR) {
            conditions.push(&text[start..at]);
            start = at + SEPARATOR.len();
        }
    }
    if !text.is_empty() {
        conditions.push(&text[start..]);
    }
    conditions
}

/// Returns the first word of a condition.
fn subject_word(condition: &str) -> &str {
    let text = condition.trim_start_matches('!');
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    &text[..text.find(|char| !is_word(char)).unwrap_or(text.len())]
}

fn evaluation_order(subject: &str) -> u8 {
    match subject {
        "ip" => 2,
        "header" | "cookie" | "language" => 1,
        _ => 0,
    }
}

/// Returns the names of the captures of a pattern: of a source, or of the values in conditions.
pub(crate) fn capture_names(text: &str) -> Vec<&str> {
    let (mut names, mut rest) = (Vec::new(), text);
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
            continue;
        }
        let inner = rest.strip_prefix('*').unwrap_or(rest);
        let is_name = |char: char| char.is_alphanumeric() || char == '_';
        names.push(&inner[..inner.find(|char| !is_name(char)).unwrap_or(inner.len())]);
        rest = &rest[capture_len(rest)..];
    }
    names
}

/// Returns the number of bytes up to the brace that closes a capture. In a regular expression,
/// other braces are paired, escaped, or in a class.
fn capture_len(text: &str) -> usize {
    let (mut depth, mut is_escaped, mut in_class) = (1, false, false);
    for (at, char) in text.char_indices() {
        match char {
            _ if is_escaped => {
                is_escaped = false;
                continue;
            }
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '{' if !in_class => depth += 1,
            '}' if !in_class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{capture_names, conditions_in_order};

    #[test]
    fn conditions_are_in_the_order_of_evaluation() {
        let text = r#"ip == "10.0.0.0/8" && !cookie["a"] && host == "a && b" && language == "de""#;
        assert_eq!(
            conditions_in_order(text),
            [
                r#"host == "a && b""#,
                r#"!cookie["a"]"#,
                r#"language == "de""#,
                r#"ip == "10.0.0.0/8""#
            ]
        );
        let captured = r#"header["x"] == "{a}" && a == "b" && host == "{c}.d" && !c in ["e"]"#;
        assert_eq!(
            conditions_in_order(captured),
            [r#"host == "{c}.d""#, r#"!c in ["e"]"#, r#"header["x"] == "{a}""#, r#"a == "b""#]
        );
        assert!(conditions_in_order("").is_empty());
        assert_eq!(conditions_in_order("ipsum && !b"), ["ipsum", "!b"]);
    }

    #[test]
    fn names_of_captures_are_found_beside_regular_expressions() {
        let source = r"/{{x}}/{a:[0-9]{4}}-{*b:[}]\}}/{c?}{{{d}";
        assert_eq!(capture_names(source), ["a", "b", "c", "d"]);
        assert!(capture_names("/a").is_empty());
    }
}
